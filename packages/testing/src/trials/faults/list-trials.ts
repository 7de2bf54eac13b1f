import { endBackends, killDatabase } from './break-database.ts';
import type { FaultTrial } from './fault-trial.ts';
import { killInstances } from './kill-instances.ts';
import { stopInstances } from './stop-instances.ts';

/** In the order in which they are run. */
export const FAULT_TRIALS: readonly FaultTrial[] = [
  killInstances,
  killDatabase,
  endBackends,
  stopInstances,
];

/** Throws TypeError for a name that no trial has. */
export function chooseTrials(names: readonly string[]): readonly FaultTrial[] {
  const known = FAULT_TRIALS.map(({ name }) => name);
  for (const name of names) {
    if (name !== 'all' && !known.includes(name)) {
      throw new TypeError(`there is no trial ${name}; there are ${known.join(', ')}`);
    }
  }
  return FAULT_TRIALS.filter(({ name }) => names.includes('all') || names.includes(name));
}
