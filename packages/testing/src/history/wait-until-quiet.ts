import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@told/event-log';
import { type Database, openDatabase, openEventLog, type Statement } from '@told/service';
import { type Area, listOffices } from '../load/area.ts';

export interface QuietOptions {
  readonly area: Area;
  readonly timeoutMs?: number;
  readonly onWaiting?: (waiting: number) => void;
}

const TIMEOUT_MS = 120_000;
const POLL_MS = 100;
/** A record may be between a watermark and an outbox at one look, but not at three in a row. */
const QUIET_LOOKS = 3;

const WAITING: Statement = {
  name: 'quiet_waiting',
  text: 'SELECT count(*) AS count FROM outbox',
};
const POSITIONS: Statement = {
  name: 'quiet_positions',
  text: 'SELECT topic, partition, next_offset::text AS next FROM watermark',
};

/** Resolves when no outbox holds a record and every reader has reached the end of its topics. Rejects after the time-out, saying what waits. */
export async function waitUntilQuiet(options: QuietOptions): Promise<void> {
  const { profile } = options.area;
  const log = openEventLog(profile.log, 'told-quiet');
  const databases = Object.values(profile.databases).map((url) =>
    openDatabase({ url, name: 'told-quiet', max: 1 }),
  );
  const agencies = new Set(listOffices(profile).map(({ agency }) => agency));
  const isRead = (topic: string): boolean => isReadHere(topic, agencies);
  const deadline = performance.now() + (options.timeoutMs ?? TIMEOUT_MS);
  try {
    for (let quiet = 0; quiet < QUIET_LOOKS; ) {
      const waiting = await countWaiting(log, databases, isRead);
      quiet = waiting === 0 ? quiet + 1 : 0;
      options.onWaiting?.(waiting);
      if (performance.now() > deadline) throw new Error(`${waiting} records still wait`);
      if (quiet < QUIET_LOOKS) await sleep(POLL_MS);
    }
  } finally {
    await Promise.all([log.close(), ...databases.map((db) => db.close())]);
  }
}

/** Outboxes, and what lies beyond each watermark; a partition without one has not been read at all. */
async function countWaiting(
  log: EventLog,
  databases: readonly Database[],
  isRead: (topic: string) => boolean,
): Promise<number> {
  const outboxes = await Promise.all(
    databases.map(async (db) => (await db.query<{ count: number }>(WAITING)).rows[0]?.count ?? 0),
  );
  const positions = await Promise.all(
    databases.map(
      async (db) =>
        (await db.query<{ topic: string; partition: number; next: string }>(POSITIONS)).rows,
    ),
  );
  const reached = new Map(
    positions.flat().map(({ topic, partition, next }) => [`${topic}/${partition}`, BigInt(next)]),
  );
  const beyond = await Promise.all(
    (await log.topics())
      .filter(({ name }) => isRead(name))
      .map(async ({ name }) => {
        const bounds = await log.bounds(name);
        return bounds.reduce((sum, { partition, low, end }) => {
          const behind = Number(end - (reached.get(`${name}/${partition}`) ?? low));
          return sum + Math.max(0, behind);
        }, 0);
      }),
  );
  return [...outboxes, ...beyond].reduce((sum, count) => sum + count, 0);
}

/** Topics with a reader in this deployment: a release to an agency whose office runs elsewhere waits for that office. */
function isReadHere(topic: string, agencies: ReadonlySet<string>): boolean {
  const [, kind, agency] = /^told\.([a-z-]+)(?:\.(.+))?$/.exec(topic) ?? [];
  switch (kind) {
    case 'changes':
    case 'submissions':
    case 'outcomes':
      return true;
    case 'releases':
    case 'submission-results':
      return agencies.has(agency ?? '');
    default:
      return false;
  }
}
