import { COUNCIL_TAX } from '../council-tax/council-tax-scheme.ts';
import { BenefitsError } from '../errors.ts';
import ctb201011 from '../rates/ctb-2010-11.json' with { type: 'json' };
import ctb201112 from '../rates/ctb-2011-12.json' with { type: 'json' };
import ctrCentralBedfordshire from '../rates/ctr-central-bedfordshire.json' with { type: 'json' };
import ctrLuton from '../rates/ctr-luton.json' with { type: 'json' };
import jsaIb201011 from '../rates/jsa-ib-2010-11.json' with { type: 'json' };
import jsaIb201112 from '../rates/jsa-ib-2011-12.json' with { type: 'json' };
import { createCtb } from './ctb/create-ctb.ts';
import { createCtrCentralBedfordshire } from './ctr/create-ctr-central-bedfordshire.ts';
import { createCtrLuton } from './ctr/create-ctr-luton.ts';
import { ESA } from './dates/esa.ts';
import { HB_2010_11 } from './dates/hb.ts';
import { CTB_PENSION_AGE, HB_PENSION_AGE } from './dates/pension-age.ts';
import { UC } from './dates/uc.ts';
import { joinSchemes } from './join-schemes.ts';
import { createJsaIb } from './jsa-ib/create-jsa-ib.ts';
import { type RatedRules, rateYears } from './rated-rules.ts';
import type { Scheme } from './scheme.ts';

/** Each set of rules that has rates, by the id of its series. */
const RATED: Readonly<Record<string, RatedRules>> = {
  ctb: rateYears(createCtb, [ctb201011, ctb201112]),
  'jsa-ib': rateYears(createJsaIb, [jsaIb201011, jsaIb201112]),
  'ctr-central-bedfordshire': rateYears(createCtrCentralBedfordshire, [ctrCentralBedfordshire]),
  'ctr-luton': rateYears(createCtrLuton, [ctrLuton]),
};

/** Rules whose years are also one scheme together. */
const SERIES: readonly (readonly [id: string, title: string])[] = [
  ['ctb', 'Council tax benefit, all years'],
  ['jsa-ib', "Income-based jobseeker's allowance, all years"],
];

/** Schemes of which only the dates are modelled. */
const DATES_ONLY: readonly Scheme[] = [UC, ESA, HB_2010_11, HB_PENSION_AGE, CTB_PENSION_AGE];

/** Every scheme, by its id: each year of each set of rules, and all years of one joined. */
export const SCHEMES: readonly Scheme[] = [
  ...Object.values(RATED).flatMap(({ years }) => years),
  ...SERIES.map(([id, title]) => joinSchemes(id, title, RATED[id]?.years ?? [])),
  COUNCIL_TAX,
  ...DATES_ONLY,
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

/**
 * The rules of the scheme with this id by other rates than those shipped: `given` is a rates file as
 * JSON. For a series (`ctb`) they are the rates of the only year. Throws BenefitsError
 * `unknown-scheme`, or `invalid-rates` with the first wrong field.
 */
export function createSchemeWithRates(id: string, given: unknown): Scheme {
  const { id: known } = findScheme(id);
  const [, rules] =
    Object.entries(RATED).find(
      ([series, { years }]) => series === known || years.some((year) => year.id === known),
    ) ?? [];
  if (rules === undefined) {
    throw new BenefitsError('invalid-rates', 'this scheme has no rates to replace', { field: '/' });
  }
  return rules.createWith(known, given);
}
