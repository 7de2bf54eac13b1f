import { type AgencyStanding, type AgreementSet, suspend } from '@told/agreements';
import type { Standings } from '../agencies/read-standings.ts';
import type { Suspensions } from '../suspensions/read-suspensions.ts';

/** What a batch is decided by: agreements and agencies, as of a version of the fence of suspensions. */
export interface Rules {
  readonly agreements: AgreementSet;
  readonly suspensionVersion: number;
  standingOfAgency(agency: string): AgencyStanding;
}

/**
 * The rules under these suspensions and the agencies' own files. The agreements are looked through once for each version of the fence, since
 * what is in force is remembered for each set.
 */
export function createRules(
  agreements: AgreementSet,
): (suspensions: Suspensions, standings: Standings) => Rules {
  let last: { readonly version: number; readonly set: AgreementSet } | undefined;
  return ({ version, ...suspended }, standings) => {
    if (last?.version !== version)
      last = { version, set: suspend(agreements, suspended.agreements) };
    return {
      agreements: last.set,
      suspensionVersion: version,
      standingOfAgency(agency) {
        const standing = standings(agency);
        // Of one that nobody knows it must not be said that it is suspended: there is no way to tell it anything.
        return standing !== 'unknown' && suspended.agencies.has(agency) ? 'suspended' : standing;
      },
    };
  };
}
