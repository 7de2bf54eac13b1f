import { endBackends, killDatabase } from './break-database.ts';
import type { FaultTrial } from './fault-trial.ts';
import { fillDisk } from './fill-disk.ts';
import { cutBrokers, endBrokers, fillBroker, killBrokers } from './harm-brokers.ts';
import { killInstances } from './kill-instances.ts';
import { leaveBehind } from './leave-behind.ts';
import { restoreDatabases } from './restore-databases.ts';
import { stepClocks } from './step-clocks.ts';
import { stopInstances } from './stop-instances.ts';

/** In the order in which they are run. What a restored office answers again stays in its area's history: after that trial comes no other there. */
export const FAULT_TRIALS: readonly FaultTrial[] = [
  killInstances,
  killDatabase,
  endBackends,
  stopInstances,
  leaveBehind,
  stepClocks,
  restoreDatabases,
  fillDisk,
  killBrokers,
  endBrokers,
  cutBrokers,
  fillBroker,
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
