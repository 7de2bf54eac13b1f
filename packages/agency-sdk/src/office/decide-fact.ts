import {
  type Assessment,
  type AwardComparison,
  compareAwards,
  describeDate,
  effectOf,
  questionOn,
} from '@told/benefits';
import type { Moment } from '../received-releases.ts';
import { applied, noChange, type Result, rejected, toVerify } from '../results.ts';
import { assessFile, countedFacts, toRuledFact } from './assess-file.ts';
import type { Addition, CaseFact, CaseFile, CaseRules, Step } from './case-file.ts';
import type { FactDecision } from './decision.ts';
import { findDoubt } from './find-doubt.ts';
import { settleFollowers } from './settle-followers.ts';
import { cutReason } from './take-fact.ts';

export interface DecidedFact {
  /** What the bus is told: the second answer to the release that brought the fact. */
  readonly result: Result;
  readonly step: Step;
  /** The facts that differ from what they were. */
  readonly changed: readonly CaseFact[];
}

/** What an officer's decision does to a case. Pure, like `takeFact`. `addition` is what the office's own tables now add to the fact. */
export function decideFact(
  rules: CaseRules,
  file: CaseFile,
  decided: {
    readonly changeId: string;
    readonly decision: FactDecision;
    readonly addition: Addition | null;
  },
  moment: Moment,
): DecidedFact {
  const { decision } = decided;
  const revision = file.claim.revision + 1;
  const before = assessFile(rules, file);
  const marked = file.facts.map((fact) =>
    fact.changeId === decided.changeId ? markFact(fact, decision, decided.addition) : fact,
  );
  const facts = settleFollowers(marked, (fact) => findDoubt(rules, file, fact, moment));
  const claim = { ...file.claim, revision };
  const after = assessFile(rules, { claim, facts, assessment: null });
  const comparison = compare(before, after, moment);
  const fact = facts.find(({ changeId }) => changeId === decided.changeId) as CaseFact;
  const step = { file: { claim, facts, assessment: after }, fact, before, after, comparison };
  const changed = facts.filter((one) => !file.facts.includes(one));
  const result =
    decision === 'do-not-use'
      ? rejected(codeOf(decision))
      : answerDecision(rules, step, decision, comparison.firstDifferenceOn);
  return { result, step, changed };
}

/** What the decision does to the award; one that only makes days known which had no number says so. */
function compare(before: Assessment, after: Assessment, { businessDate }: Moment): AwardComparison {
  const comparison = compareAwards(before, after, { until: businessDate });
  if (comparison.changed || !isExtended({ before, after })) return comparison;
  const sentence = `The award is known to ${describeDate(after.coversTo)}.`;
  return { ...comparison, changed: true, sentence };
}

const isExtended = ({ before, after }: Pick<Step, 'before' | 'after'>): boolean =>
  after.coversTo > before.coversTo;

/** The reason code of an officer's decision, as the bus reads it. */
export const codeOf = (decision: string): string => `officer-decided:${decision}`;

function markFact(fact: CaseFact, decision: FactDecision, addition: Addition | null): CaseFact {
  switch (decision) {
    case 'use':
      return { ...fact, state: 'counted', reason: null, addition };
    case 'do-not-use':
      return { ...fact, state: 'set-aside', reason: codeOf(decision) };
    default:
      return { ...fact, noticeExtended: true };
  }
}

/** The answer of the rules once the decision stands: a question that they still ask goes before everything else. */
function answerDecision(
  rules: CaseRules,
  step: Step,
  decision: FactDecision,
  firstDifferenceOn: string | null,
): Result {
  const { file, fact, after } = step;
  const question = standingQuestion(fact, after);
  if (question !== null) return toVerify(cutReason(question));
  const reason = codeOf(decision);
  if (firstDifferenceOn !== null) return applied({ effectiveOn: firstDifferenceOn, reason });
  const others = countedFacts(rules, file.facts).filter(({ factId }) => factId !== fact.changeId);
  const effect = effectOf(
    rules.schemeOf(file.claim),
    rules.toBenefitCase(file.claim, file.facts),
    others,
    toRuledFact(rules, fact, file.facts),
  );
  // Days that had no number before can differ from nothing: what the fact moves among them is its effect.
  if (effect.kind === 'applied' && isExtended(step)) {
    return applied({ effectiveOn: effect.effectiveOn, reason });
  }
  const why = effect.kind === 'no-change' ? effect.reason : 'same-award';
  return noChange(cutReason(`${reason}:${why}`));
}

function standingQuestion(fact: CaseFact, after: Assessment): string | null {
  for (const { factId, effectiveOn } of after.effects) {
    const question = factId === fact.changeId ? questionOn(after, effectiveOn) : null;
    if (question !== null) return `${question.reason}:${question.detail}`;
  }
  return null;
}
