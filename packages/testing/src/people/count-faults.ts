import { FAULT_NAMES, type FaultName } from './fault-rates.ts';

/** Something generated, and the dice that were thrown for it. */
export interface Thrown {
  /** Faults it could have had. */
  readonly drawn: readonly FaultName[];
  /** Those of them that it has. */
  readonly faults: readonly FaultName[];
}

/** How often a die was thrown, and how often it hit. */
export interface FaultCount {
  readonly drawn: number;
  readonly hit: number;
}

export interface FaultTally {
  add(one: Thrown): void;
  counts(): Readonly<Record<FaultName, FaultCount>>;
}

/** Counts as things are generated, in memory that does not grow with them. */
export function createFaultTally(): FaultTally {
  const drawn = new Map<FaultName, number>();
  const hit = new Map<FaultName, number>();
  const count = (into: Map<FaultName, number>, names: readonly FaultName[]): void => {
    for (const name of names) into.set(name, (into.get(name) ?? 0) + 1);
  };
  return {
    add(one) {
      count(drawn, one.drawn);
      count(hit, one.faults);
    },
    counts: () =>
      Object.fromEntries(
        FAULT_NAMES.map((name) => [name, { drawn: drawn.get(name) ?? 0, hit: hit.get(name) ?? 0 }]),
      ) as Record<FaultName, FaultCount>,
  };
}
