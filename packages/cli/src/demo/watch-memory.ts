import type { Stack } from '@told/stack';

export interface MemorySample {
  /** Since watching began. */
  readonly atSeconds: number;
  readonly bytes: number;
}

/** Memory of all processes of the stack but brokers, over time. */
export interface MemoryWatch {
  /** Measures once more. */
  sample(): void;
  readonly samples: readonly MemorySample[];
  /** The most that was seen; undefined where it cannot be measured. */
  peakBytes(): number | undefined;
  stop(): void;
}

const SAMPLE_MS_MIN = 5_000;
/** Reading the maps of fifty processes takes a quarter of a second of a processor, which is the load's: one part in so many of the time. */
const COST_PARTS = 100;

export function watchMemory(
  { pssBytes }: Pick<Stack, 'pssBytes'>,
  nowMs: () => number = () => performance.now(),
): MemoryWatch {
  const startedMs = nowMs();
  const samples: MemorySample[] = [];
  const sample = (): void => {
    const bytes = pssBytes();
    if (bytes !== undefined) samples.push({ atSeconds: (nowMs() - startedMs) / 1000, bytes });
  };
  let timer: NodeJS.Timeout | undefined;
  const go = (): void => {
    const beganMs = nowMs();
    if (timer !== undefined) sample();
    timer = setTimeout(go, Math.max(SAMPLE_MS_MIN, COST_PARTS * (nowMs() - beganMs)));
  };
  go();
  return {
    sample,
    samples,
    peakBytes: () =>
      samples.length === 0 ? undefined : Math.max(...samples.map(({ bytes }) => bytes)),
    stop: () => clearTimeout(timer),
  };
}
