import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@told/event-log';
import { type Database, openDatabase, openEventLog, type Statement } from '@told/service';
import type { Area } from '../load/area.ts';

/** What a ledger holds, once it holds everything. */
export interface LedgerStanding {
  readonly entries: number;
}

/** From the last look that found anything moved. */
const TIMEOUT_MS = 120_000;
const LOOK_MS = 100;

/** A head covers all that was entered, or nothing was. */
const STANDING: Statement = {
  name: 'testing_ledger_standing',
  text: `SELECT size, coalesce((SELECT max(h.size) FROM head h WHERE h.ledger = l.no), -1) AS signed
         FROM ledger l ORDER BY no DESC LIMIT 1`,
};
const POSITIONS: Statement = {
  name: 'testing_ledger_positions',
  text: `SELECT topic || '/' || partition AS at, next_offset::text AS next FROM watermark WHERE consumer_group = 'audit'`,
};

const ENTERED =
  /^told\.(changes|decisions|interests|consents|suspensions|outcomes\..+|actions\..+|dead-letters\..+)$/;

/**
 * Resolves when everything that was told has its entry and a head has been signed over it; undefined where no ledger is kept. What is told while it
 * waits is waited for, too. Rejects when nothing has moved for two minutes and something is missing.
 */
export async function waitForLedger({ profile }: Area): Promise<LedgerStanding | undefined> {
  const url = profile.databases['audit'];
  if (url === undefined) return undefined;
  const log = openEventLog(profile.log, 'told-ledger-wait');
  const db = openDatabase({ url, name: 'told-ledger-wait', max: 1 });
  try {
    return await watch(db, log);
  } finally {
    await Promise.all([log.close(), db.close()]);
  }
}

async function watch(db: Database, log: EventLog): Promise<LedgerStanding> {
  const topics = (await log.topics()).map(({ name }) => name).filter((name) => ENTERED.test(name));
  let before = '';
  let sinceMs = performance.now();
  for (;;) {
    const missing = await countMissing(db, log, topics);
    const { rows } = await db.query<{ size: number; signed: number }>(STANDING);
    const { size, signed } = rows[0] ?? { size: 0, signed: -1 };
    if (missing === 0 && size === signed) return { entries: size };
    const look = `${missing} ${size} ${signed}`;
    if (look !== before) sinceMs = performance.now();
    before = look;
    if (performance.now() - sinceMs > TIMEOUT_MS) {
      throw new Error(
        `${missing} records have no entry, a head covers ${signed} of ${size}, and nothing has moved for ${TIMEOUT_MS} ms`,
      );
    }
    await sleep(LOOK_MS);
  }
}

/** Positions first: what is told meanwhile is then seen beyond one. */
async function countMissing(
  db: Database,
  log: EventLog,
  topics: readonly string[],
): Promise<number> {
  const { rows } = await db.query<{ at: string; next: string }>(POSITIONS);
  const reached = new Map(rows.map(({ at, next }) => [at, BigInt(next)]));
  const missing = await Promise.all(
    topics.map(async (topic) =>
      (await log.bounds(topic)).map(({ partition, low, end }) =>
        Number(end - (reached.get(`${topic}/${partition}`) ?? low)),
      ),
    ),
  );
  return missing.flat().reduce((sum, one) => sum + Math.max(0, one), 0);
}
