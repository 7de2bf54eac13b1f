import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Address, Release } from '@told/codec';
import { type AgencyDatabase, createAgencyDatabase } from '../test/agency-database.ts';
import { sampleMove, sampleRelease } from '../test/sample-release.ts';
import {
  applied,
  defineAgency,
  type ReleasedChange,
  type Result,
  type TestedAgency,
  testAgency,
  toVerify,
  unmatched,
} from './index.ts';

let database: AgencyDatabase;
let agency: TestedAgency;
/** What reached the handlers, in order. */
let told: ReleasedChange[];
/** What a handler answers next. */
let answer: () => Result;

/** Remembers what it was told. */
const listening = defineAgency({
  ...{ agency: 'listening', capacities: ['tenant'], purpose: 'test' },
  onBatch: async (changes) =>
    changes.map((change) => {
      const result = answer();
      told.push(change);
      return result;
    }),
});

beforeAll(async () => {
  database = await createAgencyDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  await begin();
  answer = () => applied();
  agency = await testAgency(listening, { db: database.db });
});

async function begin(): Promise<void> {
  await database.rows(
    'TRUNCATE received_release, outcome, sequence_head, sequence_record, parked_record, parked_key, dead_letter',
  );
  told = [];
}

const move = (releaseSequence: number, address: Partial<Address> = {}): Release =>
  sampleRelease({
    ...{ releaseSequence, fact: 'address' },
    address: sampleMove({ toUprn: '25', tenure: 'lodger', ...address }),
  });

const takeBack = (
  releaseSequence: number,
  { releaseId, changeId }: Release,
  changes: Partial<Release> = {},
): Release =>
  sampleRelease({
    ...{ releaseSequence, fact: 'address', kind: 'withdrawn', takesBack: releaseId, changeId },
    ...{ basis: [], withheld: [{ field: 'address.toUprn', reason: 'consent-withdrawn' }] },
    ...changes,
  });
const doNotRely = (releaseSequence: number, given: Release): Release =>
  takeBack(releaseSequence, given, { kind: 'do-not-rely', withheld: [] });

/** Releases as they wait, in order. */
async function parked(): Promise<readonly Release[]> {
  const rows = await database.rows<{ value: Buffer }>(
    'SELECT value FROM parked_record ORDER BY position',
  );
  const decoded = await agency.codec.decode(
    'Release',
    rows.map(({ value }) => value),
  );
  return decoded.flatMap((one) => (one.ok ? [one.value] : []));
}

const answers = () =>
  database.rows(
    'SELECT release_id AS id, outcome_no AS no, kind, reason FROM outcome ORDER BY decided_at, release_sequence, outcome_no',
  );

const BEFORE_USE = { kind: 'no-change', reason: 'taken-back-before-use' };

