import type { AgreementSet } from '@told/agreements';
import type { IsoDate } from '@told/codec';
import { MICROS_PER_MS, type Statement, type Transaction } from '@told/service';
import { findCandidates } from '../decisions/candidates.ts';
import { readChains } from '../decisions/chains.ts';
import { type Lineage, trackLineage } from '../decisions/lineage.ts';
import { caseKeyOf } from '../decisions/queries.ts';
import type { ToldChange } from '../decisions/read-changes.ts';
import type { Candidate, SubjectInterest } from '../decisions/subject-interest.ts';
import {
  type LockedSubject,
  readInterestsById,
  type SubjectView,
  type SubjectViews,
} from '../decisions/subject-view.ts';
import { digestKeyOf } from '../ids.ts';
import { readSurvivors } from '../interests/lock-survivors.ts';
import { heldCasesOf, type InputCandidate, type Inputs } from './inputs.ts';
import type { LawBook } from './law-book.ts';

/** The law and the day of now. */
export interface Present {
  readonly agreements: AgreementSet;
  /** The agencies whose topics this process has opened. */
  readonly agencies: ReadonlySet<string>;
  readonly subjects: SubjectViews;
  readonly law: LawBook;
  readonly businessDate: IsoDate;
  readonly nowMs: number;
}

export interface WantedNow {
  readonly told: ToldChange;
  /** Whom it was decided about. */
  readonly subjectKey: string;
  readonly rootChangeId: string;
}

const READ_SUBJECTS: Statement = {
  name: 'gateway_read_subjects_as_they_are',
  text: `SELECT subject_key AS "subjectKey", version, protected_since AS "protectedSince", protected_by AS "protectedBy"
         FROM subject WHERE subject_key = ANY ($1::text[])`,
};

const READ_HELD: Statement = {
  name: 'gateway_read_held_cases',
  text: `SELECT c.agency, c.case_reference AS "caseReference" FROM release_case c
              JOIN unnest($1::text[], $2::text[]) AS k (agency, case_reference) USING (agency, case_reference)
         WHERE c.held_since_micros IS NOT NULL`,
};

const READ_FENCE: Statement = {
  name: 'gateway_read_fence_as_it_is',
  text: 'SELECT version FROM suspension_fence',
};

/**
 * What these changes would be decided by now, in the order given: nothing is locked, so the transaction must see one moment. The number of
 * statements does not depend on the number of changes.
 */
export async function readCurrentInputs(
  tx: Transaction,
  wanted: readonly WantedNow[],
  present: Present,
): Promise<readonly Inputs[]> {
  const survivors = await readSurvivors(tx, [...new Set(wanted.map((one) => one.subjectKey))]);
  const keyOf = ({ subjectKey }: WantedNow): string => survivors.get(subjectKey) ?? subjectKey;
  const { rows } = await tx.query<LockedSubject>(READ_SUBJECTS, [
    [...new Set(wanted.map(keyOf))].sort(),
  ]);
  const views = await present.subjects.read(tx, rows, false);
  const law = await readLaw(tx, present);
  const found = await findAll(tx, wanted, (one) => views.get(keyOf(one))?.interests ?? []);
  const held = await readHeld(tx, found.flat());
  return wanted.map((one, index): Inputs => {
    const view: SubjectView | undefined = views.get(keyOf(one));
    return {
      ...law,
      held,
      subjectKey: keyOf(one),
      subjectVersion: view?.version ?? 0,
      run: 1,
      // As if it were decided again: what is told is under the protection of now.
      cause: 'match-confirmed',
      rootChangeId: one.rootChangeId,
      candidates: (found[index] ?? []).map((candidate) => toInput(one.told, candidate)),
      consents: view?.consents ?? [],
      protectedSince: view?.protectedSince ?? null,
      places: new Map(),
      isOvertaken: false,
    };
  });
}

async function readLaw(tx: Transaction, { law, agreements, agencies, ...moment }: Present) {
  const { rows } = await tx.query<{ version: number }>(READ_FENCE);
  const suspensionVersion = rows[0]?.version ?? 0;
  return {
    ...{ agreements, suspensionVersion, known: agencies },
    suspended: await law.suspendedAt(tx, suspensionVersion),
    states: await law.statesAt(tx, suspensionVersion),
    businessDate: moment.businessDate,
    decidedAt: moment.nowMs * MICROS_PER_MS,
  };
}

/** Whom each change would be decided about: the subject's interests of now, and past recipients of its chain. */
async function findAll(
  tx: Transaction,
  wanted: readonly WantedNow[],
  interestsOf: (one: WantedNow) => readonly Candidate[],
): Promise<readonly (readonly Candidate[])[]> {
  const previous = wanted.flatMap(({ told }) => told.change.previousChangeId ?? []);
  const lineage = trackLineage(await readChains(tx, previous), new Set());
  const former = await readFormer(tx, wanted, lineage, interestsOf);
  return wanted.map((one) => {
    const { change } = one.told;
    const chain = { given: lineage.givenBefore(change), waiting: lineage.waitingBefore(change) };
    return findCandidates({ interestIds: null }, interestsOf(one), chain, former);
  });
}

async function readFormer(
  tx: Transaction,
  wanted: readonly WantedNow[],
  lineage: Lineage,
  interestsOf: (one: WantedNow) => readonly Candidate[],
): Promise<ReadonlyMap<string, SubjectInterest>> {
  const gone = wanted.flatMap((one) => {
    const current = new Set(interestsOf(one).map(({ interestId }) => interestId));
    return [...lineage.givenBefore(one.told.change).keys()].filter((id) => !current.has(id));
  });
  const interests = await readInterestsById(tx, [...new Set(gone)]);
  return new Map(interests.map((one) => [one.interestId, one]));
}

async function readHeld(
  tx: Transaction,
  candidates: readonly SubjectInterest[],
): Promise<ReadonlySet<string>> {
  const cases = new Map(
    candidates.map((one) => [caseKeyOf(one.agency, one.caseReference), one] as const),
  );
  if (cases.size === 0) return new Set();
  type Row = { readonly agency: string; readonly caseReference: string };
  const { rows } = await tx.query<Row>(READ_HELD, [
    [...cases.values()].map((one) => one.agency),
    [...cases.values()].map((one) => one.caseReference),
  ]);
  return heldCasesOf(rows);
}

function toInput({ change }: ToldChange, candidate: Candidate): InputCandidate {
  const { confirmed, rejected, ...one } = candidate;
  const keys = [change.identityDigests, change.identityDigestsBefore].flatMap((digests) =>
    digests === null ? [] : [digestKeyOf(digests)],
  );
  return {
    ...one,
    isConfirmed: keys.some((key) => confirmed.includes(key)),
    isRejected: keys.some((key) => rejected.includes(key)),
  };
}
