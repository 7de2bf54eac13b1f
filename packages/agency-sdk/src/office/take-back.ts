import type { Submission } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import type { ReleaseAnswer } from '../define-agency.ts';
import type { Moment } from '../received-releases.ts';
import { noChange, type Result } from '../results.ts';
import type { TakingBack } from '../taking-back.ts';
import type { AlteredFact } from './alter-fact.ts';
import type { CaseFact, CaseFile } from './case-file.ts';
import { lockCaseFiles } from './case-queries.ts';
import { lockWords } from './lock-words.ts';
import type { Office } from './office.ts';
import { reduceTold, takeBackFact, takesAny } from './take-back-fact.ts';
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

/** Of what is in no case here: it matched none, was known already by another release, or was taken back before it was used. */
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
  if (file === undefined || fact === undefined || !takesAny(fact, taking)) return NOT_USED;
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
