import { ENGINE_VERSION, type RecipientDecision } from '@told/agreements';
import type { Decision, IsoDate, Release } from '@told/codec';
import { MICROS_PER_MS } from '@told/service';
import { decisionIdOf } from '../ids.ts';
import type { Ask } from './ask.ts';
import { findCandidates } from './candidates.ts';
import type { Chains } from './chains.ts';
import { type Answered, divideRuns } from './divide-runs.ts';
import type { LeftReleases } from './left-releases.ts';
import { type Lineage, trackLineage } from './lineage.ts';
import { type Cases, place, trackCases } from './place-releases.ts';
import { type Protections, trackProtection } from './protection.ts';
import type { CaseRow } from './queries.ts';
import type { Rules } from './rules.ts';
import type { Candidate, SubjectInterest } from './subject-interest.ts';
import type { LockedSubject, SubjectView } from './subject-view.ts';
import { weighCandidates } from './weigh-candidates.ts';

/** What the database said once everything concerned was locked. */
export interface Situation {
  readonly subjects: ReadonlyMap<string, SubjectView>;
  readonly cases: ReadonlyMap<string, CaseRow>;
  readonly chains: Chains;
  /** Interests of past recipients that are not the subject's any more, by id. */
  readonly former: ReadonlyMap<string, SubjectInterest>;
  /** Releases that left before a restore although nothing is known of their decisions. */
  readonly left: LeftReleases;
}

/** When, and on which day of law, a batch is decided. */
export interface Moment {
  readonly businessDate: IsoDate;
  readonly nowMs: number;
}

export interface DecidedRecipient extends RecipientDecision {
  /** What else went into the answer, as `packInputs` writes it. */
  readonly inputs: number;
  readonly interestVersion: number | null;
  /** What leaves for it, in order: one, as a rule; of those that take several back, the decision names the last. */
  readonly releases: readonly Release[];
}

export interface DecidedChange {
  readonly ask: Ask;
  readonly decision: Decision & { readonly rootChangeId: string };
  readonly recipients: readonly DecidedRecipient[];
}

export interface Decided {
  readonly decided: readonly DecidedChange[];
  readonly movedCases: readonly CaseRow[];
  /** Subjects whose address came under protection, or out of it, with what holds from now on. */
  readonly protections: readonly LockedSubject[];
}

/**
 * Decides a batch, in order: what each recipient gets, at which place of its case, and where the cases stand afterwards. Pure.
 * A case that is held holds what comes after it, also within the batch; `stopAtHold` ends the batch with the first change that is held.
 */
export function decideChanges(
  asks: readonly Ask[],
  situation: Situation,
  rules: Rules,
  moment: Moment,
  { stopAtHold }: { readonly stopAtHold: boolean } = { stopAtHold: false },
): Decided {
  const cases = trackCases(situation.cases);
  const run: Run = {
    situation,
    rules,
    moment,
    cases,
    lineage: trackLineage(situation.chains, listPrevious(asks)),
    protections: trackProtection(situation.subjects),
  };
  const decided: DecidedChange[] = [];
  for (const ask of asks) {
    const parts = decideChange(ask, run);
    decided.push(...parts);
    const isHeld = parts.some((one) => one.recipients.some(({ verdict }) => verdict === 'hold'));
    if (stopAtHold && isHeld) break;
  }
  return { decided, movedCases: cases.moved(), protections: run.protections.changed() };
}

const listPrevious = (asks: readonly Ask[]): ReadonlySet<string> =>
  new Set(asks.flatMap(({ told }) => told.change.previousChangeId ?? []));

interface Run {
  readonly situation: Situation;
  readonly rules: Rules;
  readonly moment: Moment;
  readonly cases: Cases;
  readonly lineage: Lineage;
  readonly protections: Protections;
}

/** One decision, unless some of it has left in another run. */
function decideChange(ask: Ask, run: Run): readonly DecidedChange[] {
  const { told, subjectKey } = ask;
  const { change } = told;
  const subject = run.situation.subjects.get(subjectKey);
  // Whoever asks has locked and read it: without its version there is no fence.
  if (subject === undefined) throw new TypeError('a subject that is decided about is not locked');
  const given = run.lineage.givenBefore(change);
  const chain = { given, waiting: run.lineage.waitingBefore(change) };
  const found = findCandidates(ask, subject.interests, chain, run.situation.former);
  const except = ask.exceptInterestIds;
  const candidates =
    except === undefined ? found : found.filter((one) => !except.has(one.interestId));
  const protection = run.protections.move(ask);
  const weigh = (some: readonly Candidate[]) =>
    weighCandidates(ask, some, { subject, protection, ...run });
  return divideRuns(ask, weigh(candidates), run.situation.left, () => weigh([])).map((part) =>
    record(part.ask, part.answered, { subject, protection, given }, run),
  );
}

interface Weighed {
  readonly subject: SubjectView;
  readonly protection: { readonly since: number | null };
  readonly given: ReturnType<Lineage['givenBefore']>;
}

function record(
  ask: Ask,
  answered: readonly Answered[],
  { subject, protection, given }: Weighed,
  run: Run,
): DecidedChange {
  const { change } = ask.told;
  const { nowMs, businessDate } = run.moment;
  const decisionId = decisionIdOf(change.changeId, ask.run);
  const decidedAt = nowMs * MICROS_PER_MS;
  const recipients = answered.map(({ answer, interest, inputs }): DecidedRecipient => {
    if (interest === undefined) return { ...answer, inputs, interestVersion: null, releases: [] };
    const held = given.get(interest.interestId) ?? [];
    const placing = { ask, answer, interest, decisionId, decidedAt, held };
    const releases = place(placing, run.cases, run.situation.left);
    return { ...answer, inputs, interestVersion: interest.version, releases };
  });
  const rootChangeId = run.lineage.add(change, recipients);
  return {
    ask,
    recipients,
    decision: {
      decisionId,
      changeId: change.changeId,
      subjectKey: ask.subjectKey,
      changeSequence: change.changeSequence,
      run: ask.run,
      cause: ask.cause,
      rootChangeId,
      businessDate,
      decidedAt,
      subjectVersion: subject.version,
      engineVersion: ENGINE_VERSION,
      agreementSet: run.rules.agreements.hash,
      suspensionVersion: run.rules.suspensionVersion,
      protectedSince: protection.since,
      recipients: recipients.map(describeRecipient),
    },
  };
}

function describeRecipient(recipient: DecidedRecipient): Decision['recipients'][number] {
  const named = recipient.releases.at(-1);
  return {
    agency: recipient.agency,
    capacity: recipient.capacity,
    caseReference: recipient.caseReference,
    interestId: recipient.interestId,
    interestVersion: recipient.interestVersion,
    consents: recipient.consents,
    verdict: recipient.verdict,
    reason: recipient.reason,
    matched: recipient.matched,
    fields: recipient.fields,
    basis: recipient.basis,
    withheld: recipient.withheld,
    releaseId: named?.releaseId ?? null,
    releaseSequence: named?.releaseSequence ?? null,
  };
}
