import { isIsoDate } from '../calendar.ts';
import { BenefitsError } from '../errors.ts';

/** One figure of a rates file: pence, hours, days, weeks or another whole number, by its section. */
export type Figure = {
  readonly value: number;
  readonly source: string;
  readonly unverified?: boolean;
};
/** `amount × numerator ÷ denominator`. */
export type Ratio = {
  readonly numerator: number;
  readonly denominator: number;
  readonly source: string;
  readonly unverified?: boolean;
};
/** The head of every rates file. */
export type RatesHead = { readonly scheme: string; readonly title: string };

/**
 * Reads the rates of another year for the same rules: every figure that `shipped` has, with a source,
 * and no other. Throws BenefitsError `invalid-rates`, whose details name the first wrong field.
 */
export function readRates<Rates extends RatesHead>(shipped: Rates, given: unknown): Rates {
  const wrong = findWrongField(shipped, given, '');
  if (wrong !== null) {
    throw new BenefitsError('invalid-rates', wrong.rule, { field: wrong.field });
  }
  return given as Rates;
}

type WrongField = { readonly field: string; readonly rule: string };

function findWrongField(shipped: unknown, given: unknown, field: string): WrongField | null {
  const wrong = (rule: string): WrongField => ({ field: field === '' ? '/' : field, rule });
  if (typeof shipped === 'number') {
    return Number.isSafeInteger(given) && (given as number) >= 0
      ? null
      : wrong('a figure is a whole number, not below zero');
  }
  if (typeof shipped === 'string') {
    if (isIsoDate(shipped) && !(typeof given === 'string' && isIsoDate(given))) {
      return wrong('a date is a real calendar day written YYYY-MM-DD');
    }
    return typeof given === 'string' && given !== '' ? null : wrong('a text is not empty');
  }
  if (!isRecord(given)) return wrong('an object is expected');
  if (!isRecord(shipped)) return null;
  for (const name of Object.keys(given)) {
    if (name !== 'unverified' && !Object.hasOwn(shipped, name)) {
      return { field: `${field}/${name}`, rule: 'these rules know no such figure' };
    }
  }
  for (const [name, value] of Object.entries(shipped)) {
    if (name === 'unverified') continue;
    const inner = Object.hasOwn(given, name) ? given[name] : undefined;
    const found = findWrongField(value, inner, `${field}/${name}`);
    if (found !== null) return found;
  }
  return 'denominator' in given && given['denominator'] === 0
    ? { field: `${field}/denominator`, rule: 'a denominator is not zero' }
    : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
