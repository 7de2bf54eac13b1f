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
import { cutReason } from './cut-reason.ts';
import type { FactDecision } from './decision.ts';
import { findDoubt } from './find-doubt.ts';
import { settleFollowers } from './settle-followers.ts';
import { settleTasks } from './settle-tasks.ts';

export interface DecidedFact {
  /** What the bus is told: the further answer to the release that brought the fact. */
  readonly result: Result;
  readonly step: Step;
  /** What began to count with the fact, or no longer counts with it: the further answers to their releases. */
  readonly followers: readonly AnsweredFact[];
}

interface AnsweredFact {
  readonly fact: CaseFact;
  readonly result: Result;
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
  const followed = settleFollowers(marked, (fact) => findDoubt(rules, file, fact, moment));
  const claim = { ...file.claim, revision };
  const after = assessFile(rules, { claim, facts: followed, assessment: null });
  const comparison = compare(before, after, moment);
  const made = { rules, file: { claim, facts: followed, assessment: after }, before, after };
  const results = new Map<string, Result>();
  for (const [index, fact] of followed.entries()) {
    if (fact.changeId === decided.changeId) {
      const { firstDifferenceOn } = comparison;
      results.set(fact.changeId, answerDecided(made, fact, decision, firstDifferenceOn));
    } else if (fact !== file.facts[index]) {
      results.set(fact.changeId, answerFollower(made, fact, decision));
    }
  }
  const facts = settleTasks(keepQuestions(followed, results), after);
  const answered = facts.flatMap((fact) => {
    const result = results.get(fact.changeId);
    return result === undefined ? [] : [{ fact, result }];
  });
  const isDecided = ({ fact }: AnsweredFact): boolean => fact.changeId === decided.changeId;
  const { fact, result } = answered.find(isDecided) as AnsweredFact;
  const changed = facts.filter((one, index) => one !== file.facts[index]);
  const step = { file: { ...made.file, facts }, fact, changed, before, after, comparison };
  return { result, step, followers: answered.filter((one) => !isDecided(one)) };
}

const keepQuestions = (
  facts: readonly CaseFact[],
  results: ReadonlyMap<string, Result>,
): readonly CaseFact[] =>
  facts.map((fact) => {
    const result = results.get(fact.changeId);
    if (result === undefined) return fact;
    const isAsked = fact.state === 'counted' && result.kind === 'to-verify';
    return { ...fact, question: isAsked ? result.reason : null };
  });

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
      return { ...fact, state: 'counted', reason: null, decision, addition };
    case 'do-not-use':
      return { ...fact, state: 'set-aside', reason: codeOf(decision), decision };
    default:
      return { ...fact, noticeExtended: true };
  }
}

interface MadeStep extends Pick<Step, 'file' | 'before' | 'after'> {
  readonly rules: CaseRules;
}

/** The answer of the rules once the decision stands: a question that they still ask goes before everything else. */
function answerDecided(
  made: MadeStep,
  fact: CaseFact,
  decision: FactDecision,
  firstDifferenceOn: string | null,
): Result {
  const reason = codeOf(decision);
  if (decision === 'do-not-use') return rejected(reason);
  const standing = answerStanding(made, fact, reason);
  if (standing !== null) return standing;
  if (firstDifferenceOn !== null) return applied({ effectiveOn: firstDifferenceOn, reason });
  const effect = effectOfFact(made, fact);
  // Days that had no number before can differ from nothing: what the fact moves among them is its effect.
  if (effect.kind === 'applied' && isExtended(made)) {
    return applied({ effectiveOn: effect.effectiveOn, reason });
  }
  const why = effect.kind === 'no-change' ? effect.reason : 'same-award';
  return noChange(cutReason(`${reason}:${why}`));
}

/** The same of what follows the decided fact: its own part in the award. */
function answerFollower(made: MadeStep, fact: CaseFact, decision: FactDecision): Result {
  const reason = codeOf(decision);
  const standing = answerStanding(made, fact, reason);
  if (standing !== null) return standing;
  const effect = effectOfFact(made, fact);
  return effect.kind === 'applied'
    ? applied({ effectiveOn: effect.effectiveOn, reason })
    : noChange(cutReason(`${reason}:${effect.reason}`));
}

/** Of what does not count, or leaves a question. */
function answerStanding({ after }: MadeStep, fact: CaseFact, reason: string): Result | null {
  const why = fact.state === 'to-verify' ? fact.reason : standingQuestion(fact, after);
  if (why !== null) return toVerify(cutReason(why));
  return fact.state === 'counted' ? null : noChange(cutReason(`${reason}:${fact.reason}`));
}

function effectOfFact({ rules, file }: MadeStep, fact: CaseFact): ReturnType<typeof effectOf> {
  const others = countedFacts(rules, file.facts).filter(({ factId }) => factId !== fact.changeId);
  return effectOf(
    rules.schemeOf(file.claim),
    rules.toBenefitCase(file.claim, file.facts),
    others,
    toRuledFact(rules, fact, file.facts),
  );
}

function standingQuestion(fact: CaseFact, after: Assessment): string | null {
  for (const { factId, effectiveOn } of after.effects) {
    const question = factId === fact.changeId ? questionOn(after, effectiveOn) : null;
    if (question !== null) return `${question.reason}:${question.detail}`;
  }
  return null;
}
