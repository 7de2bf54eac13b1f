import type { LogClock } from '../clock.ts';
import { LogError } from '../errors.ts';
import type { StoredRecord, SubscribeOptions } from '../port.ts';

/** Without a reason of its own an abort makes an error, with a stack trace. */
const SETTLED = 'settled';

/**
 * Runs the subscriber's handler within a bound: after `handlerMs`, or when the partition is lost, its signal aborts and its
 * batch counts as rejected. A handler that goes on regardless changes nothing: the subscriber's watermark refuses it.
 */
export async function runHandler(
  handle: SubscribeOptions['handle'],
  batch: readonly StoredRecord[],
  { clock, handlerMs, lost }: { clock: LogClock; handlerMs: number; lost: AbortSignal },
): Promise<void> {
  const settled = new AbortController();
  const ended = AbortSignal.any([settled.signal, lost]);
  const aborting = new AbortController();
  const givenUp = clock.sleep(handlerMs, ended).then(() => {
    if (settled.signal.aborted) return;
    const { topic, partition } = batch[0] as StoredRecord;
    const error = lost.aborted
      ? new LogError('stale-member', { topic, partition })
      : new LogError('retriable', { topic, partition, handlerMs });
    aborting.abort(error);
    throw error;
  });
  try {
    await Promise.race([handle(batch, aborting.signal), givenUp]);
  } finally {
    settled.abort(SETTLED);
  }
}
