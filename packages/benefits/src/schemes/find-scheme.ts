import { BenefitsError } from '../errors.ts';
import { ctb201011 } from './ctb-2010-11.ts';
import { jsaIb201011 } from './jsa-ib-2010-11.ts';
import type { Scheme } from './scheme.ts';

/** Every scheme, by its id. */
export const SCHEMES: readonly Scheme[] = [ctb201011, jsaIb201011];

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
