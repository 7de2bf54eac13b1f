import { problem } from '../http/problems.ts';
import type { Database, Statement } from './ports.ts';

/** A cached answer is this old at most; at 10,000 changes a second the bound is overrun by a thousand rows, which is room enough. */
const DEPTH_CACHE_MS = 100;
const RETRY_AFTER_SECONDS = 2;

const COUNT: Statement = {
  name: 'outbox_count',
  text: 'SELECT count(*) AS depth FROM (SELECT FROM outbox LIMIT $1) AS counted',
};

type Cached = {
  readonly limit: number;
  readonly readAtMs: number;
  readonly depth: Promise<number>;
};
const cache = new WeakMap<Database, Cached>();

/** How many records wait for the log, counted up to `limit`; asked of the database ten times a second at most. */
export function outboxDepth(
  db: Database,
  limit: number,
  nowMs: () => number = Date.now,
): Promise<number> {
  const cached = cache.get(db);
  const ageMs = cached === undefined ? DEPTH_CACHE_MS : nowMs() - cached.readAtMs;
  if (cached?.limit === limit && ageMs >= 0 && ageMs < DEPTH_CACHE_MS) return cached.depth;
  const depth = db.query<{ depth: number }>(COUNT, [limit]).then(({ rows }) => rows[0]?.depth ?? 0);
  cache.set(db, { limit, readAtMs: nowMs(), depth });
  return depth;
}

/** Throws the problem `outbox-full` (503, Retry-After) while the log has not taken what was accepted earlier. */
export async function assertOutboxRoom(
  db: Database,
  limit: number,
  nowMs?: () => number,
): Promise<void> {
  if ((await outboxDepth(db, limit, nowMs)) >= limit) {
    throw problem('outbox-full', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}
