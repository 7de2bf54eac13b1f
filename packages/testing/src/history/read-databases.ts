import type { Database, Statement } from '@told/service';
import type { OfficeEffect, ReceivedRelease } from './history.ts';

/** Rows of an answer: enough to make the statements few, few enough to be held. */
const ROWS = 5_000;

const STORED: Statement = {
  name: 'history_stored',
  text: 'SELECT change_id AS id FROM accepted_change WHERE change_id > $1 ORDER BY change_id LIMIT $2',
};
/** A release that comes of one change may take back what came of another; one of which the office kept nothing has no effect to take back. */
const RECEIVED: Statement = {
  name: 'history_received',
  text: `SELECT entry_no AS "entryNo", release_id AS "releaseId", case_reference AS "caseReference", release_sequence AS "releaseSequence",
      (SELECT taken.change_id FROM received_release AS taken WHERE taken.release_id = received_release.takes_back) AS "takenBack"
    FROM received_release WHERE entry_no > $1 ORDER BY entry_no LIMIT $2`,
};
/** An officer's decision about a fact is a later entry of the same change, and no second effect of it. */
const EFFECTS: Statement = {
  name: 'history_effects',
  text: `SELECT case_reference AS "caseReference", revision, change_id AS "changeId", after_ranges IS NOT NULL AS "awardChanged"
    FROM award_history WHERE (case_reference, revision) > ($1, $2) AND decision_id IS NULL
    ORDER BY case_reference, revision LIMIT $3`,
};
const PARKED: Statement = {
  name: 'history_parked',
  text: 'SELECT position, id FROM parked_record WHERE position > $1 AND id IS NOT NULL ORDER BY position LIMIT $2',
};
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Changes that intake has accepted. */
export async function* readStoredChanges(intake: Database): AsyncGenerator<readonly string[]> {
  type Row = { readonly id: string };
  for await (const rows of readRows<Row>(intake, STORED, [NIL_UUID], ({ id }) => [id])) {
    yield rows.map(({ id }) => id);
  }
}

/** What an office received, in the order in which it took effect. */
export function readReceived(office: Database): AsyncGenerator<readonly ReceivedRelease[]> {
  type Row = ReceivedRelease & { readonly entryNo: number };
  return readRows<Row>(office, RECEIVED, [0], ({ entryNo }) => [entryNo]);
}

/** What an office did. */
export function readEffects(office: Database): AsyncGenerator<readonly OfficeEffect[]> {
  type Row = OfficeEffect & { readonly revision: number };
  const keyOf = ({ caseReference, revision }: Row) => [caseReference, revision];
  return readRows<Row>(office, EFFECTS, ['', 0], keyOf);
}

export async function* readParked(office: Database): AsyncGenerator<readonly string[]> {
  type Row = { readonly position: number; readonly id: string };
  for await (const rows of readRows<Row>(office, PARKED, [0], ({ position }) => [position])) {
    yield rows.map(({ id }) => id);
  }
}

type Key = readonly (string | number)[];

/** Goes through a table by its key, some rows at a time; `start` is a key below all. */
async function* readRows<R extends object>(
  db: Database,
  statement: Statement,
  start: Key,
  keyOf: (row: R) => Key,
): AsyncGenerator<readonly R[]> {
  for (let after = start; ; ) {
    const { rows } = await db.query<R>(statement, [...after, ROWS]);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS) return;
    after = keyOf(rows.at(-1) as R);
  }
}
