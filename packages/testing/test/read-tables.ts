import type { Statement } from '@told/service';
import { type Area, withDatabase } from '../src/index.ts';

/** Table → its rows as JSON texts, in the order of their keys. */
export type Tables = Readonly<Record<string, readonly string[]>>;

/** A table, its key, and what differs between two runs of one load: clock times, places in the log, secrets' digests. */
interface Kept {
  readonly table: string;
  readonly key: string;
  readonly without?: readonly string[];
}

const OFFICE: readonly Kept[] = [
  { table: 'claim', key: 'case_reference' },
  { table: 'case_fact', key: 'case_reference, change_id' },
  { table: 'award', key: 'case_reference' },
  { table: 'award_history', key: 'case_reference, revision', without: ['recorded_at'] },
  {
    table: 'received_release',
    key: 'case_reference, release_sequence',
    without: ['entry_no', 'topic', 'partition', 'log_offset', 'value', 'received_at'],
  },
  { table: 'outcome', key: 'release_id, outcome_no', without: ['decided_at'] },
  { table: 'submission', key: 'idempotency_key', without: ['submitted_at'] },
  { table: 'submission_result', key: 'idempotency_key, answered_at', without: ['answered_at'] },
  { table: 'parked_record', key: 'position' },
];

const KEPT: Readonly<Record<string, readonly Kept[]>> = {
  intake: [
    {
      table: 'accepted_change',
      key: 'change_id',
      without: ['content_mac', 'subject_key', 'accepted_at', 'value'],
    },
  ],
  gateway: [
    {
      table: 'decision',
      key: 'change_id, run',
      without: ['subject_key', 'subject_version', 'accepted_at_micros', 'decided_at_micros'],
    },
    { table: 'decision_recipient', key: 'decision_id, recipient_no' },
    { table: 'release', key: 'agency, case_reference, release_sequence' },
    { table: 'outcome', key: 'release_id, outcome_no', without: ['decided_at_micros'] },
    { table: 'parked_record', key: 'position' },
  ],
  'council-tax-central-bedfordshire': OFFICE,
  jobcentre: [...OFFICE, { table: 'award_notice', key: 'change_id' }],
};

/** Everything that a load leaves in the services' databases and that the same load must leave again, whatever happened on the way. */
export async function readTables(area: Area): Promise<Tables> {
  const services = await Promise.all(
    Object.entries(KEPT).map(([service, tables]) =>
      withDatabase(area, service, async (db) => {
        const read = tables.map(async (kept): Promise<[string, readonly string[]]> => {
          const { rows } = await db.query<{ row: string }>(select(kept));
          return [`${service}/${kept.table}`, rows.map(({ row }) => row)];
        });
        return Promise.all(read);
      }),
    ),
  );
  return Object.fromEntries(services.flat());
}

const select = ({ table, key, without = [] }: Kept): Statement => ({
  name: `tables_${table}`,
  text: `SELECT (to_jsonb(kept) - '{${without.join(',')}}'::text[])::text AS row FROM ${table} AS kept ORDER BY ${key}`,
});
