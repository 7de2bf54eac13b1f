import type { Database, Statement } from '@told/service';
import type { OfficeHistory } from './history.ts';

const STORED: Statement = {
  name: 'history_stored',
  text: 'SELECT change_id AS id FROM accepted_change',
};
const RECEIVED: Statement = {
  name: 'history_received',
  text: `SELECT release_id AS "releaseId", case_reference AS "caseReference", release_sequence AS "releaseSequence"
    FROM received_release ORDER BY entry_no`,
};
const EFFECTS: Statement = {
  name: 'history_effects',
  text: `SELECT case_reference AS "caseReference", change_id AS "changeId", after_ranges IS NOT NULL AS "awardChanged"
    FROM award_history ORDER BY case_reference, revision`,
};
const PARKED: Statement = {
  name: 'history_parked',
  text: 'SELECT id FROM parked_record WHERE id IS NOT NULL',
};

/** Changes that intake has accepted. */
export async function readStoredChanges(intake: Database): Promise<ReadonlySet<string>> {
  const { rows } = await intake.query<{ id: string }>(STORED);
  return new Set(rows.map(({ id }) => id));
}

/** What an office received and what it did. */
export async function readOffice(agency: string, office: Database): Promise<OfficeHistory> {
  const received = await office.query<OfficeHistory['received'][number]>(RECEIVED);
  const effects = await office.query<OfficeHistory['effects'][number]>(EFFECTS);
  const parked = await office.query<{ id: string }>(PARKED);
  return {
    agency,
    received: received.rows,
    effects: effects.rows,
    parked: new Set(parked.rows.map(({ id }) => id)),
  };
}
