import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceProcess, StackError } from '@told/stack';

/** What became of one service at one of its failpoints. */
export interface Death {
  readonly service: string;
  readonly failpoint: string;
  /** Its own last words name the failpoint. */
  readonly isHit: boolean;
  /** It ended, and not of itself. */
  readonly hasDied: boolean;
  /** Ready again afterwards. */
  hasReturned: boolean;
  /** From its death until it was ready again. */
  returnedAfterMs: number | undefined;
}

export interface DieOptions {
  readonly service: ServiceProcess;
  readonly failpoints: readonly string[];
  /** True when no more is coming that could make it die. */
  readonly isOver: () => boolean;
  /** Told when it runs with the first of them set, or has died of it already. */
  readonly onArmed?: () => void;
  readonly onDeath: (death: Death) => void;
}

const POLL_MS = 50;

/**
 * Lets a service die at each of these places, one after the other: it comes back with the next one set, and in the end with none. A place
 * that is not met before all is over is told of as not hit.
 */
export async function dieAtEach(options: DieOptions): Promise<void> {
  const { service, failpoints, isOver, onDeath } = options;
  const away: { death: Death; sinceMs: number }[] = [];
  const comeBack = async (failpoint: string): Promise<void> => {
    try {
      await service.restart({ TOLD_FAILPOINT: failpoint });
    } catch (error) {
      // It may die before it is ready.
      if (error instanceof StackError && error.code === 'service-ended') return;
      throw error;
    }
    for (const { death, sinceMs } of away.splice(0)) {
      death.hasReturned = true;
      death.returnedAfterMs = Math.round(performance.now() - sinceMs);
    }
  };
  for (const failpoint of failpoints) {
    const said = sizeOf(service.log);
    await comeBack(failpoint);
    options.onArmed?.();
    while (service.pid() !== undefined && !isOver()) await sleep(POLL_MS);
    const hasDied = service.pid() === undefined;
    const death: Death = {
      service: service.name,
      failpoint,
      isHit: readFrom(service.log, said).includes(`"failpoint":"${failpoint}"`),
      hasDied,
      hasReturned: false,
      returnedAfterMs: undefined,
    };
    if (hasDied) away.push({ death, sinceMs: performance.now() });
    onDeath(death);
  }
  await comeBack('');
}

const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function readFrom(file: string, start: number): string {
  return fs.readFileSync(file).subarray(start).toString();
}
