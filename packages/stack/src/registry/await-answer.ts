import { setTimeout as sleep } from 'node:timers/promises';
import { askWhetherReady } from '../processes/ask-whether-ready.ts';

const POLL_MS = 50;
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * Resolves when the registry answers what its clients ask, which is later than when its process says that it is healthy. Rejects
 * with its last answer at the deadline, and as `signal` is aborted.
 */
export async function awaitAnswer(
  url: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await askWhetherReady(`${url}/subjects`, ANSWER_TIMEOUT_MS);
    if (answer === 'ready') return;
    if (Date.now() >= deadline) throw new Error(`it says: ${answer}`);
    await sleep(POLL_MS);
  }
}
