import {
  type Assessment,
  type AwardComparison,
  compareAwards,
  describeDate,
  effectOf,
  questionOn,
} from '@told/benefits';
import type { Moment } from '../received-releases.ts';
import { applied, noChange, type Result, toVerify } from '../results.ts';
import { assessFile, countedFacts, toRuledFact } from './assess-file.ts';
import type { CaseFact, CaseFile, CaseRules, Step } from './case-file.ts';
import { cutReason } from './cut-reason.ts';
import { findDoubt } from './find-doubt.ts';
import { settleFollowers } from './settle-followers.ts';
import { settleTasks } from './settle-tasks.ts';

export interface AlteredFact {
  /** What the bus is told of it. */
  readonly result: Result;
  readonly step: Step;
  /** What began to count with the fact, or no longer counts with it: the further answers to their releases. */
  readonly followers: readonly AnsweredFact[];
}

interface AnsweredFact {
  readonly fact: CaseFact;
  readonly result: Result;
}

/** What is done to one fact of a case, and how it is answered. */
export interface Alteration {
  readonly changeId: string;
  /** Code of why, as the answers to what follows the fact bear it. */
  readonly reason: string;
  readonly moment: Moment;
  alter(fact: CaseFact): CaseFact;
  /** `firstDifferenceOn`: the first day on which the award differs; null: none. */
  answer(made: MadeStep, altered: CaseFact, firstDifferenceOn: string | null): Result;
}

/** What altering a fact that is known does to a case. Pure, like `takeFact`. */
export function alterFact(
  rules: CaseRules,
  file: CaseFile,
  { changeId, reason, moment, alter, answer }: Alteration,
): AlteredFact {
  const revision = file.claim.revision + 1;
  const before = assessFile(rules, file);
  const marked = file.facts.map((fact) => (fact.changeId === changeId ? alter(fact) : fact));
  const followed = settleFollowers(marked, (fact) => findDoubt(rules, file, fact, moment));
  const claim = { ...file.claim, revision };
  const after = assessFile(rules, { claim, facts: followed, assessment: null });
  const comparison = compare(before, after, moment);
  const made = { rules, file: { claim, facts: followed, assessment: after }, before, after };
  const results = new Map<string, Result>();
  for (const [index, fact] of followed.entries()) {
    if (fact.changeId === changeId) {
      results.set(fact.changeId, answer(made, fact, comparison.firstDifferenceOn));
    } else if (fact !== file.facts[index]) {
      results.set(fact.changeId, answerFollower(made, fact, reason));
    }
  }
  const facts = settleTasks(keepQuestions(followed, results), after);
  const answered = facts.flatMap((fact) => {
    const result = results.get(fact.changeId);
    return result === undefined ? [] : [{ fact, result }];
  });
  const isAltered = ({ fact }: AnsweredFact): boolean => fact.changeId === changeId;
  const { fact, result } = answered.find(isAltered) as AnsweredFact;
  const changed = facts.filter((one, index) => one !== file.facts[index]);
  const step = { file: { ...made.file, facts }, fact, changed, before, after, comparison };
  return { result, step, followers: answered.filter((one) => !isAltered(one)) };
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

/** What it does to the award; what only makes days known which had no number says so. */
function compare(before: Assessment, after: Assessment, { businessDate }: Moment): AwardComparison {
  const comparison = compareAwards(before, after, { until: businessDate });
  if (comparison.changed || !isExtended({ before, after })) return comparison;
  const sentence = `The award is known to ${describeDate(after.coversTo)}.`;
  return { ...comparison, changed: true, sentence };
}

export const isExtended = ({ before, after }: Pick<Step, 'before' | 'after'>): boolean =>
  after.coversTo > before.coversTo;

export interface MadeStep extends Pick<Step, 'file' | 'before' | 'after'> {
  readonly rules: CaseRules;
}

/** Of what follows the altered fact: its own part in the award. */
function answerFollower(made: MadeStep, fact: CaseFact, reason: string): Result {
  const standing = answerStanding(made, fact, reason);
  if (standing !== null) return standing;
  const effect = effectOfFact(made, fact);
  return effect.kind === 'applied'
    ? applied({ effectiveOn: effect.effectiveOn, reason })
    : noChange(cutReason(`${reason}:${effect.reason}`));
}

/** Of what does not count, or leaves a question. */
export function answerStanding({ after }: MadeStep, fact: CaseFact, reason: string): Result | null {
  const why = fact.state === 'to-verify' ? fact.reason : standingQuestion(fact, after);
  if (why !== null) return toVerify(cutReason(why));
  return fact.state === 'counted' ? null : noChange(cutReason(`${reason}:${fact.reason}`));
}

export function effectOfFact(
  { rules, file }: MadeStep,
  fact: CaseFact,
): ReturnType<typeof effectOf> {
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
