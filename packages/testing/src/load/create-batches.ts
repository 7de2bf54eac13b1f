import type { LoadChange } from './load-change.ts';

/** Changes of one agency that may be told in one request. */
export interface LoadBatch {
  readonly agency: string;
  readonly changes: readonly LoadChange[];
}

export interface Batches {
  /** The next batch; waits while everything at hand is about households that are under way. Undefined at the end. */
  take(): Promise<LoadBatch | undefined>;
  /** Its changes are answered: those after them may be told. */
  finish(batch: LoadBatch): void;
}

/** How far ahead changes are read, in requests. */
const AHEAD = 8;

/** Puts changes together by agency, without overtaking within a household. Holds no more than a few requests' worth. */
export function createBatches(changes: Iterable<LoadChange>, lines: number): Batches {
  const source = changes[Symbol.iterator]();
  const underWay = new Set<number>();
  let waiting: LoadChange[] = [];
  let isEnded = false;
  let wake = Promise.withResolvers<void>();

  const fill = (): void => {
    while (!isEnded && waiting.length < AHEAD * lines) {
      const next = source.next();
      if (next.done === true) isEnded = true;
      else waiting.push(next.value);
    }
  };

  const choose = (): LoadBatch | undefined => {
    // What waits for a household's earlier change keeps all later ones of that household waiting.
    const closed = new Set(underWay);
    const chosen: LoadChange[] = [];
    const rest: LoadChange[] = [];
    for (const change of waiting) {
      const isOurs = chosen.length === 0 || change.agency === chosen[0]?.agency;
      if (isOurs && chosen.length < lines && !closed.has(change.household)) chosen.push(change);
      else {
        closed.add(change.household);
        rest.push(change);
      }
    }
    if (chosen[0] === undefined) return undefined;
    waiting = rest;
    for (const { household } of chosen) underWay.add(household);
    return { agency: chosen[0].agency, changes: chosen };
  };

  return {
    async take() {
      for (;;) {
        fill();
        const batch = choose();
        if (batch !== undefined || (isEnded && waiting.length === 0)) return batch;
        await wake.promise;
      }
    },
    finish({ changes: done }) {
      for (const { household } of done) underWay.delete(household);
      wake.resolve();
      wake = Promise.withResolvers();
    },
  };
}