describe('a release that takes back, in its turn', () => {
  test('reaches the handlers as the change corrected to the fields that are left', async () => {
    const given = move(1);
    const taking = takeBack(2, given);
    await agency.deliver([given]);
    expect(await agency.deliver([taking])).toMatchObject([
      { releaseId: taking.releaseId, outcomeNo: 1, kind: 'applied', releaseSequence: 2 },
    ]);
    expect(told[1]).toMatchObject({
      ...{ kind: 'withdrawn', changeType: 'corrected', takesBack: given.releaseId },
      ...{ changeId: taking.releaseId, previousChangeId: given.changeId, basis: [] },
      address: { ...given.address, toUprn: null },
      withheld: [{ field: 'address.toUprn', reason: 'consent-withdrawn' }],
    });
  });

  test('reaches them as an annulment once no field is left, or by do-not-rely', async () => {
    const [one, two] = [move(1), move(2)];
    const all = Object.keys(one.address ?? {}).map((name) => `address.${name}`);
    await agency.deliver([one, two]);
    await agency.deliver([
      takeBack(3, one, { withheld: all.map((field) => ({ field, reason: 'consent-withdrawn' })) }),
      doNotRely(4, two),
    ]);
    const annulled = { changeType: 'annulled', address: null };
    expect(told.slice(2)).toMatchObject([
      { ...annulled, kind: 'withdrawn', previousChangeId: one.changeId },
      { ...annulled, kind: 'do-not-rely', previousChangeId: two.changeId },
    ]);
  });

  test('takes from what was left by those before it', async () => {
    const given = move(1);
    const tenure = [{ field: 'address.tenure', reason: 'consent-withdrawn' }];
    await agency.deliver([given]);
    await agency.deliver([takeBack(2, given), takeBack(3, given, { withheld: tenure })]);
    expect(told[2]).toMatchObject({
      address: { toUprn: null, tenure: null, movedInOn: '2010-04-19' },
    });
    const again = await agency.deliver([takeBack(4, given)]);
    expect(again).toMatchObject([{ kind: 'no-change', reason: 'nothing-to-take-back' }]);
    expect(told).toHaveLength(3);
  });

  test('is removed from what comes in the same batch, before anybody uses it', async () => {
    const given = move(1, { toUprn: '999988887777' });
    const outcomes = await agency.deliver([given, takeBack(2, given)]);
    expect(outcomes).toMatchObject([{ kind: 'applied' }, BEFORE_USE]);
    expect(told).toMatchObject([{ kind: 'value', address: { toUprn: null, tenure: 'lodger' } }]);
    const [kept] = await database.rows<{ value: Buffer }>(
      'SELECT value FROM received_release ORDER BY entry_no',
    );
    expect(kept?.value.includes('999988887777')).toBe(false);
  });

  test.each([
    ['unmatched', unmatched()],
    ['to-verify', toVerify('r2(3)(c)')],
  ] as const)('answers once more what nobody need look at any more: %s', async (kind, result) => {
    const given = move(1);
    answer = () => result;
    await agency.deliver([given]);
    answer = () => applied();
    await agency.deliver([doNotRely(2, given)]);
    expect(await answers()).toMatchObject([
      { id: given.releaseId, no: 1, kind },
      { id: given.releaseId, no: 2, kind: 'no-change', reason: 'taken-back' },
      { no: 1, kind: 'applied' },
    ]);
  });

  test('has no effect on what was never received, or on another case', async () => {
    const other = { ...move(1), caseReference: 'CASE-2' };
    await agency.deliver([other]);
    const outcomes = await agency.deliver([
      takeBack(1, move(9)),
      takeBack(2, other),
      takeBack(3, other, { takesBack: null }),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'no-change', reason: 'never-received' },
      { kind: 'no-change', reason: 'never-received' },
      { kind: 'rejected', reason: 'takes-back-missing' },
    ]);
    expect(told).toHaveLength(1);
  });
});

