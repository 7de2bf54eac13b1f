import type { ClaimantChange } from '@told/codec';
import { instantOf, type Statement, type Transaction } from '@told/service';
import { moveCases, rememberCases } from '../acceptance/cases.ts';
import { INSERT_ACCEPTED } from '../acceptance/queries.ts';

/** A change as the log has it. */
export interface LoggedChange {
  readonly change: ClaimantChange;
  readonly value: Buffer;
}

const FIND: Statement = {
  name: 'intake_restore_find',
  text: 'SELECT change_id AS id FROM accepted_change WHERE change_id = ANY ($1::uuid[])',
};

const KEEP_SUBJECTS: Statement = {
  name: 'intake_restore_subjects',
  text: `INSERT INTO subject (subject_key, last_sequence)
         SELECT key, max(sequence) FROM unnest($1::text[], $2::bigint[]) AS told (key, sequence) GROUP BY key ORDER BY key
         ON CONFLICT (subject_key) DO UPDATE SET last_sequence = greatest(subject.last_sequence, excluded.last_sequence)`,
};

const KEEP_MERGES: Statement = {
  name: 'intake_restore_merges',
  text: `INSERT INTO subject_merge (ended_key, into_key, change_id)
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[]) ON CONFLICT DO NOTHING`,
};

/** What was told under it cannot be worked out from the log, which knows no number: told again, it is the same change. */
const CONTENT_UNKNOWN = Buffer.alloc(0);

/** Of these changes, those that the database lacks, each once. */
export async function findLacking(
  tx: Transaction,
  logged: readonly LoggedChange[],
): Promise<readonly LoggedChange[]> {
  const byId = new Map(logged.map((one) => [one.change.changeId, one]));
  const { rows } = await tx.query<{ id: string }>(FIND, [[...byId.keys()]]);
  for (const { id } of rows) byId.delete(id);
  return [...byId.values()];
}

/**
 * Puts back what the database lacks, in the order of the log: changes, the places given, cases that changes named, ends of keys. Answers those
 * whose predecessor is not there yet. Rejects when another change has the place of one: the database went on without reading.
 */
export async function restoreChanges(
  tx: Transaction,
  lacking: readonly LoggedChange[],
): Promise<readonly LoggedChange[]> {
  const previous = lacking.flatMap(({ change }) => change.previousChangeId ?? []);
  const { rows } = await tx.query<{ id: string }>(FIND, [[...new Set(previous)]]);
  const present = new Set(rows.map(({ id }) => id));
  const ready: LoggedChange[] = [];
  const waiting: LoggedChange[] = [];
  for (const one of lacking) {
    const { changeId, previousChangeId } = one.change;
    if (previousChangeId !== null && !present.has(previousChangeId)) waiting.push(one);
    else {
      present.add(changeId);
      ready.push(one);
    }
  }
  if (ready.length > 0) await insertChanges(tx, ready);
  return waiting;
}

async function insertChanges(tx: Transaction, ready: readonly LoggedChange[]): Promise<void> {
  const column = <T>(pick: (change: ClaimantChange) => T): T[] =>
    ready.map(({ change }) => pick(change));
  await tx.query(KEEP_SUBJECTS, [
    column(({ subjectKey }) => subjectKey),
    column(({ changeSequence }) => changeSequence),
  ]);
  await tx.query(INSERT_ACCEPTED, [
    column(({ changeId }) => changeId),
    column(({ source }) => source.agency),
    ready.map(() => CONTENT_UNKNOWN),
    column(({ subjectKey }) => subjectKey),
    column(({ changeSequence }) => changeSequence),
    column(({ fact }) => fact),
    column(({ changeType }) => changeType),
    column(({ previousChangeId }) => previousChangeId),
    column(({ occurredOn }) => occurredOn),
    column(({ notifiedOn }) => notifiedOn),
    column(({ receivedOn }) => receivedOn),
    column(({ acceptedAt }) => instantOf(acceptedAt)),
    ready.map(({ value }) => value),
  ]);
  const named = ready.flatMap(({ change: { source, subjectKey } }) =>
    source.caseReference === null
      ? []
      : [{ agency: source.agency, caseReference: source.caseReference, subjectKey }],
  );
  rememberCases(tx, named);
  const ends = ready.flatMap(({ change: { changeId, subjectKey, mergedInto } }) =>
    mergedInto === null ? [] : [{ changeId, endedKey: subjectKey, intoKey: mergedInto }],
  );
  if (ends.length === 0) return;
  await tx.query(KEEP_MERGES, [
    ends.map(({ endedKey }) => endedKey),
    ends.map(({ intoKey }) => intoKey),
    ends.map(({ changeId }) => changeId),
  ]);
  moveCases(tx, ends);
}
