import {
  type AgencyState,
  type AgreementSet,
  type ConsentToDecide,
  suspend,
} from '@told/agreements';
import type { DecisionCause, IsoDate } from '@told/codec';
import { MICROS_PER_MS } from '@told/service';
import type { Ask } from '../decisions/ask.ts';
import type { PastRelease } from '../decisions/chains.ts';
import { type DecidedChange, decideChanges, type Situation } from '../decisions/decide-changes.ts';
import { type CaseRow, caseKeyOf } from '../decisions/queries.ts';
import type { ToldChange } from '../decisions/read-changes.ts';
import type { Rules } from '../decisions/rules.ts';
import type { SubjectInterest } from '../decisions/subject-interest.ts';
import { digestKeyOf } from '../ids.ts';

/** An interest that is decided about, and what is known of it beside the change. */
export interface InputCandidate extends Omit<SubjectInterest, 'confirmed' | 'rejected'> {
  readonly isConfirmed: boolean;
  readonly isRejected: boolean;
  readonly wasGiven: boolean;
  readonly isChainWaiting: boolean;
  readonly isCurrent: boolean;
}

/** All that one decision rests on, but the change itself: as it was, as it is, or partly so. */
export interface Inputs {
  readonly subjectKey: string;
  readonly subjectVersion: number;
  readonly run: number;
  readonly cause: DecisionCause;
  readonly rootChangeId: string;
  /** Microseconds since 1970 UTC. */
  readonly decidedAt: number;
  readonly businessDate: IsoDate;
  readonly candidates: readonly InputCandidate[];
  readonly agreements: AgreementSet;
  readonly suspensionVersion: number;
  readonly suspended: {
    readonly agreements: ReadonlySet<string>;
    readonly agencies: ReadonlySet<string>;
  };
  readonly states: ReadonlyMap<string, AgencyState>;
  /** The agencies that the gateway knew, and whose topics it had open. */
  readonly known: ReadonlySet<string>;
  readonly consents: readonly ConsentToDecide[];
  readonly protectedSince: number | null;
  /** Cases, named by `caseKeyOf`, at which something waits. */
  readonly held: ReadonlySet<string>;
  /** Release → its place in its case, as it was taken. */
  readonly places: ReadonlyMap<string, number>;
  readonly isOvertaken: boolean;
}

/** Decides one change by these inputs, with the very function that decides, and keeps nothing. Pure. */
export function reDecide(told: ToldChange, inputs: Inputs): DecidedChange {
  const ask: Ask = {
    told,
    run: inputs.run,
    cause: inputs.cause,
    subjectKey: inputs.subjectKey,
    interestIds: new Set(inputs.candidates.map((one) => one.interestId)),
    backFill: false,
    isOvertaken: inputs.isOvertaken,
  };
  const moment = {
    businessDate: inputs.businessDate,
    nowMs: inputs.decidedAt / MICROS_PER_MS,
  };
  const { decided } = decideChanges([ask], situate(told, inputs), rulesOf(inputs), moment);
  const [one] = decided;
  if (one === undefined) throw new TypeError('one change has one decision');
  return one;
}

function situate(told: ToldChange, inputs: Inputs): Situation {
  const { identityDigests, identityDigestsBefore } = told.change;
  const keys = [identityDigests, identityDigestsBefore].flatMap((one) =>
    one === null ? [] : [digestKeyOf(one)],
  );
  const candidates = inputs.candidates.map(({ isConfirmed, isRejected, ...one }) => ({
    ...one,
    confirmed: isConfirmed ? keys : [],
    rejected: isRejected ? keys : [],
  }));
  const { subjectKey, subjectVersion: version, protectedSince, consents } = inputs;
  const interests = candidates.filter((one) => one.isCurrent);
  const former = candidates.filter((one) => !one.isCurrent);
  // What began and ended a protection is in `protectedSince` already.
  const subject = { subjectKey, version, protectedSince, protectedBy: null, interests, consents };
  return {
    subjects: new Map([[subjectKey, subject]]),
    former: new Map(former.map((one) => [one.interestId, one])),
    chains: {
      rootOf: () => inputs.rootChangeId,
      givenIn: () =>
        candidates.filter((one) => one.wasGiven).map((one) => describeGivenBefore(told, one)),
      waitingIn: () => candidates.filter((one) => one.isChainWaiting).map((one) => one.interestId),
    },
    cases: new Map([...inputs.held].map((key) => [key, holdCase(key)])),
    left: {
      ids: NONE_LEFT,
      placeOf: (releaseId) => inputs.places.get(releaseId),
      runOf: () => undefined,
    },
  };
}

const NONE_LEFT: ReadonlySet<string> = new Set();

/** That there was one is all that a decision says of it. */
function describeGivenBefore({ change }: ToldChange, given: SubjectInterest): PastRelease {
  const { fact, occurredOn, notifiedOn, receivedOn, usedOn, usedFor, source } = change;
  const { interestId, agency, caseReference } = given;
  return {
    ...{ releaseId: interestId, interestId, agency, caseReference },
    changeId: change.previousChangeId ?? '',
    sourceAgency: source.agency,
    ...{ fact, occurredOn, notifiedOn, receivedOn, usedOn, usedFor },
  };
}

function holdCase(key: string): CaseRow {
  const at = key.indexOf('/');
  return {
    agency: key.slice(0, at),
    caseReference: key.slice(at + 1),
    lastReleaseSequence: 0,
    heldSinceMicros: 0,
    heldWithoutBody: false,
  };
}

const suspendedSets = new WeakMap<AgreementSet, WeakMap<object, AgreementSet>>();

/** The same set and suspensions give the same set again, since what is in force is remembered for each. */
function suspendOnce(set: AgreementSet, suspended: ReadonlySet<string>): AgreementSet {
  const known = suspendedSets.get(set) ?? new WeakMap<object, AgreementSet>();
  suspendedSets.set(set, known);
  const found = known.get(suspended) ?? suspend(set, suspended);
  known.set(suspended, found);
  return found;
}

function rulesOf({ agreements, suspended, suspensionVersion, states, known }: Inputs): Rules {
  return {
    agreements: suspendOnce(agreements, suspended.agreements),
    suspensionVersion,
    standingOfAgency(agency) {
      const state = known.has(agency) ? states.get(agency) : undefined;
      if (state === undefined) return 'unknown';
      return suspended.agencies.has(agency) ? 'suspended' : state;
    },
  };
}

export const heldCasesOf = (
  cases: readonly { readonly agency: string; readonly caseReference: string }[],
): ReadonlySet<string> => new Set(cases.map((one) => caseKeyOf(one.agency, one.caseReference)));
