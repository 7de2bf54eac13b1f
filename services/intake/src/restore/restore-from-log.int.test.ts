import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startRelay } from '@told/service';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { makeChange } from '../../test/open-intake.ts';
import { keepNoting, readOwnPositions } from './own-positions.ts';
import { restoreFromLog } from './restore-from-log.ts';

const LOGGER = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
} as unknown as Parameters<typeof restoreFromLog>[0]['logger'];
const PERSONS = 12;

/** Went on, and sent all it accepted. */
let newer: HttpIntake;
/** As it was before that: put back from a backup. */
let older: HttpIntake;

const ninoOf = (person: number): string => `QQ${String(person).padStart(6, '0')}A`;
const lineOf = (key: string, person: number, more = {}) => ({
  idempotencyKey: key,
  change: makeChange(ninoOf(person), more),
});
type Line = ReturnType<typeof lineOf>;
type Answer = { readonly status: string; readonly changeId: string; readonly code?: string };
async function tell(intake: HttpIntake, lines: readonly Line[]): Promise<readonly Answer[]> {
  const { body } = await intake.tellLines(
    `${lines.map((one) => JSON.stringify(one)).join('\n')}\n`,
  );
  return body;
}

async function sendAll({ db, log, count }: HttpIntake): Promise<void> {
  const relay = startRelay({ db, log, logger: LOGGER });
  while ((await count('outbox')) > 0) await new Promise((done) => setTimeout(done, 10));
  await relay.stop();
}

const restore = () => restoreFromLog({ ...older, log: newer.log, logger: LOGGER });

async function readRows({ db }: HttpIntake, table: string, without: string): Promise<string[]> {
  const text = `SELECT (to_jsonb(kept) - '${without}')::text AS row FROM ${table} AS kept`;
  const { rows } = await db.query<{ row: string }>({ name: `test_rows_${table}`, text });
  return rows.map(({ row }) => row).sort();
}

const first = Array.from({ length: PERSONS }, (_, person) => lineOf(`first-${person}`, person));
const second = Array.from({ length: PERSONS }, (_, person) => lineOf(`second-${person}`, person));

beforeAll(async () => {
  [newer, older] = await Promise.all([openHttpIntake(), openHttpIntake()]);
  await tell(older, first);
  await tell(newer, first);
  const answers = await tell(newer, second);
  const [corrected] = answers;
  const change = { changeType: 'corrected', previousChangeId: corrected?.changeId };
  await tell(newer, [lineOf('third-0', 0, { ...change, caseReference: 'CTB-1' })]);
  await sendAll(newer);
});
beforeEach(async () => void (await restore()));
afterAll(() => Promise.all([newer.close(), older.close()]));

describe('a database that was put back', () => {
  test('holds again every change that the log holds, at its place, and the cases they named', async () => {
    for (const table of ['accepted_change', 'subject', 'known_case']) {
      const without = table === 'accepted_change' ? 'content_mac' : '';
      const expected = await readRows(newer, table, without);
      // What it holds from before it was put back was accepted at another time.
      const forget = (rows: readonly string[]) =>
        rows.map((row) => row.replace(/"(value|accepted_at)": "[^"]*"/g, ''));
      expect(forget(await readRows(older, table, without)).sort()).toEqual(forget(expected).sort());
    }
  });

  test('takes what is told again for the change it was, and gives no place twice', async () => {
    const again = await tell(older, [...first.slice(0, 3), ...second.slice(0, 3)]);
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 'duplicate'));
    const [next] = await tell(older, [lineOf('fourth-1', 1)]);
    expect(next).toMatchObject({ status: 'accepted' });
    const text = 'SELECT change_sequence AS place FROM accepted_change WHERE change_id = $1';
    const { rows } = await older.db.query<{ place: number }>({ name: 'test_place', text }, [
      next?.changeId,
    ]);
    expect(rows).toEqual([{ place: 3 }]);
  });

  test('lacks nothing when it is read again, from where it knows the log to be in it', async () => {
    expect(await restore()).toBe(0);
    const noting = keepNoting({ ...newer, logger: LOGGER, everyMs: 1_000_000 });
    await noting.stop();
    const ends = (await newer.log.bounds('told.changes')).map(({ end }) => end);
    expect([...(await readOwnPositions(newer.db)).values()]).toEqual(ends);
    expect([...(await readOwnPositions(older.db)).values()]).toEqual(ends);
  });
});
