import type { ConsentToDecide } from '@told/agreements';
import type {
  Benefit,
  DecisionCause,
  Fact,
  IdentityDigests,
  InterestState,
  IsoDate,
  Matched,
} from '@told/codec';
import type { Statement, Transaction } from '@told/service';

type Queryable = Pick<Transaction, 'query'>;

/** What is kept of a decision: ids, versions, hashes, dates and names. */
export interface RecordedDecision {
  readonly changeId: string;
  readonly run: number;
  readonly decisionId: string;
  readonly subjectKey: string;
  readonly subjectVersion: number;
  readonly changeSequence: number;
  readonly sourceAgency: string;
  readonly fact: Fact;
  readonly changeType: string;
  readonly previousChangeId: string | null;
  readonly occurredOn: IsoDate;
  readonly notifiedOn: IsoDate;
  readonly receivedOn: IsoDate;
  readonly usedOn: IsoDate | null;
  readonly usedFor: Benefit | null;
  readonly businessDate: IsoDate;
  readonly decidedAt: number;
  readonly engineVersion: string;
  readonly agreementSet: string;
  readonly rootChangeId: string;
  readonly cause: DecisionCause;
  readonly suspensionVersion: number;
  readonly protectedSince: number | null;
  /** SHA-256 of the record, in hex; null in decisions from before it was kept. */
  readonly recordHash: string | null;
}

/** Names by the agreement file that gave them. */
interface Given {
  readonly hash: string;
  readonly fields: readonly string[];
}

export interface RecordedRecipient {
  readonly agency: string | null;
  readonly capacity: string | null;
  readonly caseReference: string | null;
  readonly interestId: string | null;
  readonly interestVersion: number | null;
  readonly verdict: string;
  readonly reason: string | null;
  readonly matched: Matched;
  readonly given: readonly Given[];
  readonly withheld: readonly { readonly reason: string; readonly fields: readonly string[] }[];
  readonly consents: readonly { readonly consentId: string; readonly version: number }[];
  readonly releaseId: string | null;
  readonly releaseSequence: number | null;
  /** As `packInputs` wrote it; null in decisions from before it was kept. */
  readonly inputs: number | null;
  /** The very version of the interest; null when it is not kept. */
  readonly interest: RecordedInterest | null;
}

interface RecordedInterest {
  readonly state: InterestState;
  readonly matched: Matched;
  readonly identityDigests: IdentityDigests;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
}

/** One run on a change, as it is on record. */
export interface Recorded {
  readonly decision: RecordedDecision;
  readonly recipients: readonly RecordedRecipient[];
  /** The subject's, each in the version of then. */
  readonly consents: readonly ConsentToDecide[];
}

const READ_DECISIONS: Statement = {
  name: 'gateway_read_recorded_decisions',
  text: `SELECT change_id AS "changeId", run, decision_id AS "decisionId", subject_key AS "subjectKey", subject_version AS "subjectVersion",
                change_sequence AS "changeSequence", source_agency AS "sourceAgency", fact, change_type AS "changeType",
                previous_change_id AS "previousChangeId", occurred_on AS "occurredOn", notified_on AS "notifiedOn",
                received_on AS "receivedOn", used_on AS "usedOn", used_for AS "usedFor", business_date AS "businessDate",
                decided_at_micros AS "decidedAt", engine_version AS "engineVersion", agreement_set AS "agreementSet",
                root_change_id AS "rootChangeId", cause, suspension_version AS "suspensionVersion", protected_since AS "protectedSince",
                encode(record_hash, 'hex') AS "recordHash"
         FROM decision WHERE change_id = ANY ($1::uuid[]) ORDER BY change_id, run`,
};

const READ_RECIPIENTS: Statement = {
  name: 'gateway_read_recorded_recipients',
  text: `SELECT r.change_id AS "changeId", r.run, r.agency, r.capacity, r.case_reference AS "caseReference", r.interest_id AS "interestId",
                r.interest_version AS "interestVersion", r.verdict, r.reason, r.matched, r.given, r.withheld, r.consents,
                r.release_id AS "releaseId", l.release_sequence AS "releaseSequence", r.inputs,
                CASE WHEN h.interest_id IS NULL THEN NULL ELSE json_build_object(
                  'state', h.state, 'matched', h.matched, 'from', h.from_on, 'until', h.until_on,
                  'identityDigests', json_build_object(
                    'secretVersion', h.secret_version, 'birthDate', h.birth_date_digest, 'surnamePrefix', h.surname_prefix_digest,
                    'initial', h.initial_digest, 'postcode', h.postcode_digest, 'surname', h.surname_digest,
                    'forename', h.forename_digest)) END AS interest
         FROM decision_recipient r
              LEFT JOIN release l ON l.release_id = r.release_id
              LEFT JOIN interest_history h ON h.interest_id = r.interest_id AND h.version = r.interest_version
         WHERE r.change_id = ANY ($1::uuid[]) ORDER BY r.change_id, r.run, r.recipient_no`,
};

// The newest version of each consent that a decision with this version of its subject has seen.
const READ_CONSENTS: Statement = {
  name: 'gateway_read_recorded_consents',
  text: `SELECT a.place::integer - 1 AS place, c.consent_id AS "consentId", n.version, c.recipient, c.purpose, n.action,
                n.on_day AS "on", n.until_on AS until
         FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS a (subject_key, subject_version, place)
              JOIN consent c USING (subject_key)
              CROSS JOIN LATERAL (SELECT h.* FROM consent_history h
                                  WHERE h.consent_id = c.consent_id AND h.subject_version <= a.subject_version
                                  ORDER BY h.version DESC LIMIT 1) AS n
         ORDER BY a.place, c.recipient, c.purpose`,
};

type RecipientRow = RecordedRecipient & Pick<RecordedDecision, 'changeId' | 'run'>;
type ConsentRow = ConsentToDecide & { readonly place: number };

const nameOf = ({ changeId, run }: Pick<RecordedDecision, 'changeId' | 'run'>): string =>
  `${changeId}/${run}`;

/** Every run on these changes, in order, with what is kept of what it rested on. Three statements. */
export async function readRecorded(
  on: Queryable,
  changeIds: readonly string[],
): Promise<readonly Recorded[]> {
  if (changeIds.length === 0) return [];
  const { rows: decisions } = await on.query<RecordedDecision>(READ_DECISIONS, [changeIds]);
  const { rows: recipients } = await on.query<RecipientRow>(READ_RECIPIENTS, [changeIds]);
  const { rows: consents } = await on.query<ConsentRow>(READ_CONSENTS, [
    decisions.map((one) => one.subjectKey),
    decisions.map((one) => one.subjectVersion),
  ]);
  const recipientsOf = Map.groupBy(recipients, nameOf);
  const consentsOf = Map.groupBy(consents, (one) => one.place);
  return decisions.map((decision, place) => ({
    decision,
    recipients: recipientsOf.get(nameOf(decision)) ?? [],
    consents: (consentsOf.get(place) ?? []).map(({ place: _, ...one }) => one),
  }));
}
