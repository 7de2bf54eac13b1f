import type { Submission } from '@told/codec';
import { changeIdOf } from '@told/identity';
import type { Transaction } from '@told/service';
import type { ReleaseAnswer } from '../define-agency.ts';
import { type KeptReleases, type Moment, readReceived } from '../received-releases.ts';
import { applied, noChange, type Result, rejected } from '../results.ts';
import { gatherTakings, reduceByAll } from '../taking-back.ts';
import type { Addition, CaseEntry, CaseFact, CaseFile, Claim } from './case-file.ts';
import { holdOpening, lockCaseFiles } from './case-queries.ts';
import { cutReason } from './cut-reason.ts';
import { codeOf, decideFact } from './decide-fact.ts';
import type { FactDecision, JournaledDecision } from './decision.ts';
import type { Office } from './office.ts';
import { lookUp, takeEntries } from './take-entries.ts';
import { entryOfRelease } from './told-fact.ts';
import { writeDecision } from './write-decision.ts';

/** An officer's decision as the journal has it. */
export interface DecisionCommand {
  readonly caseReference: string;
  readonly submissionKey: string;
  readonly decision: JournaledDecision;
  readonly decidedBy: string;
  readonly moment: Moment;
  /** Its number in the journal when it is gone through again; null: it is being given. */
  readonly entryNo: number | null;
}

export interface TakenDecision {
  /** The further answers to releases; what an officer had recorded has none. */
  readonly answers: readonly ReleaseAnswer[];
  /** What the office tells the bus because of it. */
  readonly submissions: readonly Submission[];
}

/**
 * What a decision derives, both when it is given and when everything is gone through again. Null when there is no such case, or no such
 * fact: nothing is then written.
 */
export function takeDecision(
  tx: Transaction,
  office: Office,
  kept: KeptReleases,
  command: DecisionCommand,
): Promise<TakenDecision | null> {
  const { decision } = command.decision;
  if (decision === 'dismiss') return Promise.resolve(dismiss(command));
  return decision === 'link'
    ? linkRelease(tx, office, kept, command)
    : decideOnCase(tx, office, command, decision);
}

const dismiss = ({ decision: { releaseId } }: DecisionCommand): TakenDecision => ({
  answers: answerOf(releaseId, rejected(codeOf('dismiss'))),
  submissions: [],
});

const answerOf = (releaseId: string | null, result: Result): readonly ReleaseAnswer[] =>
  releaseId === null ? [] : [{ releaseId, result }];

async function decideOnCase(
  tx: Transaction,
  office: Office,
  command: DecisionCommand,
  decision: FactDecision,
): Promise<TakenDecision | null> {
  const { caseReference, moment, submissionKey, decidedBy } = command;
  const { changeId, reason } = command.decision;
  const file = (await lockCaseFiles(tx, [caseReference])).get(caseReference);
  const fact = findFact(file, changeId);
  if (file === undefined || fact === undefined) return null;
  const entry = { caseReference, told: fact, moment };
  const addition =
    decision === 'use' ? await lookUpAgain(tx, office, file.claim, entry) : fact.addition;
  const decided = decideFact(office, file, { changeId, decision, addition }, moment);
  const decisionId = changeIdOf(office.agency, submissionKey);
  await writeDecision(tx, decided, { decisionId, decision, reason, decidedBy, moment });
  const { step, result, followers } = decided;
  const submissions = await office.onTaken?.(tx, [{ entry, step, causeId: decisionId }]);
  const answers = [{ fact, result }, ...followers].flatMap((one) =>
    answerOf(one.fact.releaseId, one.result),
  );
  return { answers, submissions: submissions ?? [] };
}

/** What was missing when the fact came may be known by now. */
async function lookUpAgain(
  tx: Transaction,
  office: Office,
  claim: Claim,
  entry: CaseEntry & { readonly told: CaseFact },
): Promise<Addition | null> {
  // What is being added at this moment is known to both or to neither, now and in a rebuild.
  await holdOpening(tx);
  const [found] = await lookUp(tx, office, [entry]);
  const ofClaim = (await office.lookUpClaim?.(tx, claim)) ?? null;
  return found?.addition ?? ofClaim ?? entry.told.addition;
}

async function linkRelease(
  tx: Transaction,
  office: Office,
  kept: KeptReleases,
  { caseReference, decision, moment, entryNo }: DecisionCommand,
): Promise<TakenDecision | null> {
  const { releaseId, toCaseReference } = decision;
  if (releaseId === null) return null;
  const received = await readReceived(kept, {
    ...{ releaseIds: [releaseId], takenBack: [releaseId], beforeEntryNo: entryNo },
  });
  const given = received.find((one) => one.releaseId === releaseId);
  if (given === undefined) return null;
  const release = reduceByAll(given, gatherTakings(received));
  if (release.kind !== 'value') return null;
  const entry = {
    ...entryOfRelease(release, moment),
    caseReference: toCaseReference ?? caseReference,
  };
  const taken = await takeEntries(tx, office, [entry]);
  const result = taken.entries[0]?.result;
  if (result === undefined || result.kind === 'unmatched') return null;
  return { answers: answerOf(releaseId, linked(result)), submissions: taken.submissions };
}

function linked(result: Result): Result {
  const reason = codeOf('link');
  if (result.kind === 'applied') return applied({ effectiveOn: result.effectiveOn, reason });
  return result.kind === 'no-change' ? noChange(cutReason(`${reason}:${result.reason}`)) : result;
}

/** The fact as it stands, for whoever must judge whether it may be decided. */
export const findFact = (file: CaseFile | undefined, changeId: string): CaseFact | undefined =>
  file?.facts.find((fact) => fact.changeId === changeId);
