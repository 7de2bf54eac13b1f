import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { takingBackIdOf } from '@told/identity';
import { hashLeaf, planInclusion, verifyInclusion } from '@told/ledger';
import {
  arrive,
  LEDGER_ID,
  openTestAudit,
  SUBJECT,
  type TestAudit,
} from '../../test/open-audit.ts';
import type { DescribedRecord } from '../entries/entry.ts';
import type { Arrival } from '../entries/read-records.ts';
import { readEntries, readHead } from '../ledger/queries.ts';
import { readProof } from '../ledger/read-nodes.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { isSubjectKnown } from '../timeline/queries.ts';
import { createFindErased } from './find-erased.ts';
import { forgetSome } from './forget-openings.ts';

const ERASURE = '0190a000-0000-7000-8000-0000000000ee';
const NEXT_ERASURE = '0190a000-0000-7000-8000-0000000000ef';
const PARTNER = 'a'.repeat(32);
const START = 1_273_740_300_000_000;
const ERASED_AT = START + 1_000;
const AFTER = ERASED_AT + 1_000;
const OWN_CASE = { agency: 'luton', caseReference: 'LTN-OWN' };
const JOINT_CASE = { agency: 'jobcentre', caseReference: 'JSA-JOINT' };
const uuid = (tail: string): string => `0190a000-0000-7000-8000-${tail.padStart(12, '0')}`;
const CHANGE = uuid('c1');
const RELEASE = uuid('d1');
const PARTNER_RELEASE = uuid('d2');

let audit: TestAudit;
const logger = { error: () => undefined } as never;

beforeEach(async () => {
  audit = await openTestAudit();
  await openLedger({ ...audit, logger }, LEDGER_ID);
});
afterEach(() => audit.close());

const destroyed = (
  subjectKey: string,
  at = ERASED_AT,
  { erasureId = ERASURE, keys = 1, origin = 'intake' } = {},
): Arrival =>
  arrive(
    {
      ...{ kind: 'action', at, changeId: null, subjectKey, cases: [] },
      facts: { action: 'keys-destroyed', recordId: erasureId, records: keys },
    },
    { topic: `told.actions.${origin}` },
  );
const registered = (subjectKey: string, of: typeof OWN_CASE, at = START): Arrival =>
  arrive({ kind: 'interest', at, changeId: null, subjectKey, cases: [of], facts: {} });
const told = (at = START, changeId = CHANGE): Arrival =>
  arrive({ at, changeId, cases: [OWN_CASE] });
const decided = (more: Partial<DescribedRecord> & { readonly reason?: string } = {}): Arrival => {
  const { reason = null, ...rest } = more;
  const recipients = [
    { agency: 'luton', releaseId: RELEASE, reason },
    { agency: 'jobcentre', releaseId: uuid('d3'), reason },
  ];
  const cases = [OWN_CASE, JOINT_CASE];
  return arrive({
    ...{ kind: 'decision', at: START + 1, changeId: CHANGE, cases, facts: { recipients } },
    ...rest,
  });
};
const answered = (of: typeof OWN_CASE, releaseId: string, at = START + 2): Arrival =>
  arrive({
    ...{ kind: 'outcome', at, changeId: null, subjectKey: null, cases: [of] },
    facts: { agency: of.agency, releaseId, kind: 'applied' },
  });
const acted = (of: typeof OWN_CASE, at = START + 3): Arrival =>
  arrive({ kind: 'action', at, changeId: null, subjectKey: null, cases: [of], facts: {} });

/** All that the bus said of the person until the erasure, and of the partner in the case of both. */
const HISTORY = (): readonly Arrival[] => [
  registered(SUBJECT, OWN_CASE),
  registered(SUBJECT, JOINT_CASE),
  registered(PARTNER, JOINT_CASE),
  told(),
  decided(),
  answered(OWN_CASE, RELEASE),
  answered(JOINT_CASE, uuid('d3')),
  answered(JOINT_CASE, PARTNER_RELEASE),
  acted(OWN_CASE),
];

