import type { IsoDate, Release } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { Statement, Transaction } from '@told/service';

/** A release as it came from the log. */
export interface Arrival {
  readonly release: Release;
  readonly record: StoredRecord;
}

/** When and on which day of law a batch is taken. */
export interface Moment {
  readonly businessDate: IsoDate;
  readonly nowMs: number;
}

// The rows keep their order, since the entry number is drawn for each as it is inserted.
const INSERT: Statement = {
  name: 'agency_insert_received_releases',
  text: `INSERT INTO received_release (release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, value,
      business_date, received_at)
    SELECT r.release_id, r.case_reference, r.release_sequence, r.change_id, r.topic, r.partition, r.log_offset, r.value, $9, $10
    FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::integer[], $7::bigint[], $8::bytea[])
      WITH ORDINALITY AS r (release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, value, place)
    ORDER BY r.place`,
};

/** Keeps releases byte for byte, after their effects: by then each case is locked, so that entry numbers follow the effects. */
export async function keepReleases(
  tx: Transaction,
  arrivals: readonly Arrival[],
  { businessDate, nowMs }: Moment,
): Promise<void> {
  await tx.query(INSERT, [
    arrivals.map(({ release }) => release.releaseId),
    arrivals.map(({ release }) => release.caseReference),
    arrivals.map(({ release }) => release.releaseSequence),
    arrivals.map(({ release }) => release.changeId),
    arrivals.map(({ record }) => record.topic),
    arrivals.map(({ record }) => record.partition),
    arrivals.map(({ record }) => record.offset.toString()),
    arrivals.map(({ record }) => record.value),
    businessDate,
    new Date(nowMs),
  ]);
}
