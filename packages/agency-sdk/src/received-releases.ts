import { type Codec, type IsoDate, type Outcome, type Release, readOrThrow } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import type { AppliedIds, Statement, Transaction } from '@told/service';

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

// The releases keep their order, since the entry number is drawn for each as it is inserted. Their bytes come as one parameter: in an array
// each would be written out in hexadecimal digits.
const INSERT: Statement = {
  name: 'agency_insert_received_releases',
  text: `WITH answered AS (
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::integer[], $7::bigint[], $16::integer[],
          $17::integer[], $9::integer[], $10::text[], $11::text[], $12::date[], $15::uuid[])
        WITH ORDINALITY AS a (release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, at, size, outcome_no,
          kind, reason, effective_on, takes_back, place)
    ), received AS (
      INSERT INTO received_release (release_id, case_reference, release_sequence, change_id, topic, partition, log_offset, value,
        business_date, received_at, takes_back)
      SELECT release_id, case_reference, release_sequence, change_id, topic, partition, log_offset,
        substring($8::bytea FROM at FOR size), $13, $14, takes_back
      FROM answered ORDER BY place
    )
    INSERT INTO outcome (release_id, outcome_no, case_reference, release_sequence, kind, reason, effective_on, business_date, decided_at)
    SELECT release_id, outcome_no, case_reference, release_sequence, kind, reason, effective_on, $13, $14 FROM answered`,
};

/**
 * Keeps releases byte for byte, less what was taken back before they were used, and the outcome of each, after their effects: by then each case is locked, so that entry numbers follow
 * the effects.
 */
export async function keepReleases(
  tx: Transaction,
  arrivals: readonly Arrival[],
  outcomes: readonly Outcome[],
  { businessDate, nowMs }: Moment,
): Promise<void> {
  const values = arrivals.map(({ record }) => record.value);
  await tx.query(INSERT, [
    arrivals.map(({ release }) => release.releaseId),
    arrivals.map(({ release }) => release.caseReference),
    arrivals.map(({ release }) => release.releaseSequence),
    arrivals.map(({ release }) => release.changeId),
    arrivals.map(({ record }) => record.topic),
    arrivals.map(({ record }) => record.partition),
    arrivals.map(({ record }) => record.offset.toString()),
    Buffer.concat(values),
    outcomes.map(({ outcomeNo }) => outcomeNo),
    outcomes.map(({ kind }) => kind),
    outcomes.map(({ reason }) => reason),
    outcomes.map(({ effectiveOn }) => effectiveOn),
    businessDate,
    new Date(nowMs),
    arrivals.map(({ release }) => release.takesBack),
    listPlaces(values),
    values.map(({ length }) => length),
  ]);
}

/** Where each begins when they follow each other; from 1, as SQL counts. */
function listPlaces(values: readonly Buffer[]): readonly number[] {
  let next = 1;
  return values.map(({ length }) => {
    const at = next;
    next += length;
    return at;
  });
}

const READ_PLACES: Statement = {
  name: 'agency_read_received_places',
  text: `SELECT case_reference AS key, release_sequence AS sequence, release_id AS id
    FROM received_release WHERE release_id = ANY($1::uuid[])`,
};

/** What took effect is received, so that a case's sequences need no table of their own. */
export const RECEIVED_IDS: AppliedIds = {
  read: async (tx, _stream, places) =>
    (await tx.query<SequencedPlace>(READ_PLACES, [places.map(({ id }) => id)])).rows,
  keep: async () => undefined,
};

interface SequencedPlace {
  readonly key: string;
  readonly sequence: number;
  readonly id: string;
}

const READ: Statement = {
  name: 'agency_read_received_releases',
  text: `SELECT value, entry_no FROM received_release WHERE release_id = ANY($1::uuid[])
    UNION
    SELECT value, entry_no FROM received_release WHERE takes_back = ANY($2::uuid[]) AND ($3::bigint IS NULL OR entry_no < $3)
    ORDER BY entry_no`,
};

/** Where the releases received are kept, and how to read them. */
export interface KeptReleases {
  /** The transaction in which they are taken; or that of another database, when they are gone through again into this one. */
  readonly tx: Pick<Transaction, 'query'>;
  readonly codec: Codec;
}

/** Releases received before, in order: these, and those that take back some of `takenBack`, of the latter those before an entry. */
export async function readReceived(
  { tx, codec }: KeptReleases,
  {
    releaseIds,
    takenBack,
    beforeEntryNo = null,
  }: {
    readonly releaseIds: readonly string[];
    readonly takenBack: readonly string[];
    readonly beforeEntryNo?: number | null;
  },
): Promise<readonly Release[]> {
  const { rows } = await tx.query<{ value: Buffer }>(READ, [releaseIds, takenBack, beforeEntryNo]);
  const decoded = await codec.decode(
    'Release',
    rows.map(({ value }) => value),
  );
  return decoded.map(readOrThrow);
}
