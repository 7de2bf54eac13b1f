import { assessCase } from './assess-case.ts';
import { type Assessment, type OpenQuestion, type Question, questionOn, rangeOn } from './award.ts';
import type { BenefitCase } from './benefit-case.ts';
import { type IsoDate, laterOf } from './calendar.ts';
import { findFirstDifference } from './compare-awards.ts';
import type { Fact } from './facts.ts';
import type { Scheme } from './schemes/scheme.ts';

/** Why a fact changed no award. */
export type NoChangeReason =
  | 'duplicate'
  | 'passported'
  /** Income moved within a band of a council's own scheme. */
  | 'same-band'
  | 'claim-ended'
  | 'same-award';

/** What one more fact does to a case: the answer that an office gives to the bus. */
export type FactOutcome =
  | {
      readonly kind: 'applied';
      /** First day whose award differs. */
      readonly effectiveOn: IsoDate;
      readonly before: Assessment;
      readonly after: Assessment;
    }
  | {
      readonly kind: 'no-change';
      readonly reason: NoChangeReason;
      readonly before: Assessment;
      readonly after: Assessment;
    }
  | {
      readonly kind: 'to-verify';
      /** `reason` and `detail` of the first question, joined by a colon: `not-modelled:extended-payment`. */
      readonly reason: string;
      readonly question: Question;
      readonly before: Assessment;
      readonly after: Assessment;
    };

/**
 * Computes a case with and without one more fact. Give `before` when it is at hand (the assessment
 * of the same case and `factsBefore`): it is then not computed again.
 */
export function effectOf(
  scheme: Scheme,
  benefitCase: BenefitCase,
  factsBefore: readonly Fact[],
  newFact: Fact,
  before: Assessment = assessCase(scheme, benefitCase, factsBefore),
): FactOutcome {
  if (factsBefore.some(({ factId }) => factId === newFact.factId)) {
    return { kind: 'no-change', reason: 'duplicate', before, after: before };
  }
  const after = assessCase(scheme, benefitCase, [...factsBefore, newFact]);
  const effectDays = findEffectDays(newFact, before, after, benefitCase);
  const question = findQuestion(before, after, effectDays);
  if (question !== null) {
    const reason = `${question.reason}:${question.detail}`;
    return { kind: 'to-verify', reason, question, before, after };
  }
  const firstDifferenceOn = findFirstDifference(before, after);
  if (firstDifferenceOn !== null) {
    return { kind: 'applied', effectiveOn: firstDifferenceOn, before, after };
  }
  return { kind: 'no-change', reason: findReason(newFact, after, effectDays), before, after };
}

/**
 * The days on which the fact itself counts, or on which what it corrects or annuls counted. What happened
 * before the claim counts on no day of the award: the question about it stands on its own day.
 */
function findEffectDays(
  newFact: Fact,
  before: Assessment,
  after: Assessment,
  { claimStartOn }: BenefitCase,
): readonly IsoDate[] {
  const own = after.effects.filter(({ factId }) => factId === newFact.factId);
  const previous = before.effects.filter(({ factId }) => factId === newFact.previousFactId);
  return [...own, ...previous].map(({ changedOn, effectiveOn }) =>
    changedOn < claimStartOn ? changedOn : effectiveOn,
  );
}

/** A question that the fact raises, or that already stands on a day on which it counts. */
function findQuestion(
  before: Assessment,
  after: Assessment,
  effectDays: readonly IsoDate[],
): OpenQuestion | null {
  const raised = after.toVerify.find(
    (question) => !before.toVerify.some((known) => isWithin(question, known)),
  );
  if (raised !== undefined) return raised;
  for (const day of effectDays) {
    const standing = questionOn(after, day);
    if (standing !== null) return standing;
  }
  return null;
}

/** The same question, about no day that was not in question before. */
function isWithin(question: OpenQuestion, known: OpenQuestion): boolean {
  return (
    known.reason === question.reason &&
    known.detail === question.detail &&
    known.from <= question.from &&
    (known.to === null || (question.to !== null && question.to <= known.to))
  );
}

/** Facts that a passport makes irrelevant. [CTB Regs 2006 reg 74] */
const PASSPORTED_FACTS: readonly string[] = ['income', 'capital'];
/** Facts that tell an amount which a band may hold. */
const BANDED_FACTS: readonly string[] = ['income', 'capital', 'benefitAward'];

function findReason(
  newFact: Fact,
  after: Assessment,
  effectDays: readonly IsoDate[],
): NoChangeReason {
  const rules = effectDays.map(
    (day) => rangeOn(after, laterOf(day, after.from))?.lines.map(({ rule }) => rule) ?? [],
  );
  if (rules.length > 0 && rules.every((found) => found.includes('claim-ended')))
    return 'claim-ended';
  const isPassported = rules.some((found) => found.includes('passported'));
  if (isPassported && PASSPORTED_FACTS.includes(newFact.fact)) return 'passported';
  const isBanded = rules.some((found) => found.includes('band'));
  return isBanded && BANDED_FACTS.includes(newFact.fact) ? 'same-band' : 'same-award';
}
