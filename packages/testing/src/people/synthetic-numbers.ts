import type { Council } from './household.ts';

/** Households of one set at most: so many numbers begin with one pair of letters. */
export const HOUSEHOLDS_MAX = 1_000_000;
/** Spreads the last two digits, which set the day the benefit week ends; shares no factor with a million. */
const NINO_STEP = 7_919;
const UPRN_FIRST = 999_900_000_000;
const UPRNS_A_HOUSEHOLD = 4;

/** GSS codes of the authorities. */
export const GSS_CODES: Readonly<Record<Council, string>> = {
  'central-bedfordshire': 'E06000056',
  luton: 'E06000032',
};

const CASE_PREFIXES: Readonly<Record<Council | 'jobcentre', string>> = {
  'central-bedfordshire': 'CTB',
  luton: 'LTB',
  jobcentre: 'JSA',
};

/** The household's own number: no two indexes share one, and none is in the range QQ, which stories and examples use. `new`: the one that replaces it. */
export function makeNino(index: number, which: 'first' | 'new' = 'first'): string {
  const digits = String((index * NINO_STEP) % HOUSEHOLDS_MAX).padStart(6, '0');
  return `${which === 'first' ? 'QA' : 'QB'}${digits}${'ABCD'[index % 4]}`;
}

/** A property reference that no other household's index gives; all begin with 9999. */
export function makeUprn(index: number, place: 'home' | 'spare' | 'beyond'): string {
  const offset = { home: 0, spare: 1, beyond: 2 }[place];
  return String(UPRN_FIRST + index * UPRNS_A_HOUSEHOLD + offset);
}

/** An office's reference for this household. */
export const makeCaseReference = (office: Council | 'jobcentre', index: number): string =>
  `${CASE_PREFIXES[office]}-${String(index + 1).padStart(6, '0')}`;
