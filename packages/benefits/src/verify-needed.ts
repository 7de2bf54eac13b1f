import { addMonths, type IsoDate } from './calendar.ts';
import type { Benefit } from './facts.ts';

export type EvidenceLevel = 'self-declared' | 'seen' | 'verified-at-source';

/** What an office weighs before it uses a fact that came over the bus. */
export type SuppliedFact = {
  /** Id of the scheme in which it would be used. */
  readonly scheme: string;
  readonly suppliedByDwp: boolean;
  /** The day on which the source used it to decide a benefit, and which; null when not told. */
  readonly usedOn: IsoDate | null;
  readonly usedFor: Benefit | null;
  readonly suppliedOn: IsoDate;
  /**
   * The day of the newest evidence of this office's own officers that contradicts the fact; null for
   * none. A fact that came over the bus is never local evidence.
   */
  readonly localEvidenceOn: IsoDate | null;
  readonly evidenceLevel: EvidenceLevel;
};

/** Reason codes of SI 2007/2911 reg 2, and ours for what it does not reach. */
export type VerifyReason =
  | 'SI2007/2911-r2(2)'
  | 'r2(3)(a)'
  | 'r2(3)(b)'
  | 'r2(3)(c)'
  | `evidence-${EvidenceLevel}`;

export type VerifyAnswer = {
  readonly answer: 'apply' | 'to-verify';
  readonly reason: VerifyReason;
  /** True when the answer rests on a parameter that no source has confirmed. */
  readonly unverified: boolean;
};

/** Longest time from use to supply. [SI 2007/2911 reg 2(3)(a)] */
const SUPPLY_MONTHS_MAX = 12;

/** Benefits whose decision counts as use: those that DWP awards. */
const DECIDED_BY_DWP: readonly Benefit[] = [
  'is',
  'jsa-ib',
  'jsa-c',
  'esa-ir',
  'esa-c',
  'pc-guarantee',
  'pc-savings',
];

/** Unverified parameter: what an office may use unverified where SI 2007/2911 does not reach. */
const BY_EVIDENCE: Readonly<Record<EvidenceLevel, VerifyAnswer['answer']>> = {
  'self-declared': 'to-verify',
  seen: 'apply',
  'verified-at-source': 'apply',
};

/** Schemes of housing benefit and council tax benefit, which alone the regulation reaches. */
function isCouncilBenefit(scheme: string): boolean {
  return /^(ctb|hb)(-|$)/.test(scheme);
}

/**
 * Must the office verify the fact before using it? [SI 2007/2911 reg 2] A council must use what DWP
 * supplied and used for a benefit without verifying, unless it was used on no known day (c),
 * supplied more than 12 months after use (a), or there are reasonable grounds to believe that it
 * changed between use and supply (b). Other sources and schemes go by the level of evidence.
 */
export function verifyNeeded(fact: SuppliedFact): VerifyAnswer {
  const { usedOn, usedFor, suppliedOn, localEvidenceOn } = fact;
  const isUsedByOther = usedOn !== null && (usedFor === null || !DECIDED_BY_DWP.includes(usedFor));
  if (!fact.suppliedByDwp || !isCouncilBenefit(fact.scheme) || isUsedByOther) {
    const answer = BY_EVIDENCE[fact.evidenceLevel];
    return { answer, reason: `evidence-${fact.evidenceLevel}`, unverified: true };
  }
  const verify = (reason: VerifyReason): VerifyAnswer => ({
    answer: 'to-verify',
    reason,
    unverified: false,
  });
  // A use after the supply is no use that this supply can rest on.
  if (usedOn === null || usedOn > suppliedOn) return verify('r2(3)(c)');
  if (suppliedOn > addMonths(usedOn, SUPPLY_MONTHS_MAX)) return verify('r2(3)(a)');
  const isDoubtful =
    localEvidenceOn !== null && localEvidenceOn > usedOn && localEvidenceOn <= suppliedOn;
  if (isDoubtful) return verify('r2(3)(b)');
  return { answer: 'apply', reason: 'SI2007/2911-r2(2)', unverified: false };
}
