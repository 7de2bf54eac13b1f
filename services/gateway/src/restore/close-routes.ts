import { type Database, problem } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { isAwaiting } from './await-changes.ts';

/** Asked no oftener while requests are refused; a caller is told to wait as long. */
const ASK_EVERY_MS = 1_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Refuses requests with `dependency-unavailable` and Retry-After while a restore is under way: a back-fill would not find what has yet to come
 * again, and a consent given anew would hide that it had been withdrawn. What is public, such as health, is answered. Once a restore is over,
 * requests cost nothing: only a new start begins another.
 */
export function closeWhileRestoring(
  http: FastifyInstance,
  { db, nowMs = Date.now }: { readonly db: Pick<Database, 'query'>; readonly nowMs?: () => number },
): void {
  let isOpen = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<boolean> = Promise.resolve(true);
  const isRestoring = (): Promise<boolean> => {
    if (nowMs() - askedAtMs >= ASK_EVERY_MS) {
      askedAtMs = nowMs();
      asking = isAwaiting(db);
    }
    return asking;
  };
  http.addHook('onRequest', async (request) => {
    if (isOpen || request.routeOptions.config.public === true) return;
    if (await isRestoring()) {
      throw problem('dependency-unavailable', {
        detail: 'The database was restored, and what it lacks is being read again.',
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    isOpen = true;
  });
}
