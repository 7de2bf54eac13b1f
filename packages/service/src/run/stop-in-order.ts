import type { Logger } from '../log/create-logger.ts';

export type StopStep = readonly [part: string, stop: () => Promise<unknown>];

/** Stops part after part. A part that fails to stop is logged, and the next ones are stopped all the same; then the first failure is thrown. */
export async function stopInOrder(
  stop: readonly StopStep[] | (() => Promise<void>),
  logger: Pick<Logger, 'error' | 'debug'>,
): Promise<void> {
  const steps: readonly StopStep[] = typeof stop === 'function' ? [['service', stop]] : stop;
  const failures: unknown[] = [];
  for (const [part, stopPart] of steps) {
    try {
      await stopPart();
      logger.debug({ part }, 'part stopped');
    } catch (error) {
      failures.push(error);
      logger.error({ part, err: error }, 'part did not stop');
    }
  }
  if (failures.length > 0) throw failures[0];
}
