import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NO_FACTS, type Release, readOrThrow } from '@told/codec';
import { startRelay } from '@told/service';
import { AGENCY, type MadeReleases, openMadeReleases, RELEASES } from '../../test/make-releases.ts';
import { EARNINGS } from '../../test/people.ts';
import { takingBackIdOf } from '../ids.ts';
import { takeBack, type WantedBack } from './take-back.ts';

let made: MadeReleases;
let number = 0;

beforeAll(async () => {
  made = await openMadeReleases();
});
afterAll(() => made.close());
beforeEach(async () => {
  number += 1;
  await made.rows('DELETE FROM outbox');
});

const uuid = (kind: number, of: number) =>
  `0000000${kind}-0000-4000-8000-${String(number * 100 + of).padStart(12, '0')}`;
const caseReference = () => `CTB-${number}`;
const idOf = (sequence: number) => uuid(1, sequence);

const release = (sequence: number, over: Partial<Release> = {}) =>
  made.release({
    releaseId: idOf(sequence),
    changeId: uuid(2, sequence),
    caseReference: caseReference(),
    releaseSequence: sequence,
    ...over,
  });

const wantBack = (sequence: number, over: Partial<WantedBack> = {}): WantedBack => ({
  releaseId: idOf(sequence),
  agency: AGENCY,
  caseReference: caseReference(),
  kind: 'withdrawn',
  fields: ['income.employer'],
  reason: 'consent-withdrawn',
  ...over,
});
const take = (...wanted: readonly WantedBack[]) =>
  made.db.transaction((tx) => takeBack(tx, made, wanted));

const waiting = () => made.waiting();
const claim = () => made.claim();
const kinds = async () =>
  (
    await made.rows<{ kind: string }>(
      'SELECT kind FROM release WHERE case_reference = $1 ORDER BY release_sequence',
      [caseReference()],
    )
  ).map((row) => row.kind);

describe('before the relay has claimed a release', () => {
  test('the fields go, are named with the reason, and their agreement is no basis any more', async () => {
    const before = await release(1);
    expect(await take(wantBack(1))).toEqual({ inPlace: 1, followed: 0 });
    const [left] = await waiting();
    expect(left).toEqual({
      ...before,
      income: { ...before.income, employer: null },
      basis: [{ agreement: 'dwp-to-council', version: 2 }],
      withheld: [...before.withheld, { field: 'income.employer', reason: 'consent-withdrawn' }],
    });
    expect(await kinds()).toEqual(['value']);
    expect(
      await made.rows('SELECT kind, fields, reason FROM taking_back WHERE release_id = $1', [
        idOf(1),
      ]),
    ).toEqual([{ kind: 'trimmed', fields: ['income.employer'], reason: 'consent-withdrawn' }]);
  });

  test('with nothing left it is void, at its place, without a value anywhere in its bytes', async () => {
    await release(1, {
      income: { ...allNull(EARNINGS), employer: 'Sample Stores Ltd' },
      evidence: { level: 'seen', documents: [] },
    });
    expect(await take(wantBack(1))).toEqual({ inPlace: 1, followed: 0 });
    const [left] = await waiting();
    expect(left).toMatchObject({
      ...{ releaseId: idOf(1), releaseSequence: 1, kind: 'void', income: null, basis: [] },
      ...{ usedOn: null, usedFor: null, evidence: { level: 'self-declared' } },
    });
    expect(await kinds()).toEqual(['void']);
    const [row] = await made.rows<{ value: Buffer }>('SELECT value FROM outbox');
    expect(row?.value.includes('Sample')).toBe(false);
  });

  test('what nobody may rely on is void', async () => {
    await release(1);
    await take(wantBack(1, { kind: 'do-not-rely', fields: [], reason: 'match-rejected' }));
    expect(await waiting()).toMatchObject([{ kind: 'void', income: null, releaseSequence: 1 }]);
    expect(await take(wantBack(1))).toEqual({ inPlace: 0, followed: 0 });
  });

  test('a field that it does not give changes nothing', async () => {
    const before = await release(1);
    const asked = wantBack(1, { fields: ['income.pensionContributionPence'] });
    expect(await take(asked)).toEqual({ inPlace: 0, followed: 0 });
    expect(await waiting()).toEqual([before]);
  });

  test('two withdrawals take their own fields each', async () => {
    await release(1);
    await take(wantBack(1));
    await take(wantBack(1, { fields: ['income.netPence'] }));
    expect(await waiting()).toMatchObject([{ income: { employer: null, netPence: null } }]);
  });
});

