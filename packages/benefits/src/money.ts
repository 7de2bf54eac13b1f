import { Fraction } from 'fraction.js';
import { BenefitsError } from './errors.ts';

/** A whole number of pence: what nearly every amount of a rule is, and cheap to count with. */
type WholePence = number & { readonly unit: 'pence' };

/**
 * An exact amount of pence: a whole number, or a fraction where it is none. Only made here, from whole
 * numbers, so that no binary fraction ever enters.
 */
export type ExactPence = WholePence | Fraction;

/** Exact pence from integer pence. Throws BenefitsError `invalid-amount` for anything but a safe integer. */
export function exactPence(pence: number): ExactPence {
  if (!Number.isSafeInteger(pence)) {
    throw new BenefitsError('invalid-amount', 'money is a whole number of pence');
  }
  return pence as WholePence;
}

export const ZERO_PENCE: ExactPence = exactPence(0);

const isWhole = (amount: ExactPence): amount is WholePence => typeof amount === 'number';

/** The larger form, for what a number cannot hold. */
const widen = (amount: ExactPence): Fraction =>
  isWhole(amount) ? new Fraction(BigInt(amount)) : amount;

/** Each amount has one form, so that whole ones stay cheap: a fraction that is whole and safe is a number. */
function settle(fraction: Fraction): ExactPence {
  const numerator = fraction.d === 1n ? Number(fraction.s * fraction.n) : Number.NaN;
  return Number.isSafeInteger(numerator) ? exactPence(numerator) : fraction;
}

export function addPence(a: ExactPence, b: ExactPence): ExactPence {
  if (isWhole(a) && isWhole(b) && Number.isSafeInteger(a + b)) return exactPence(a + b);
  return settle(widen(a).add(widen(b)));
}

export function subtractPence(from: ExactPence, amount: ExactPence): ExactPence {
  if (amount === ZERO_PENCE) return from;
  if (isWhole(from) && isWhole(amount) && Number.isSafeInteger(from - amount)) {
    return exactPence(from - amount);
  }
  return settle(widen(from).sub(widen(amount)));
}

/** Less than, equal to or greater than 0 as `a` is less than, equal to or greater than `b`. */
export function comparePence(a: ExactPence, b: ExactPence): number {
  return isWhole(a) && isWhole(b) ? a - b : widen(a).compare(widen(b));
}

export function isPositive(amount: ExactPence): boolean {
  return isWhole(amount) ? amount > 0 : amount.s * amount.n > 0n;
}

/** `amount × numerator ÷ denominator`, exactly; all three are whole numbers or exact amounts. */
export function timesRatio(amount: ExactPence, numerator: number, denominator: number): ExactPence {
  if (numerator === denominator && denominator !== 0) return amount;
  return isWhole(amount)
    ? divide(amount, numerator, denominator)
    : settle(amount.mul(BigInt(numerator), BigInt(denominator)));
}

function divide(amount: WholePence, numerator: number, denominator: number): ExactPence {
  const product = amount * numerator;
  const isSafe = [product, numerator, denominator].every(Number.isSafeInteger);
  return isSafe && product % denominator === 0
    ? exactPence(product / denominator)
    : settle(new Fraction(BigInt(amount) * BigInt(numerator), BigInt(denominator)));
}

/** The smaller of amounts. */
export function leastOf(first: ExactPence, ...others: readonly ExactPence[]): ExactPence {
  return others.reduce((least, other) => (comparePence(other, least) < 0 ? other : least), first);
}

export function atLeastZero(amount: ExactPence): ExactPence {
  return isPositive(amount) ? amount : ZERO_PENCE;
}

/**
 * The one rounding of money that the public sees: half-up (towards the greater amount at exactly
 * half a penny), once, at the last step. Published council and Hansard tables fit this and rule
 * out half-even.
 */
export function roundHalfUp(amount: ExactPence): number {
  return isWhole(amount)
    ? amount
    : Number(floorDivide(2n * amount.s * amount.n + amount.d, 2n * amount.d));
}

/** The rounding of limits and thresholds: down to the penny. */
export function roundDown(amount: ExactPence): number {
  return isWhole(amount) ? amount : Number(floorDivide(amount.s * amount.n, amount.d));
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/** Text of an exact amount: `"1800"` or `"656999/365"`, pence; the form in which a range keeps it. */
export function writeExact(amount: ExactPence): string {
  return isWhole(amount) ? String(amount) : amount.toFraction();
}

/** The inverse of `writeExact`. Throws BenefitsError `invalid-amount` for other text. */
export function readExact(text: string): ExactPence {
  const parts = /^(-?\d+)(?:\/(\d*[1-9]\d*))?$/.exec(text);
  if (parts?.[1] === undefined) {
    throw new BenefitsError('invalid-amount', 'an exact amount is written n or n/d');
  }
  if (parts[2] === undefined) {
    // Adding zero makes of -0, which is written too, the one zero there is.
    const whole = Number(parts[1]) + 0;
    if (Number.isSafeInteger(whole)) return exactPence(whole);
  }
  return settle(new Fraction(BigInt(parts[1]), BigInt(parts[2] ?? '1')));
}

/** `£13.53`, and `-£0.05` for a negative amount. */
export function describePence(pence: number): string {
  const whole = Math.abs(pence);
  const rest = whole % 100;
  const amount = `£${(whole - rest) / 100}.${rest < 10 ? `0${rest}` : rest}`;
  return pence < 0 ? `-${amount}` : amount;
}