async function forgetAll(of: Parameters<typeof forgetSome>[0] = ports()): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) if (!(await forgetSome(of))) return;
  throw new Error('it does not end');
}
const ports = () => ({ db: audit.db, markKey: audit.append.markKey });

/** What every column of every table of the database says, each row on a line. */
async function readEverything(): Promise<string> {
  const { rows: tables } = await audit.db.query<{ name: string }>({
    name: 'test_tables',
    text: `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
           AND has_table_privilege(oid, 'SELECT') ORDER BY 1`,
  });
  const said: string[] = [];
  for (const { name } of tables) {
    const text = `SELECT t::text AS row FROM "${name}" t`;
    const { rows } = await audit.db.query<{ row: string }>({ name: `test_all_${name}`, text });
    said.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return said.join('\n');
}

/** Indexes of entries that still open to something. */
async function listOpen(): Promise<readonly number[]> {
  const text = 'SELECT index FROM entry WHERE salt IS NOT NULL ORDER BY index';
  const { rows } = await audit.db.query<{ index: number }>({ name: 'test_open', text });
  return rows.map(({ index }) => index);
}

describe('once the keys of a person are destroyed', () => {
  test('no column of the database has their key or a case of their own any more, and the partner’s stays', async () => {
    await audit.enter(HISTORY());
    await audit.enter([destroyed(SUBJECT)]);
    expect(await readEverything()).toContain(SUBJECT);
    await forgetAll();
    const said = await readEverything();
    expect(said).not.toContain(SUBJECT);
    expect(said).not.toContain(OWN_CASE.caseReference);
    // The partner’s interest, and what was answered about the partner.
    expect(await listOpen()).toEqual([2, 7]);
    expect(await isSubjectKnown(audit.db, SUBJECT)).toBe(false);
    const findErased = createFindErased(audit.db, audit.append.markKey);
    expect(await findErased(SUBJECT)).toBe(ERASED_AT);
    expect(await findErased(PARTNER)).toBeUndefined();
  });

  test('every entry stands as it was, under the head that was signed before', async () => {
    await audit.enter(HISTORY());
    await audit.enter([destroyed(SUBJECT)]);
    await audit.signerFor(LEDGER_ID).sign();
    const of = { ledger: 1, from: 0, until: 100, limit: 100 };
    const before = await readEntries(audit.db, of);
    await forgetAll();
    expect(await readEntries(audit.db, of)).toEqual(before);
    const head = await readHead(audit.db, 1);
    if (head === undefined) throw new Error('a head was signed');
    for (const { index, text } of before) {
      const proof = await readProof(audit.db, 1, planInclusion(index, head.size));
      expect(verifyInclusion(hashLeaf(Buffer.from(text)), index, head, proof)).toBe(true);
    }
  });

  test.each([
    ['all at once', (all: readonly Arrival[]) => [all]],
    ['one by one', (all: readonly Arrival[]) => all.map((one) => [one])],
    ['the last first', (all: readonly Arrival[]) => [...all].reverse().map((one) => [one])],
  ])('what is read later is forgotten too: %s', async (_, divide) => {
    await audit.enter([destroyed(SUBJECT)]);
    await forgetAll();
    for (const some of divide(HISTORY())) {
      await audit.enter(some);
      await forgetAll();
    }
    const said = await readEverything();
    expect(said).not.toContain(SUBJECT);
    expect(said).not.toContain(OWN_CASE.caseReference);
    expect(await listOpen()).toHaveLength(2);
  });

  test('what is decided and answered later about it is forgotten, and what is told later is not', async () => {
    await audit.enter(HISTORY());
    await audit.enter([destroyed(SUBJECT)]);
    await forgetAll();
    const before = await listOpen();
    await audit.enter([
      decided({ at: AFTER, reason: 'erased' }),
      answered(OWN_CASE, takingBackIdOf(RELEASE, 'erased', []), AFTER),
      answered(JOINT_CASE, takingBackIdOf(uuid('d3'), 'erased', []), AFTER),
    ]);
    await forgetAll();
    expect(await listOpen()).toEqual(before);
    const alive = [
      told(AFTER, uuid('c2')),
      decided({ at: AFTER + 1, changeId: uuid('c2'), facts: {} }),
      answered(OWN_CASE, uuid('d9'), AFTER + 2),
      answered(JOINT_CASE, PARTNER_RELEASE, AFTER),
    ];
    await audit.enter(alive);
    await forgetAll();
    expect(await listOpen()).toHaveLength(before.length + alive.length);
    // Another person's erasure, later than all of that, takes none of it.
    await audit.enter([
      destroyed('b'.repeat(32), AFTER + 9, { erasureId: NEXT_ERASURE }),
      decided({ at: AFTER + 3, changeId: uuid('c2'), facts: {} }),
    ]);
    await forgetAll();
    expect(await listOpen()).toHaveLength(before.length + alive.length + 1);
  });

  test('erased again, what was told since is forgotten as well', async () => {
    await audit.enter([...HISTORY(), destroyed(SUBJECT), told(AFTER, uuid('c2'))]);
    await forgetAll();
    expect(await readEverything()).toContain(SUBJECT);
    await audit.enter([destroyed(SUBJECT, AFTER + 1, { erasureId: NEXT_ERASURE })]);
    await forgetAll();
    expect(await readEverything()).not.toContain(SUBJECT);
  });

  test('an agency’s word that keys were destroyed takes nothing away', async () => {
    await audit.enter([...HISTORY(), destroyed(SUBJECT, ERASED_AT, { origin: 'luton' })]);
    const before = await listOpen();
    await forgetAll();
    expect(await listOpen()).toEqual(before);
  });

  test('another agency’s case that happens to be called the same stays', async () => {
    const other = { ...OWN_CASE, agency: 'jobcentre' };
    await audit.enter([...HISTORY(), answered(other, uuid('d8')), destroyed(SUBJECT)]);
    await forgetAll();
    expect(await listOpen()).toEqual([2, 7, 9]);
  });

  test('a database from a backup forgets it again, in both of its ledgers', async () => {
    const [first, ...rest] = HISTORY();
    await audit.enter([first as Arrival]);
    await audit.enter([...rest, destroyed(SUBJECT)]);
    await audit.signerFor(LEDGER_ID).sign();
    await audit.relay();
    // As the backup has it: the first entry, and of the erasure nothing.
    await audit.asOwner('DELETE FROM entry WHERE index > 0');
    await audit.asOwner('UPDATE ledger SET size = 1');
    await audit.asOwner('DELETE FROM erasure');
    expect(await openLedger({ ...audit, logger }, LEDGER_ID)).toBe(`${LEDGER_ID}/2`);
    // The log is read again from where the backup stood.
    await audit.enter([...rest, destroyed(SUBJECT)]);
    await forgetAll();
    const said = await readEverything();
    expect(said).not.toContain(SUBJECT);
    expect(said).not.toContain(OWN_CASE.caseReference);
    expect(said).toContain('entry: (1,0,');
    expect(said).toContain('entry: (2,1,');
  });

  test('a long history is forgotten in pieces, cut anywhere', async () => {
    const many = Array.from({ length: 7 }, (_, n) => told(START, uuid(`f${n}`)));
    await audit.enter([...many, ...HISTORY(), destroyed(SUBJECT)]);
    let isCut = true;
    for (let at = 1; isCut; at += 1) {
      const cutting = { ...ports(), db: cutAt(at), entriesMax: 3 };
      [isCut] = (await Promise.allSettled([forgetAll(cutting)])).map(
        ({ status }) => status === 'rejected',
      ) as [boolean];
      expect(at).toBeLessThan(200);
    }
    const said = await readEverything();
    expect(said).not.toContain(SUBJECT);
    expect(said).not.toContain(OWN_CASE.caseReference);
  });
});

/** The database, of which the statement with this number fails, before it does anything. */
function cutAt(at: number): TestAudit['db'] {
  let statements = 0;
  return {
    ...audit.db,
    transaction: (run, options) =>
      audit.db.transaction(
        (tx) =>
          run({
            ...tx,
            query: (...asked) => {
              statements += 1;
              if (statements === at) throw new Error('killed');
              return tx.query(...asked);
            },
          }),
        options,
      ),
  };
}
