import { type Assessment, assessCase } from '@told/benefits';
import type { CaseFact, CaseFile, CaseRules, RuledFact } from './case-file.ts';

/** The award of a case file, computed once. */
export function assessFile(rules: CaseRules, file: CaseFile): Assessment {
  if (file.assessment !== null) return file.assessment;
  const { claim, facts } = file;
  const benefitCase = rules.toBenefitCase(claim, facts);
  return assessCase(rules.schemeOf(claim), benefitCase, countedFacts(rules, facts));
}

/** The facts that make the award. */
export function countedFacts(rules: CaseRules, facts: readonly CaseFact[]): readonly RuledFact[] {
  return facts
    .filter(({ state }) => state === 'counted')
    .map((fact) => toRuledFact(rules, fact, facts));
}

/**
 * A fact as the benefit rules read it. A correction of something that was never counted here stands on its own: otherwise the rules
 * would ask for a predecessor that the office has set apart on purpose.
 */
export function toRuledFact(
  rules: CaseRules,
  fact: CaseFact,
  facts: readonly CaseFact[],
): RuledFact {
  const { changeType, previousChangeId } = fact;
  const standsAlone = changeType === 'corrected' && isSetApart(previousChangeId, facts);
  const ruled = {
    factId: fact.changeId,
    fact: fact.fact,
    changeType: standsAlone ? 'created' : changeType,
    previousFactId: standsAlone ? null : previousChangeId,
    occurredOn: fact.occurredOn,
    notifiedOn: fact.notifiedOn,
    receivedOn: fact.receivedOn,
    // What discharged the duty to tell was told here in law. [SI 2010/444]
    channel: fact.origin === 'officer' || fact.dutyDischarged !== null ? 'own-office' : 'bus',
    noticeExtended: fact.noticeExtended,
    body: fact.body,
    // The schemas' bodies hold every field that the rules read, under the same names.
  } as RuledFact;
  return rules.toBenefitFact?.(ruled, fact) ?? ruled;
}

/** True when a change is known here and does not count. */
export function isSetApart(changeId: string | null, facts: readonly CaseFact[]): boolean {
  return facts.some((fact) => fact.changeId === changeId && fact.state !== 'counted');
}
