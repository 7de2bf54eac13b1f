import type { Statement } from '@told/service';
import { waitForLedger } from '../history/wait-for-ledger.ts';
import { type Area, withDatabase } from '../index.ts';

/** Table → its rows as JSON texts, sorted. */
export type Tables = Readonly<Record<string, readonly string[]>>;

/** Table → columns that differ between two runs of one load: clock times, places in the log, what a stack's own secrets make. */
type Kept = Readonly<Record<string, readonly string[]>>;

const OFFICE: Kept = {
  claim: [],
  case_fact: [],
  award: [],
  award_history: ['recorded_at'],
  received_release: ['entry_no', 'topic', 'partition', 'log_offset', 'value', 'received_at'],
  outcome: ['decided_at'],
  submission: ['submitted_at'],
  submission_result: ['answered_at'],
  parked_record: [],
};

/** A relay that dies in doubt sends a submission again, and intake answers it again: as often as it likes, with the first one's change. */
const REPEATED: Readonly<Record<string, string>> = {
  submission_result: `kept.status = 'duplicate'`,
};

/** The area's secret makes the keys and digests. */
const INTEREST = [
  'subject_key',
  'birth_date_digest',
  'surname_prefix_digest',
  'surname_digest',
  'forename_digest',
  'initial_digest',
  'postcode_digest',
  'changed_at_micros',
  'version',
];

const KEPT: Readonly<Record<string, Kept>> = {
  intake: { accepted_change: ['content_mac', 'subject_key', 'accepted_at', 'value'] },
  gateway: {
    decision: [
      ...['subject_key', 'subject_version', 'accepted_at_micros', 'decided_at_micros'],
      ...['change_partition', 'change_offset', 'record_hash'],
    ],
    // Of what a restored gateway takes over from the log, that which was known at the moment is gone.
    decision_recipient: ['inputs'],
    release: [],
    outcome: ['decided_at_micros'],
    interest: INTEREST,
    parked_record: [],
  },
  'council-tax-central-bedfordshire': OFFICE,
  'council-tax-luton': OFFICE,
  jobcentre: { ...OFFICE, award_notice: [] },
  audit: { entry: [] },
};

/**
 * Of a ledger, what its entries say, each once and without places, times and salts: which were entered before others is held against heads. Operators
 * who die in the middle do in two actions what others do in one, and an office that was put back answers again.
 */
const ENTRIES: Statement = {
  name: 'tables_entry',
  text: `SELECT DISTINCT jsonb_build_array(kind, (text::jsonb -> 'facts') - 'subjectVersion', case_references)::text AS row
    FROM entry WHERE kind IN ('change', 'decision', 'outcome')`,
};

/** Everything that a load leaves in the services' databases and that the same load must leave again, whatever happened on the way: once the ledger has it all. */
export async function readTables(area: Area): Promise<Tables> {
  await waitForLedger(area);
  const services = await Promise.all(
    Object.entries(KEPT).map(([service, tables]) =>
      withDatabase(area, service, async (db) => {
        const read = Object.entries(tables).map(async ([table, without]) => {
          const { rows } = await db.query<{ row: string }>(select(table, without));
          return [`${service}/${table}`, rows.map(({ row }) => row).sort()] as const;
        });
        return Promise.all(read);
      }),
    ),
  );
  return Object.fromEntries(services.flat());
}

/** Tables that hold other rows in one than in the other. */
export const findDifferent = (one: Tables, other: Tables): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((table) => JSON.stringify(one[table]) !== JSON.stringify(other[table]))
    .sort();

const select = (table: string, without: readonly string[]): Statement =>
  table === 'entry'
    ? ENTRIES
    : {
        name: `tables_${table}`,
        text: `SELECT (to_jsonb(kept) - '{${without.join(',')}}'::text[])::text AS row
    FROM ${table} AS kept WHERE NOT (${REPEATED[table] ?? 'false'})`,
      };
