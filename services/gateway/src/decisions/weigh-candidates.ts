import { decide, fieldsOf } from '@told/agreements';
import type { IsoDate } from '@told/codec';
import { compareDigests, type IdentityDigests } from '@told/identity';
import { digestKeyOf } from '../ids.ts';
import type { Ask } from './ask.ts';
import type { Answered } from './divide-runs.ts';
import { answerOvertaken } from './overtaken.ts';
import type { Cases } from './place-releases.ts';
import { caseKeyOf } from './queries.ts';
import { packInputs } from './recipient-inputs.ts';
import type { Rules } from './rules.ts';
import type { Candidate } from './subject-interest.ts';
import type { SubjectView } from './subject-view.ts';
import { dutyFieldsOf } from './write-release.ts';

/** What candidates are weighed by. */
export interface Weighing {
  readonly subject: Pick<SubjectView, 'consents'>;
  readonly protection: { readonly since: number | null; readonly isTold: boolean };
  readonly rules: Rules;
  readonly moment: { readonly businessDate: IsoDate };
  readonly cases: Pick<Cases, 'of'>;
}

/** The answer for each candidate, in order, with what it rests on; one refusal without a recipient when there is none. Pure. */
export function weighCandidates(
  ask: Ask,
  candidates: readonly Candidate[],
  { subject, protection, rules, moment, cases }: Weighing,
): readonly Answered[] {
  const { change, body, isErased } = ask.told;
  const { identityDigests, identityDigestsBefore } = change;
  let keys: readonly string[] | undefined;
  const isTold = (key: string): boolean => {
    keys ??= [identityDigests, identityDigestsBefore].flatMap((one) =>
      one === null ? [] : [digestKeyOf(one)],
    );
    return keys.includes(key);
  };
  const confirmed = new Set<string>();
  const rejected = new Set<string>();
  for (const one of candidates) {
    if (one.confirmed.some(isTold)) confirmed.add(one.interestId);
    if (one.rejected.some(isTold)) rejected.add(one.interestId);
  }
  const isHeld = (agency: string, caseReference: string): boolean =>
    (cases.of(caseKeyOf(agency, caseReference))?.heldSinceMicros ?? null) !== null;
  const isOvertaken = ask.isOvertaken === true;
  const answers = decide<IdentityDigests>({
    change: {
      source: change.source,
      fact: change.fact,
      changeType: change.changeType,
      occurredOn: change.occurredOn,
      presentFields: fieldsOf(change.fact, body),
      besideFields: dutyFieldsOf(change),
      identityDigests,
      identityDigestsBefore,
      protectedAddress: protection.isTold,
      isErased,
    },
    // Of a case whose person is certain, an officer may find that one telling was about somebody else: it alone is refused.
    interests: candidates.map((one) =>
      rejected.has(one.interestId) ? { ...one, state: 'refused' as const } : one,
    ),
    agreements: rules.agreements,
    consents: subject.consents,
    businessDate: moment.businessDate,
    protectedSince: protection.since,
    standingOfAgency: rules.standingOfAgency,
    conflicts: (told, held) => compareDigests(told, held).conflict,
    isConfirmed: (interestId) => confirmed.has(interestId),
    isHeld,
  });
  return answers.map((answer, index): Answered => {
    const interest = candidates[index];
    if (interest === undefined) return { answer, interest, inputs: 0 };
    const { interestId, agency, caseReference, wasGiven, isChainWaiting, isCurrent } = interest;
    const inputs = packInputs({
      ...{ wasGiven, isChainWaiting, isCurrent, isOvertaken },
      isHeld: isHeld(agency, caseReference),
      isConfirmed: confirmed.has(interestId),
      isRejected: rejected.has(interestId),
      isKnown: rules.standingOfAgency(agency) !== 'unknown',
    });
    return { answer: isOvertaken ? answerOvertaken(answer) : answer, interest, inputs };
  });
}
