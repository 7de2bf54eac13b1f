import type { AgencyStanding } from '@told/agreements';
import type { Transaction } from '@told/service';
import { readStates } from './queries.ts';

export type Standings = (agency: string) => AgencyStanding;

/** Agencies' states in memory: a hint that is checked against the fence's version each time. */
export interface AgencyHint {
  /**
   * How each agency stands by its file. `fenceVersion` is what this transaction read of the fence when it locked it FOR SHARE: states
   * are read again only when it has moved.
   */
  read(tx: Transaction, fenceVersion: number): Promise<Standings>;
}

/**
 * `running` are the agencies whose topics and schemas this process has opened: whoever has joined since is unknown until it starts again,
 * since nothing could be written for it.
 */
export function createAgencyHint(running: ReadonlySet<string>): AgencyHint {
  let known: { readonly version: number; readonly standings: Standings } | undefined;
  return {
    async read(tx, version) {
      if (known?.version === version) return known.standings;
      const states = await readStates(tx);
      const standings: Standings = (agency) =>
        (running.has(agency) ? states.get(agency) : undefined) ?? 'unknown';
      // Two readers at once may end in any order; the newer one stays.
      if (known === undefined || known.version < version) known = { version, standings };
      return standings;
    },
  };
}
