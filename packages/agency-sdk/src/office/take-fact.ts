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
  TakenEntry,
} from './case-file.ts';
import { findDoubt } from './find-doubt.ts';
import { PREDECESSOR_NOT_COUNTED } from './settle-followers.ts';

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
    noticeExtended: false,
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
  const after = extend(file, fact, before);
  const comparison = sameAward(before);
  return { entry, result, step: { file: after, fact, before, after: before, comparison } };
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
  const step = { file: extend(file, fact, after), fact, before: known, after, comparison };
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

/** Of an outcome's reason. */
const REASON_LENGTH_MAX = 80;
export const cutReason = (reason: string): string => reason.slice(0, REASON_LENGTH_MAX);

function extend(file: CaseFile, fact: CaseFact, assessment: Assessment): CaseFile {
  return {
    claim: { ...file.claim, revision: fact.revision },
    facts: [...file.facts, fact],
    assessment,
  };
}
