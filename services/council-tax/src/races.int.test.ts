import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { lockOpening, openCases, rebuildOffice, writeJournal } from '@told/agency-sdk';
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
  // A transaction that loses to another is run again and nobody sees it, so each run is counted.
  let runs: string[];
  beforeEach(() => {
    runs = [];
  });

  function openLate(uprn: string): Promise<unknown> {
    const { person, caseReference, ...opening } = council.ownCase({ uprn });
    const claim = { caseReference: `${caseReference}-late`, person, opening, revision: 0 };
    return council.database.db.transaction((tx) => {
      runs.push('case');
      return openCases(tx, office, [claim], { givenBy: 'test', moment: council.moment() });
    });
  }

  test.each<[string, string, (uprn: string) => Promise<unknown>, readonly string[]]>([
    [
      'home',
      '999900000433',
      (uprn) => recordProperties({ uprn, annualPence: 120_000 }),
      ['rebuild'],
    ],
    ['case', '999900000444', openLate, ['rebuild', 'case']],
  ])('lets no %s in before it is done, and waits for none', async (_name, uprn, add, once) => {
    await council.deliver(movesTo(uprn));
    const read = () => council.rowsOf('case_fact', 'change_id, state, reason, addition');
    const before = await read();
    let added: Promise<unknown> | undefined;
    const db = council.database.open();
    const rebuilding: typeof db.transaction = (run) =>
      db.transaction((tx) => {
        const query: typeof tx.query = async (statement, values) => {
          if (statement.name === 'office_clear_claim') {
            runs.push('rebuild');
            added ??= add(uprn);
            await waitForLocks(council, 1, added);
          }
          return tx.query(statement, values);
        };
        return run({ ...tx, query });
      });
    await rebuildOffice({ ...db, transaction: rebuilding }, office, council.bus.codec);
    await added;
    expect(await read()).toEqual(before);
    expect(runs).toEqual(once);
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