describe('once the relay has claimed it', () => {
  test('a release follows that names the fields and carries no value, at the next places of its case', async () => {
    await release(1);
    await release(2);
    await claim();
    expect(await take(wantBack(2), wantBack(1))).toEqual({ inPlace: 0, followed: 2 });
    const [, , ...following] = await waiting();
    expect(following).toMatchObject([
      { kind: 'withdrawn', takesBack: idOf(1), releaseSequence: 3, changeId: uuid(2, 1) },
      { kind: 'withdrawn', takesBack: idOf(2), releaseSequence: 4, changeId: uuid(2, 2) },
    ]);
    for (const one of following) {
      expect(one).toMatchObject({ ...NO_FACTS, basis: [], caseReference: caseReference() });
      expect(one.withheld).toEqual([{ field: 'income.employer', reason: 'consent-withdrawn' }]);
    }
    expect(await kinds()).toEqual(['value', 'value', 'withdrawn', 'withdrawn']);
  });

  test('and gone, one that nobody may rely on is followed once', async () => {
    await release(1);
    await made.rows('DELETE FROM outbox');
    const asked = wantBack(1, { kind: 'do-not-rely', fields: [], reason: 'match-rejected' });
    expect(await take(asked, asked)).toEqual({ inPlace: 0, followed: 1 });
    expect(await take(asked)).toEqual({ inPlace: 0, followed: 0 });
    expect(await waiting()).toMatchObject([
      { kind: 'do-not-rely', takesBack: idOf(1), releaseSequence: 2, withheld: [] },
    ]);
  });
});

test('a release that takes back, of which the log alone knows after a restore, is not made again', async () => {
  await release(1);
  await made.rows('DELETE FROM outbox');
  const { releaseId, kind, fields } = wantBack(1);
  await made.rows(
    `INSERT INTO release (release_id, agency, case_reference, release_sequence, change_id, run, kind, takes_back)
     VALUES ($1, $2, $3, 2, $4, 1, $5, $6)`,
    [
      takingBackIdOf(releaseId, kind, fields),
      ...[AGENCY, caseReference(), uuid(2, 1), kind, releaseId],
    ],
  );
  expect(await take(wantBack(1))).toEqual({ inPlace: 0, followed: 0 });
});

test('each wanted release is looked at a fixed number of times, however many there are', async () => {
  const wanted = Array.from({ length: 60 }, (_, index) => index + 1);
  for (const sequence of wanted) await release(sequence);
  let looked = 0;
  const counted = wanted.map((sequence) => {
    const one = wantBack(sequence);
    return {
      ...one,
      get releaseId() {
        looked += 1;
        return one.releaseId;
      },
    };
  });
  expect(await take(...counted)).toEqual({ inPlace: 60, followed: 0 });
  expect(looked).toBeLessThan(10 * wanted.length);
});

test('a rolled back taking leaves the release as it was', async () => {
  const before = await release(1);
  const failing = made.db.transaction(async (tx) => {
    await takeBack(tx, made, [wantBack(1)]);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await waiting()).toEqual([before]);
  expect(await take(wantBack(1))).toEqual({ inPlace: 1, followed: 0 });
});

test('whatever the relay does meanwhile, each field either never leaves or is followed by its withdrawal', async () => {
  const relay = startRelay({
    ...{ db: made.db, log: made.log, batchRecords: 2, linger: { maxMs: 0 } },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  for (let sequence = 1; sequence <= 60; sequence++) {
    number += 1;
    await release(1);
    await take(wantBack(1));
  }
  while ((await made.rows('SELECT FROM outbox')).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await relay.stop();
  const given = new Set<string>();
  const withdrawn = new Set<string>();
  let trimmed = 0;
  for await (const some of made.log.read({ topic: RELEASES, partition: 0, from: 0n })) {
    const decoded = await made.codec.decode(
      'Release',
      some.map(({ value }) => value),
    );
    for (const release of decoded.map(readOrThrow)) {
      if (release.takesBack !== null) withdrawn.add(release.takesBack);
      else if (release.income?.employer === null) trimmed += 1;
      else given.add(release.releaseId);
    }
  }
  expect(withdrawn).toEqual(given);
  expect(trimmed + given.size).toBe(60);
  // Both happened, or the race was none.
  expect(Math.min(trimmed, given.size)).toBeGreaterThan(0);
});

function allNull<T extends object>(of: T): { readonly [name in keyof T]: null } {
  return Object.fromEntries(Object.keys(of).map((name) => [name, null])) as {
    [name in keyof T]: null;
  };
}
