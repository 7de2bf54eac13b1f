import { createHistogram } from 'node:perf_hooks';
import { figuresOf, recordTime } from '../measure/time-at-rate.ts';

const US_PER_MS = 1_000;

/** From when each thing was accepted until it was last seen: in the last table that it came to. */
export function followTimes() {
  const acceptedMs = new Map<string, number>();
  const lastSeenMs = new Map<string, number>();
  let sightings = 0;
  return {
    accept: (id: string, atMs: number): void => void acceptedMs.set(id, atMs),
    see(ids: readonly string[], atMs: number): void {
      sightings += ids.length;
      for (const id of ids) lastSeenMs.set(id, Math.max(atMs, lastSeenMs.get(id) ?? 0));
    },
    accepted: (): readonly string[] => [...acceptedMs.keys()],
    /** How often anything was seen: once a table. */
    sightings: () => sightings,
    /** Of those accepted, the ones that came anywhere. */
    seen: (): number => [...acceptedMs.keys()].filter((id) => lastSeenMs.has(id)).length,
    figures() {
      const histogram = createHistogram();
      for (const [id, fromMs] of acceptedMs) {
        const seenMs = lastSeenMs.get(id);
        // The answer may be read after the row was seen.
        if (seenMs !== undefined) recordTime(histogram, Math.max(0, seenMs - fromMs) * US_PER_MS);
      }
      return figuresOf(histogram);
    },
  };
}
