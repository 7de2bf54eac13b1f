import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../database/back-off.ts';
import { codeOf, isRetryable } from '../database/errors.ts';
import type { ServiceContext } from '../run/run-service.ts';

const RETRY = { baseMs: 100, maxMs: 5_000 };

/** Tries until it succeeds, with growing pauses; passes on what is not retryable, and the abort of a service that stops meanwhile. */
export async function waitUntilAvailable<T>(
  part: string,
  { logger, signal }: Pick<ServiceContext, 'logger' | 'signal'>,
  open: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      logger.warn(
        { part, attempt, code: codeOf(error), err: error },
        'a part is away at the start; waiting for it',
      );
      await sleep(backOffMs(attempt, RETRY, Math.random), undefined, { signal });
    }
  }
}
