import { BenefitsError } from '../errors.ts';
import ctb201011 from '../rates/ctb-2010-11.json' with { type: 'json' };
import jsaIb201011 from '../rates/jsa-ib-2010-11.json' with { type: 'json' };
import { createCtb } from './ctb/create-ctb.ts';
import { joinSchemes } from './join-schemes.ts';
import { createJsaIb } from './jsa-ib/create-jsa-ib.ts';
import type { Scheme } from './scheme.ts';

const ctbYears = [ctb201011].map(createCtb);
const jsaIbYears = [jsaIb201011].map(createJsaIb);

/** Every scheme, by its id: each year of each set of rules, and all years of one joined. */
export const SCHEMES: readonly Scheme[] = [
  ...ctbYears,
  ...jsaIbYears,
  joinSchemes('ctb', 'Council tax benefit, all years', ctbYears),
  joinSchemes('jsa-ib', "Income-based jobseeker's allowance, all years", jsaIbYears),
];

/** The scheme with this id. Throws BenefitsError `unknown-scheme`. */
export function findScheme(id: string): Scheme {
  const scheme = SCHEMES.find((candidate) => candidate.id === id);
  if (scheme === undefined) {
    throw new BenefitsError('unknown-scheme', 'a scheme is one of the list', {
      known: SCHEMES.map((known) => known.id).join(' '),
    });
  }
  return scheme;
}
