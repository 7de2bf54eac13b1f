import type { Codec, Release, Submission } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { ReleaseAnswer } from '../define-agency.ts';
import { type Moment, readReceived } from '../received-releases.ts';
import { noChange, type Result } from '../results.ts';
import { isTakingBack, type TakingBack, takingBackOf } from '../taking-back.ts';
import type { AlteredFact } from './alter-fact.ts';
import type { CaseFact, CaseFile } from './case-file.ts';
import { lockCaseFiles } from './case-queries.ts';
import { lockWords } from './lock-words.ts';
import type { Office } from './office.ts';
import { reduceTold, takeBackFact } from './take-back-fact.ts';
import { writeTakenBack } from './write-taken-back.ts';

// What matched no case may have been linked to any.
const FIND: Statement = {
  name: 'office_find_released',
  text: `SELECT case_reference AS "caseReference", change_id AS "changeId" FROM case_fact WHERE release_id = $1`,
};

export interface TakenBack {
  readonly result: Result;
  /** The further answers to the releases of what followed the fact. */
  readonly answers: readonly ReleaseAnswer[];
  readonly submissions: readonly Submission[];
}

/** Of what is in no case here: it matched none, or was known already by another release. */
const NOT_USED: TakenBack = { result: noChange('not-used'), answers: [], submissions: [] };

/** Whoever links a release to a case, or takes it back, meets here. */
export const lockRelease = (tx: Transaction, releaseId: string): Promise<void> =>
  lockWords(tx, [`release ${releaseId}`]);

/** Takes back what one release brought, in the case that has it: the other way into an office's derived tables. */
export async function takeBack(
  tx: Transaction,
  office: Office,
  taking: TakingBack,
  moment: Moment,
): Promise<TakenBack> {
  await lockRelease(tx, taking.takesBack);
  type Found = { readonly caseReference: string; readonly changeId: string };
  const { rows } = await tx.query<Found>(FIND, [taking.takesBack]);
  const [found] = rows;
  if (found === undefined) return NOT_USED;
  const { caseReference, changeId } = found;
  const file = (await lockCaseFiles(tx, [caseReference])).get(caseReference);
  const fact = file?.facts.find((one) => one.changeId === changeId);
  if (file === undefined || fact === undefined) return NOT_USED;
  const taken = takeBackFact(
    office,
    file,
    { fact, taking, keepsAddition: keepsAddition(office, file, fact, taking, moment) },
    moment,
  );
  await writeTakenBack(tx, taken, moment);
  const submissions = await tellTaken(tx, office, fact, taking, taken, moment);
  const answers = taken.followers.flatMap(({ fact: { releaseId }, result }) =>
    releaseId === null ? [] : [{ releaseId, result }],
  );
  return { result: taken.result, answers, submissions };
}

async function tellTaken(
  tx: Transaction,
  office: Office,
  told: CaseFact,
  { releaseId }: TakingBack,
  { step }: AlteredFact,
  moment: Moment,
): Promise<readonly Submission[]> {
  const entry = { caseReference: step.file.claim.caseReference, told, moment };
  return (await office.onTaken?.(tx, [{ entry, step, causeId: releaseId }])) ?? [];
}

/** What was looked up for a field that is taken back goes with it. */
function keepsAddition(
  { looksUp = () => true }: Office,
  { claim: { caseReference } }: CaseFile,
  fact: CaseFact,
  taking: TakingBack,
  moment: Moment,
): boolean {
  const told = reduceTold(fact, taking);
  return told !== null && looksUp({ caseReference, told, moment });
}

/** What took back some of a release so far, or before an entry of this office. */
export async function readTakings(
  tx: Transaction,
  codec: Codec,
  releaseId: string,
  beforeEntryNo: number | null,
): Promise<readonly TakingBack[]> {
  const received = await readReceived(tx, codec, {
    ...{ releaseIds: [], takenBack: [releaseId], beforeEntryNo },
  });
  return received.filter(isTakingBack).flatMap((one: Release) => takingBackOf(one) ?? []);
}
