import { Fraction } from 'fraction.js';
import { BenefitsError } from './errors.ts';

/** An exact amount of pence. Only made here, from whole numbers, so that no binary fraction ever enters. */
export type ExactPence = Fraction;

export const ZERO_PENCE: ExactPence = new Fraction(0n);

/** Rates and limits come again in every award; more amounts than these are made each time. */
const KNOWN_AMOUNTS_MAX = 10_000;
const KNOWN_AMOUNTS = new Map<number, ExactPence>();

/** Exact pence from integer pence. Throws BenefitsError `invalid-amount` for anything but a safe integer. */
export function exactPence(pence: number): ExactPence {
  const known = KNOWN_AMOUNTS.get(pence);
  if (known !== undefined) return known;
  if (!Number.isSafeInteger(pence)) {
    throw new BenefitsError('invalid-amount', 'money is a whole number of pence');
  }
  const exact = new Fraction(BigInt(pence));
  if (KNOWN_AMOUNTS.size < KNOWN_AMOUNTS_MAX) KNOWN_AMOUNTS.set(pence, exact);
  return exact;
}

/** `amount × numerator ÷ denominator`, exactly; all three are whole numbers or exact amounts. */
export function timesRatio(amount: ExactPence, numerator: number, denominator: number): ExactPence {
  return numerator === denominator && denominator !== 0
    ? amount
    : amount.mul(BigInt(numerator), BigInt(denominator));
}

export function atLeastZero(amount: ExactPence): ExactPence {
  return amount.s < 0n ? ZERO_PENCE : amount;
}

/**
 * The one rounding of money that the public sees: half-up (towards the greater amount at exactly
 * half a penny), once, at the last step. Published council and Hansard tables fit this and rule
 * out half-even.
 */
export function roundHalfUp(amount: ExactPence): number {
  const numerator = amount.s * amount.n;
  return amount.d === 1n
    ? Number(numerator)
    : Number(floorDivide(2n * numerator + amount.d, 2n * amount.d));
}

/** The rounding of limits and thresholds: down to the penny. */
export function roundDown(amount: ExactPence): number {
  return Number(floorDivide(amount.s * amount.n, amount.d));
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/** Text of an exact amount: `"1800"` or `"656999/365"`, pence; the form in which a range keeps it. */
export function writeExact(amount: ExactPence): string {
  return amount.toFraction();
}

/** The inverse of `writeExact`. Throws BenefitsError `invalid-amount` for other text. */
export function readExact(text: string): ExactPence {
  const parts = /^(-?\d+)(?:\/(\d*[1-9]\d*))?$/.exec(text);
  if (parts?.[1] === undefined) {
    throw new BenefitsError('invalid-amount', 'an exact amount is written n or n/d');
  }
  return new Fraction(BigInt(parts[1]), BigInt(parts[2] ?? '1'));
}

/** `£13.53`, and `-£0.05` for a negative amount. */
export function describePence(pence: number): string {
  const whole = Math.abs(pence);
  const pounds = Math.trunc(whole / 100);
  return `${pence < 0 ? '-' : ''}£${pounds}.${String(whole % 100).padStart(2, '0')}`;
}
