import type { FaultCounts, FaultKind } from './fault.ts';

type End = 'connections' | 'refused' | 'unreadable';

/** Counts what a proxy does. */
export interface FaultCounter {
  onEnd(end: End): void;
  onFault(kind: FaultKind): void;
  /** How many requests with this API key there have been, this one included. */
  onRequest(apiKey: number): number;
  read(): FaultCounts;
}

export function createFaultCounter(): FaultCounter {
  const requests = new Map<number, number>();
  const ends: Record<End, number> = { connections: 0, refused: 0, unreadable: 0 };
  const faults: Record<FaultKind, number> = {
    'cut-before': 0,
    'cut-after': 0,
    'drop-request': 0,
    'swallow-answer': 0,
    'delay-request': 0,
    'delay-answer': 0,
    'tear-request': 0,
    'tear-answer': 0,
  };
  return {
    onEnd(end) {
      ends[end] += 1;
    },
    onFault(kind) {
      faults[kind] += 1;
    },
    onRequest(apiKey) {
      const nth = (requests.get(apiKey) ?? 0) + 1;
      requests.set(apiKey, nth);
      return nth;
    },
    read: () => ({ ...ends, requests: new Map(requests), faults: { ...faults } }),
  };
}
