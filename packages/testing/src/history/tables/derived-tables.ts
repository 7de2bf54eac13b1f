/** A table whose rows follow from what was told alone, whatever the order between households, and however often. */
export interface DerivedTable {
  readonly table: string;
  /** Columns that name a row, of those that are kept. */
  readonly key: readonly string[];
  /** Columns that differ between two runs of one load. */
  readonly without: readonly string[];
  /** The rows that are compared; all, when left out. */
  readonly where?: string;
  /** Ids that are left out besides where the condition holds: they are made of a stack's own secrets there. */
  readonly secret?: { readonly when: string; readonly ids: readonly string[] };
}

/** Who tells that two keys are one person's: the bus itself, and names its change by both keys. */
const BUS = `'told'`;

/**
 * Left out of the comparison, as columns: places in a log or in a case's own order of arrival (`revision`, sequences), release ids, clock times, and
 * what each stack's own secrets make (subject keys, digests, sealed values). Left out as tables: journals, which say in which order things came
 * (`award_history`, `outcome`, `journal`, `submission`, `submission_result`), and what belongs to reading and sending.
 */
const OFFICE: readonly DerivedTable[] = [
  { table: 'claim', key: ['case_reference'], without: ['revision'] },
  { table: 'case_fact', key: ['case_reference', 'change_id'], without: ['revision', 'release_id'] },
  { table: 'award', key: ['case_reference'], without: ['revision'] },
  {
    table: 'received_release',
    key: ['case_reference', 'change_id'],
    without: [
      ...['entry_no', 'topic', 'partition', 'log_offset', 'received_at'],
      ...['release_id', 'release_sequence', 'takes_back', 'value'],
    ],
  },
  { table: 'parked_key', key: ['stream', 'key'], without: [] },
];

const COUNCIL: readonly DerivedTable[] = [
  ...OFFICE,
  { table: 'council_tax_account', key: ['uprn', 'financial_year'], without: [] },
  { table: 'outside_dwelling', key: ['uprn'], without: [] },
];

const JOBCENTRE: readonly DerivedTable[] = [
  ...OFFICE,
  { table: 'award_notice', key: ['change_id'], without: [] },
];

/**
 * A change that reaches the gateway before the word that two keys are one person's is decided again for the other's interests: how often it was
 * decided says in which order things came. So each change is compared with what it was decided last for each interest.
 */
const GATEWAY: readonly DerivedTable[] = [
  {
    table: 'decision',
    key: ['change_id'],
    without: [
      ...['run', 'decision_id', 'subject_key', 'subject_version', 'change_sequence'],
      ...['accepted_at_micros', 'decided_at_micros'],
      ...['change_partition', 'change_offset', 'record_hash'],
    ],
    where: 'kept.run = 1',
    secret: { when: `kept.source_agency = ${BUS}`, ids: ['change_id', 'root_change_id'] },
  },
  {
    table: 'decision_recipient',
    key: ['change_id', 'agency', 'capacity', 'case_reference'],
    without: ['run', 'recipient_no', 'release_id', 'interest_version'],
    where: `NOT EXISTS (SELECT FROM decision_recipient AS later WHERE later.change_id = kept.change_id AND later.run > kept.run
      AND (kept.interest_id IS NULL OR later.interest_id = kept.interest_id))`,
    secret: {
      when: `EXISTS (SELECT FROM decision AS d WHERE d.change_id = kept.change_id AND d.run = kept.run AND d.source_agency = ${BUS})`,
      ids: ['change_id'],
    },
  },
  {
    table: 'release',
    key: ['agency', 'case_reference', 'change_id', 'kind'],
    without: ['run', 'release_id', 'release_sequence'],
  },
  {
    table: 'release_case',
    key: ['agency', 'case_reference'],
    without: ['last_release_sequence', 'held_since_micros'],
  },
  {
    table: 'kept_change',
    key: ['change_id'],
    without: ['subject_key', 'change_sequence', 'value', 'traceparent'],
  },
  {
    table: 'interest',
    key: ['agency', 'capacity', 'case_reference'],
    without: [
      ...['version', 'subject_key', 'changed_at_micros'],
      ...['birth_date_digest', 'surname_prefix_digest', 'initial_digest', 'postcode_digest'],
      ...['surname_digest', 'forename_digest'],
    ],
  },
  { table: 'parked_key', key: ['stream'], without: ['key'] },
];

const INTAKE: readonly DerivedTable[] = [
  {
    table: 'accepted_change',
    key: ['change_id'],
    without: ['subject_key', 'change_sequence', 'content_mac', 'accepted_at', 'value'],
    secret: { when: `kept.agency = ${BUS}`, ids: ['change_id'] },
  },
  { table: 'known_case', key: ['agency', 'case_reference'], without: ['subject_key'] },
];

/** The tables of a service that are compared; none for a service that keeps none of them. */
export function listDerivedTables(service: string): readonly DerivedTable[] {
  if (service === 'intake') return INTAKE;
  if (service === 'gateway') return GATEWAY;
  if (service === 'jobcentre') return JOBCENTRE;
  return service.startsWith('council-tax-') ? COUNCIL : [];
}
