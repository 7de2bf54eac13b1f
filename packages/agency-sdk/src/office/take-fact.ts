import { type Assessment, type AwardComparison, compareAwards, effectOf } from '@told/benefits';
import { applied, noChange, type Result, toVerify } from '../results.ts';
import { assessFile, countedFacts, isSetApart, toRuledFact } from './assess-file.ts';
import type {
  Addition,
  CaseEntry,
  CaseFact,
  CaseFile,
  CaseRules,
  FactState,
  Step,
  TakenEntry,
} from './case-file.ts';
import { cutReason } from './cut-reason.ts';
import { findDoubt } from './find-doubt.ts';
import { PREDECESSOR_NOT_COUNTED } from './settle-followers.ts';
import { settleTasks } from './settle-tasks.ts';

/**
 * What one entry does to a case. Pure: the same file, entry and addition give the same answer, so that an office can be made anew from
 * what it received. A change known here already, by whichever way it came, leaves no trace.
 */
export function takeFact(
  rules: CaseRules,
  file: CaseFile,
  entry: CaseEntry,
  addition: Addition | null,
): TakenEntry {
  const { told, moment } = entry;
  if (file.facts.some(({ changeId }) => changeId === told.changeId)) {
    return { entry, result: noChange('duplicate'), step: null };
  }
  const revision = file.claim.revision + 1;
  const place = (state: FactState, reason: string | null): CaseFact => ({
    ...told,
    revision,
    state,
    reason,
    addition,
    ...{ noticeExtended: false, decision: null, question: null, task: null },
  });
  const before = assessFile(rules, file);
  if (isSetApart(told.previousChangeId, file.facts) && told.changeType !== 'corrected') {
    const fact = place('set-aside', PREDECESSOR_NOT_COUNTED);
    return leave(file, entry, fact, before, noChange(PREDECESSOR_NOT_COUNTED));
  }
  const doubt = findDoubt(rules, file, told, moment);
  if (doubt !== null) return leave(file, entry, place('to-verify', doubt), before, toVerify(doubt));
  return count(rules, file, entry, place('counted', null), before);
}

/** The fact is kept and the award is as it was. */
function leave(
  file: CaseFile,
  entry: CaseEntry,
  fact: CaseFact,
  before: Assessment,
  result: Result,
): TakenEntry {
  const comparison = sameAward(before);
  const step = { ...extend(file, fact, before), before, after: before, comparison };
  return { entry, result, step };
}

function count(
  rules: CaseRules,
  file: CaseFile,
  entry: CaseEntry,
  fact: CaseFact,
  known: Assessment,
): TakenEntry {
  const facts = [...file.facts, fact];
  const benefitCase = rules.toBenefitCase(file.claim, facts);
  const effect = effectOf(
    rules.schemeOf(file.claim),
    benefitCase,
    countedFacts(rules, file.facts),
    toRuledFact(rules, fact, facts),
    known,
  );
  const { after } = effect;
  // What changes no award need not be compared again.
  const comparison =
    effect.kind === 'no-change'
      ? sameAward(after)
      : compareAwards(known, after, { until: entry.moment.businessDate });
  const result =
    effect.kind === 'applied'
      ? applied({ effectiveOn: effect.effectiveOn })
      : effect.kind === 'no-change'
        ? noChange(effect.reason)
        : toVerify(cutReason(effect.reason));
  const question = result.kind === 'to-verify' ? result.reason : null;
  const extended = extend(file, { ...fact, question }, after);
  const step = { ...extended, before: known, after, comparison };
  return { entry, result, step };
}

function sameAward({ toVerify }: Assessment): AwardComparison {
  return {
    changed: false,
    firstDifferenceOn: null,
    weeksAffected: 0,
    byFinancialYear: [],
    toVerify,
    sentence: 'The award is the same.',
  };
}

function extend(
  file: CaseFile,
  fact: CaseFact,
  assessment: Assessment,
): Pick<Step, 'file' | 'fact' | 'changed'> {
  const facts = settleTasks([...file.facts, fact], assessment);
  return {
    file: { claim: { ...file.claim, revision: fact.revision }, facts, assessment },
    fact: facts.at(-1) as CaseFact,
    changed: facts.filter((one, index) => one !== file.facts[index]),
  };
}
