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
/**
 * A look takes time, and what moves meanwhile may be seen nowhere: not yet in an outbox, no longer beyond a watermark. Whatever moves
 * changes an end or a position, so looks that find nothing waiting count only while they find the same.
 */
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
    let before: Look | undefined;
    for (let quiet = 0; quiet < QUIET_LOOKS; ) {
      const look = await lookAround(log, databases, isRead);
      const { waiting } = look;
      if (waiting > 0) quiet = 0;
      else quiet = look.places === before?.places ? quiet + 1 : 1;
      before = look;
      options.onWaiting?.(waiting);
      if (performance.now() > deadline) throw new Error(`${waiting} records still wait`);
      if (quiet < QUIET_LOOKS) await sleep(POLL_MS);
    }
  } finally {
    await Promise.all([log.close(), ...databases.map((db) => db.close())]);
  }
}

interface Look {
  readonly waiting: number;
  /** Every end and every position, to be compared. */
  readonly places: string;
}

/** Outboxes, and what lies beyond each watermark; a partition without one has not been read at all. */
async function lookAround(
  log: EventLog,
  databases: readonly Database[],
  isRead: (topic: string) => boolean,
): Promise<Look> {
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
  const topics = (await log.topics()).filter(({ name }) => isRead(name));
  const places = await Promise.all(
    topics.map(async ({ name }) =>
      (await log.bounds(name)).map(({ partition, low, end }) => {
        const at = `${name}/${partition}`;
        return { at, end, next: reached.get(at) ?? low };
      }),
    ),
  );
  const behind = places.flat().map(({ end, next }) => Math.max(0, Number(end - next)));
  return {
    waiting: [...outboxes, ...behind].reduce((sum, count) => sum + count, 0),
    places: places
      .flat()
      .map(({ at, end, next }) => `${at} ${next} ${end}`)
      .join('\n'),
  };
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
