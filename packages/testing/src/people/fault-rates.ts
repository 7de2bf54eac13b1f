import { drawAt, hashName } from '../seeded-random.ts';

/** What a rate is a share of: households, neighbours two by two, or the lines of changes in which the fault could be. */
type FaultBase = 'households' | 'pairs' | 'lines';

export interface Fault {
  readonly rate: number;
  readonly of: FaultBase;
  readonly says: string;
}

/**
 * Everything that offices and people get wrong here, with how often. The rates are assumptions: high enough that a set of some hundred households
 * has each of them, low enough that most of it is ordinary.
 */
export const FAULTS = {
  ninoSuffixMissing: {
    ...{ rate: 0.03, of: 'households' },
    says: 'an office has the number without its last letter',
  },
  birthDaySwapped: {
    ...{ rate: 0.01, of: 'households' },
    says: 'an office has day and month of the birth date in each other’s place',
  },
  maidenName: {
    ...{ rate: 0.015, of: 'households' },
    says: 'an office has a surname from before a marriage',
  },
  hyphenApostrophe: {
    ...{ rate: 0.03, of: 'households' },
    says: 'an office writes a surname with hyphen or apostrophe in another way',
  },
  nickname: { ...{ rate: 0.02, of: 'households' }, says: 'an office has Bill for William' },
  oldAddress: { ...{ rate: 0.04, of: 'households' }, says: 'an office has a postcode of before' },
  duplicateClaim: {
    ...{ rate: 0.01, of: 'households' },
    says: 'the council holds two cases on one person',
  },
  sharedUprn: {
    ...{ rate: 0.02, of: 'pairs' },
    says: 'two claimants live at one property reference',
  },
  twins: {
    ...{ rate: 0.01, of: 'pairs' },
    says: 'two claimants have one surname, birth date and postcode',
  },
  twinChildren: {
    ...{ rate: 0.01, of: 'households' },
    says: 'two children of a household are born on one day',
  },
  ninoChanged: {
    ...{ rate: 0.01, of: 'households' },
    says: 'the claimant gets a new number, used by some before it is told',
  },
  protectedAddress: {
    ...{ rate: 0.01, of: 'households' },
    says: 'where the claimant moves to must not be given away',
  },
  crossBoundary: {
    ...{ rate: 0.02, of: 'households' },
    says: 'the claimant moves to the other council’s area',
  },
  repeatedNotice: {
    ...{ rate: 0.05, of: 'lines' },
    says: 'a notice is told again word for word, under the same key',
  },
  reencodedNotice: {
    ...{ rate: 0.02, of: 'lines' },
    says: 'a notice is told again under the same key, the same content as other JSON',
  },
  outOfOrder: {
    ...{ rate: 0.05, of: 'lines' },
    says: 'a notice comes after that of something which happened later',
  },
  lateNotice: {
    ...{ rate: 0.04, of: 'lines' },
    says: 'a notice comes more than a calendar month after the change',
  },
  corrected: { ...{ rate: 0.04, of: 'lines' }, says: 'a notice is corrected by the next' },
  annulledCorrection: {
    ...{ rate: 0.25, of: 'lines' },
    says: 'a correction is annulled: what it corrected was right',
  },
  malformedLine: {
    ...{ rate: 0.002, of: 'lines' },
    says: 'a line is cut or wrong, is refused, and comes again mended',
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
export type FaultRates = Readonly<Record<FaultName, number>>;
/** `stated`: as in the table; `none`: no fault at all; else the table with these rates instead. */
export type FaultChoice = 'stated' | 'none' | Partial<FaultRates>;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];
const fill = (rateOf: (name: FaultName) => number): FaultRates =>
  Object.fromEntries(FAULT_NAMES.map((name) => [name, rateOf(name)])) as FaultRates;
const STATED = fill((name) => FAULTS[name].rate);
const NONE = fill(() => 0);

/** The rate of each fault. Throws RangeError for a rate that is no share. */
export function chooseRates(choice: FaultChoice = 'stated'): FaultRates {
  if (choice === 'stated') return STATED;
  if (choice === 'none') return NONE;
  const rates = { ...STATED, ...choice };
  for (const name of FAULT_NAMES) {
    if (!(rates[name] >= 0 && rates[name] <= 1)) {
      throw new RangeError(`a rate is a share from 0 to 1; ${name} is ${rates[name]}`);
    }
  }
  return rates;
}

const SALTS = new Map(FAULT_NAMES.map((name) => [name, hashName(name)]));

/** Throws the die of one fault at one place. Each fault has its own: another rate of one moves none of the others. */
export const isHit = (
  rates: FaultRates,
  name: FaultName,
  seed: number,
  ...places: readonly number[]
): boolean => drawAt(seed, SALTS.get(name) ?? 0, ...places) < rates[name];
