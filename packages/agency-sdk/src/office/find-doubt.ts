import { type IsoDate, verifyNeeded } from '@told/benefits';
import type { Moment } from '../received-releases.ts';
import type { CaseFact, CaseFile, CaseRules, ToldFact } from './case-file.ts';

/** Agencies of the department that awards jobseeker's allowance: their facts are supplied by DWP. [SI 2007/2911] */
const DWP_AGENCIES: readonly string[] = ['jobcentre'];

/**
 * Why a fact that came over the bus may not be used before a person has looked, as a reason code; null when it may.
 * What the office's own officers record needs no such leave. [SI 2007/2911 reg 2]
 */
export function findDoubt(
  rules: CaseRules,
  file: CaseFile,
  told: ToldFact,
  { businessDate }: Moment,
): string | null {
  if (told.origin === 'officer') return null;
  const { answer, reason } = verifyNeeded({
    scheme: rules.schemeOf(file.claim).id,
    suppliedByDwp: DWP_AGENCIES.includes(told.sourceAgency),
    usedOn: told.usedOn,
    usedFor: told.usedFor,
    suppliedOn: businessDate,
    localEvidenceOn: newestLocalEvidence(file.facts, told),
    evidenceLevel: told.evidenceLevel,
  });
  return answer === 'apply' ? null : reason;
}

/** The day of the newest thing that an officer of this office recorded about the same matter. */
function newestLocalEvidence(facts: readonly CaseFact[], told: ToldFact): IsoDate | null {
  const days = facts
    .filter(({ origin, fact }) => origin === 'officer' && fact === told.fact)
    .filter((known) => matterOf(known) === matterOf(told))
    .map(({ occurredOn }) => occurredOn);
  return days.sort().at(-1) ?? null;
}

/** What a fact is about within its kind: whose income, which relation, which benefit. */
function matterOf({ body }: ToldFact): string {
  if (body === null) return '';
  if ('kind' in body) return `${body.who} ${body.kind}`;
  if ('who' in body) return `${body.who} ${body.member}`;
  if ('owner' in body) return String(body.owner);
  if ('relation' in body) return String(body.relation);
  return 'benefit' in body ? String(body.benefit) : '';
}
