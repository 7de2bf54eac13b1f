import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { lockOpening, rebuildOffice, writeJournal } from '@told/agency-sdk';
import { sampleIncome } from '../../../packages/agency-sdk/test/sample-release.ts';
import { expectRebuild } from '../test/expect-rebuild.ts';
import { moveTo, office, startCouncil, type TestCouncil } from '../test/start-council.ts';
import { waitForLocks } from '../test/wait-for-locks.ts';
import { type Property, RECORD_PROPERTY } from './accounts/property.ts';

let council: TestCouncil;
let reference: string;

beforeAll(async () => {
  council = await startCouncil();
});
afterAll(() => council.stop());
beforeEach(async () => {
  reference = council.begin();
  await council.open(council.ownCase({ passport: null }));
});

const recordProperties = (...properties: readonly Property[]) =>
  council.call(
    'POST',
    '/v1/properties/bulk',
    properties.map((one) => JSON.stringify(one)).join('\n'),
  );
const movesTo = (uprn: string) =>
  council.toCase({ fact: 'address', occurredOn: '2010-04-21', address: moveTo(uprn) });

describe('a move that is taken while its home is recorded', () => {
  test.each<[string, string, Property, object]>([
    [
      'another year of an account that it has',
      '999900000411',
      { uprn: '999900000411', annualPence: 120_000 },
      { taxByYear: { '2010/11': 120_000, '2011/12': 125_000 } },
    ],
    [
      'an account of a home that was another authority’s',
      '999900000422',
      { uprn: '999900000422', authority: 'E06000032' },
      { taxByYear: { '2011/12': 125_000 } },
    ],
  ])('waits for %s', async (_name, uprn, known, addition) => {
    await recordProperties(known);
    const later = { uprn, annualPence: 125_000, financialYear: '2011/12' };
    const { answer } = await council.database.db.transaction(async (tx) => {
      await lockOpening(tx);
      await office.commands?.[RECORD_PROPERTY]?.(tx, [later]);
      const about = { caseReference: null, submissionKey: null, bodyDigest: null };
      const entry = { command: RECORD_PROPERTY, ...about, body: later, givenBy: 'test' };
      await writeJournal(tx, [entry], council.moment());
      const answer = council.deliver(movesTo(uprn));
      await waitForLocks(council, 1, answer);
      return { answer };
    });
    await answer;
    expect(await council.rowsOf('case_fact', 'addition')).toEqual([
      { addition: { uprn, ...addition } },
    ]);
    await expectRebuild(council);
  });
});

describe('a rebuild', () => {
  const lateCase = (uprn: string) => council.ownCase({ caseReference: `${reference}-late`, uprn });

  test.each<[string, string, (uprn: string) => Promise<{ readonly status: number }>]>([
    ['home', '999900000433', (uprn) => recordProperties({ uprn, annualPence: 120_000 })],
    ['case', '999900000444', (uprn) => council.open(lateCase(uprn))],
  ])('lets no %s in before it is done, and waits for none', async (_name, uprn, add) => {
    await council.deliver(movesTo(uprn));
    const read = () => council.rowsOf('case_fact', 'change_id, state, reason, addition');
    const before = await read();
    let attempts = 0;
    let added: Promise<{ readonly status: number }> | undefined;
    const clear: typeof office.clear = async (tx) => {
      attempts += 1;
      await office.clear?.(tx);
      added ??= add(uprn);
      await waitForLocks(council, 1, added);
    };
    await rebuildOffice(council.database.open(), { ...office, clear }, council.bus.codec);
    expect(await added).toMatchObject({ status: 200 });
    expect(await read()).toEqual(before);
    expect(attempts).toBe(1);
    await expectRebuild(council);
  });
});

describe('a key that a decision and a change are given at once', () => {
  test('belongs to the first, and is refused the other without harm to its neighbours', async () => {
    const release = council.startsWork({ usedOn: null, usedFor: null });
    await council.deliver(release);
    const second = `${reference}-b`;
    await council.open(council.ownCase({ passport: null, caseReference: second }));
    const income = sampleIncome({ startOn: '2010-05-10' });
    const told = { notifiedOn: '2010-04-05', receivedOn: '2010-04-05' };
    const change = {
      fact: 'income',
      changeType: 'created',
      occurredOn: '2010-05-10',
      ...told,
      income,
    };
    const { decided, recorded } = await council.database.db.transaction(async (tx) => {
      const text = 'SELECT FROM claim WHERE case_reference = $1 FOR UPDATE';
      await tx.query({ name: 'test_hold_case', text }, [reference]);
      const body = { changeId: release.changeId, decision: 'use' };
      const decided = council.decide(body, { key: 'same' });
      await waitForLocks(council, 1, decided);
      const recorded = Promise.all([
        council.record('same', change, second),
        council.record('other', change, second),
      ]);
      await waitForLocks(council, 2, recorded);
      return { decided, recorded };
    });
    expect(await decided).toMatchObject({ status: 201 });
    expect(await recorded).toMatchObject([
      { status: 422, body: { code: 'idempotency-key-reused' } },
      { status: 201 },
    ]);
  });
});
