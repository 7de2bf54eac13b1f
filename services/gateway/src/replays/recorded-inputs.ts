import type { Transaction } from '@told/service';
import { unpackInputs } from '../decisions/recipient-inputs.ts';
import { heldCasesOf, type InputCandidate, type Inputs } from './inputs.ts';
import type { LawBook } from './law-book.ts';
import type { Recorded, RecordedRecipient } from './read-recorded.ts';

/**
 * Why a decision cannot be made again as of then. `decided-before`: it was made, or taken over from the log, before all of its inputs were
 * kept; `agreement-set`: the files of its set are not kept; `interest-version`: nor is the version of an interest.
 */
export const NOT_KEPT = ['decided-before', 'agreement-set', 'interest-version'] as const;
export type NotKept = (typeof NOT_KEPT)[number];

/** The inputs of a decision as they were, or what of them is not kept: never guessed. */
export async function readInputs(
  tx: Pick<Transaction, 'query'>,
  { decision, recipients, consents }: Recorded,
  law: LawBook,
): Promise<Inputs | { readonly notKept: NotKept }> {
  if (decision.recordHash === null || recipients.some((one) => one.inputs === null))
    return { notKept: 'decided-before' };
  const named = recipients.filter((one) => one.interestId !== null);
  const candidates = named.flatMap(toCandidate(decision.subjectKey));
  if (candidates.length < named.length) return { notKept: 'interest-version' };
  const agreements = await law.setOf(tx, decision.agreementSet);
  if (agreements === undefined) return { notKept: 'agreement-set' };
  const { suspensionVersion } = decision;
  const flagged = (name: 'isHeld' | 'isKnown' | 'isOvertaken') =>
    named.filter(({ inputs }) => unpackInputs(inputs ?? 0)[name]);
  return {
    ...{ suspensionVersion, agreements, candidates, consents },
    subjectKey: decision.subjectKey,
    subjectVersion: decision.subjectVersion,
    run: decision.run,
    cause: decision.cause,
    rootChangeId: decision.rootChangeId,
    decidedAt: decision.decidedAt,
    businessDate: decision.businessDate,
    suspended: await law.suspendedAt(tx, suspensionVersion),
    states: await law.statesAt(tx, suspensionVersion),
    known: new Set(flagged('isKnown').map((one) => one.agency ?? '')),
    protectedSince: decision.protectedSince,
    held: heldCasesOf(
      flagged('isHeld').map((one) => ({
        agency: one.agency ?? '',
        caseReference: one.caseReference ?? '',
      })),
    ),
    places: new Map(
      named.flatMap(({ releaseId, releaseSequence }) =>
        releaseId === null || releaseSequence === null ? [] : [[releaseId, releaseSequence]],
      ),
    ),
    isOvertaken: flagged('isOvertaken').length > 0,
  };
}

const toCandidate =
  (subjectKey: string) =>
  (one: RecordedRecipient): readonly InputCandidate[] => {
    const { interestId, interestVersion, agency, capacity, caseReference, interest, inputs } = one;
    if (interestId === null || interestVersion === null || interest === null) return [];
    if (agency === null || capacity === null || caseReference === null) return [];
    const { wasGiven, isChainWaiting, isCurrent, isConfirmed, isRejected } = unpackInputs(
      inputs ?? 0,
    );
    return [
      {
        ...{ interestId, agency, capacity, caseReference, subjectKey, ...interest },
        version: interestVersion,
        ...{ wasGiven, isChainWaiting, isCurrent, isConfirmed, isRejected },
      },
    ];
  };
