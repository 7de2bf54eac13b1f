import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from './service-process.ts';

export interface KeepRunningOptions {
  /** Told when a service has ended unasked, or could not be started again: how, and in how many milliseconds it is tried (again). */
  onEnded(service: Pick<ServiceProcess, 'name' | 'log'>, how: string, againInMs: number): void;
  /** Told when it is ready again. */
  onBack(service: Pick<ServiceProcess, 'name'>): void;
  /** Before the first attempt; doubled with each that fails. */
  readonly pauseMs?: number;
}

export interface KeepRunning {
  /** From now on whoever ends stays ended; resolves when nothing is being started any more. */
  stop(): Promise<void>;
}

const PAUSE = { firstMs: 500, maxMs: 30_000 };

/**
 * Starts services again that end by themselves, as whatever runs them elsewhere does: nothing is lost by it, and who is waited for by the
 * others comes back. Stop it before they are stopped.
 */
export function keepRunning(
  services: readonly ServiceProcess[],
  { onEnded, onBack, pauseMs = PAUSE.firstMs }: KeepRunningOptions,
): KeepRunning {
  const over = new AbortController();
  const { signal } = over;
  const reviving = new Set<Promise<void>>();

  const watch = async (service: ServiceProcess): Promise<void> => {
    const how = await service.ended();
    if (signal.aborted) return;
    const revived = revive(service, how);
    reviving.add(revived);
    await revived;
    reviving.delete(revived);
    if (!signal.aborted) await watch(service);
  };

  const revive = async (service: ServiceProcess, ended: string): Promise<void> => {
    let how = ended;
    for (let nextMs = pauseMs; !signal.aborted; nextMs = Math.min(PAUSE.maxMs, nextMs * 2)) {
      onEnded(service, how, nextMs);
      try {
        await sleep(nextMs, undefined, { signal });
        await service.restart({}, signal);
        onBack(service);
        return;
      } catch (error) {
        how = (error as Error).message; // the end of what was asked, too: the loop ends then
      }
    }
  };

  for (const service of services) void watch(service);
  return {
    async stop() {
      over.abort();
      await Promise.all(reviving);
    },
  };
}