describe('a release that takes back, on arrival at a case that waits', () => {
  test('voids the fields in what waits, which keeps its place, and is answered at once', async () => {
    const [given, other] = [move(2), move(3)];
    const taking = takeBack(4, given);
    await agency.deliver([given, other]);
    expect(await agency.deliver([taking])).toMatchObject([
      { ...BEFORE_USE, releaseId: taking.releaseId, outcomeNo: 1, releaseSequence: 4 },
    ]);
    expect(await parked()).toEqual([
      {
        ...given,
        address: { ...given.address, toUprn: null },
        withheld: [{ field: 'address.toUprn', reason: 'consent-withdrawn' }],
      },
      other,
      taking,
    ]);
    expect(told).toEqual([]);
  });

  test('voids all of it by do-not-rely', async () => {
    const given = move(2);
    await agency.deliver([given, doNotRely(3, given)]);
    expect(await parked()).toMatchObject([
      { kind: 'void', address: null },
      { kind: 'do-not-rely' },
    ]);
  });

  test('is answered once: in its turn it is neither answered nor handled again', async () => {
    const [first, given] = [move(1), move(2)];
    const taking = takeBack(3, given);
    await agency.deliver([given]);
    await agency.deliver([taking]);
    await agency.deliver([taking, given, taking]);
    await agency.deliver([first]);
    const outcomes = await agency.redrive('CASE-1');
    expect(outcomes.map(({ releaseId }) => releaseId)).toEqual([first.releaseId, given.releaseId]);
    expect(told).toMatchObject([{ address: { toUprn: '25' } }, { address: { toUprn: null } }]);
    for (let replay = 0; replay < 10; replay++) {
      expect(await agency.deliver([first, given, taking])).toEqual([]);
    }
    expect(await answers()).toHaveLength(3);
    expect(await database.rows('SELECT FROM parked_key')).toEqual([]);
    expect(await agency.deliver([move(4)])).toHaveLength(1);
  });

  test('takes back at once what the agency had acted on', async () => {
    const given = move(1);
    const taking = takeBack(3, given);
    await agency.deliver([given]);
    expect(await agency.deliver([taking])).toMatchObject([
      { releaseId: taking.releaseId, kind: 'applied' },
    ]);
    expect(told[1]).toMatchObject({ changeType: 'corrected', previousChangeId: given.changeId });
    await agency.deliver([move(2)]);
    expect(await agency.redrive('CASE-1')).toHaveLength(1);
    expect(told).toHaveLength(3);
  });

  test('takes from what comes only after it', async () => {
    const given = move(1);
    expect(await agency.deliver([takeBack(2, given)])).toMatchObject([BEFORE_USE]);
    await agency.deliver([given]);
    expect((await parked()).map(({ address }) => address?.toUprn ?? null)).toEqual([null, null]);
    await agency.redrive('CASE-1');
    expect(told).toMatchObject([{ releaseId: given.releaseId, address: { toUprn: null } }]);
  });

  test('leaves other releases, and other cases, as they are', async () => {
    const given = move(2);
    const namesake = { ...move(2), caseReference: 'CASE-2', releaseId: given.releaseId };
    await agency.deliver([given, namesake, move(3)]);
    await agency.deliver([takeBack(4, given)]);
    const left = await parked();
    expect(left.filter(({ address }) => address?.toUprn === '25')).toHaveLength(2);
  });

  test('waits for its turn where the agency refuses it, and is answered then', async () => {
    const given = move(1);
    await agency.deliver([given]);
    answer = () => {
      throw new TypeError('the adapter breaks');
    };
    expect(await agency.deliver([takeBack(3, given)])).toEqual([]);
    expect(await answers()).toHaveLength(1);
    answer = () => applied();
    await agency.deliver([move(2)]);
    expect(await agency.redrive('CASE-1')).toMatchObject([
      { kind: 'applied', releaseSequence: 2 },
      { kind: 'applied', releaseSequence: 3 },
    ]);
  });

  test('never lets a redrive past: the one waits for the other', async () => {
    const given = move(2);
    await agency.deliver([given]);
    const taking = takeBack(3, given);
    const redriveOften = async (): Promise<void> => {
      for (let round = 0; round < 5; round++) await agency.redrive('CASE-1');
    };
    const [, outcomes] = await Promise.all([redriveOften(), agency.deliver([taking])]);
    expect(outcomes).toMatchObject([BEFORE_USE]);
    await agency.deliver([move(1, { toUprn: '17' })]);
    await agency.redrive('CASE-1');
    expect(told.map(({ address }) => address?.toUprn)).toEqual(['17', null]);
  });
});

test('what is left does not depend on the order in which things come', async () => {
  const [first, given] = [move(1), move(2, { toUprn: '34' })];
  const releases = [
    first,
    given,
    takeBack(3, given),
    doNotRely(4, first),
    move(5, { toUprn: '99' }),
  ];
  const standing: unknown[] = [];
  for (const order of [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
    [2, 1, 4, 3, 0],
    [1, 3, 0, 2, 4],
  ]) {
    for (const cut of [1, 2, 5]) {
      await begin();
      const arriving = order.map((index) => releases[index] as Release);
      for (let at = 0; at < arriving.length; at += cut) {
        await agency.deliver(arriving.slice(at, at + cut));
      }
      for (const _ of order) await agency.redrive('CASE-1');
      const left = new Map<string, string | null>();
      for (const { changeType, changeId, previousChangeId, address } of told) {
        const root = changeType === 'created' ? changeId : (previousChangeId ?? randomUUID());
        left.set(root, changeType === 'annulled' ? null : (address?.toUprn ?? null));
      }
      standing.push(
        [first, given, releases[4]].map((one) => left.get(one?.changeId ?? '') ?? null),
      );
      const [count] = await database.rows(
        'SELECT count(*)::int AS n FROM outcome WHERE outcome_no = 1',
      );
      expect(count).toEqual({ n: releases.length });
    }
  }
  expect(new Set(standing.map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify([null, null, '99'])]),
  );
});
