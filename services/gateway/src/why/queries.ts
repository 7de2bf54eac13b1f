import type { IsoDate, OutcomeKind, RecipientDecisionVerdict } from '@told/codec';
import type { Database, Statement } from '@told/service';

/** A decision with the change it is about, as it was kept. */
export interface DecisionRow {
  readonly decisionId: string;
  readonly changeId: string;
  readonly run: number;
  readonly subjectVersion: number;
  readonly changeSequence: number;
  readonly sourceAgency: string;
  readonly sourceCaseReference: string | null;
  readonly fact: string;
  readonly changeType: string;
  readonly previousChangeId: string | null;
  readonly occurredOn: IsoDate;
  readonly notifiedOn: IsoDate;
  readonly receivedOn: IsoDate;
  readonly usedOn: IsoDate | null;
  readonly usedFor: string | null;
  readonly acceptedAtMicros: number;
  readonly businessDate: IsoDate;
  readonly decidedAtMicros: number;
  readonly engineVersion: string;
  readonly agreementSet: string;
}

export interface RecipientRow {
  readonly run: number;
  readonly recipientNo: number;
  readonly agency: string | null;
  readonly capacity: string | null;
  readonly caseReference: string | null;
  readonly interestId: string | null;
  readonly interestVersion: number | null;
  readonly verdict: RecipientDecisionVerdict;
  readonly reason: string | null;
  readonly matched: string;
  readonly given: readonly { readonly hash: string; readonly fields: readonly string[] }[];
  readonly withheld: readonly { readonly reason: string; readonly fields: readonly string[] }[];
  readonly releaseId: string | null;
  readonly releaseSequence: number | null;
  /** The interest as it stands now. */
  readonly interestFrom: IsoDate | null;
  readonly interestUntil: IsoDate | null;
  /** True while the release waits in the outbox. */
  readonly waiting: boolean;
}

export interface AgreementRow {
  readonly hash: string;
  readonly agreement: string;
  readonly version: number;
  readonly title: string;
  readonly basisType: string;
  readonly citation: string;
  readonly link: string;
  readonly note: string;
  readonly senderSees: 'recipients' | 'count' | 'nothing';
}

interface OutcomeRow {
  readonly releaseId: string;
  readonly outcomeNo: number;
  readonly kind: OutcomeKind;
  readonly reason: string | null;
  readonly effectiveOn: IsoDate | null;
  readonly businessDate: IsoDate;
  readonly decidedAtMicros: number;
}

/** Everything kept about one change. */
export interface ChangeRecord {
  readonly decisions: readonly DecisionRow[];
  readonly recipients: readonly RecipientRow[];
  readonly agreements: ReadonlyMap<string, AgreementRow>;
  readonly outcomes: ReadonlyMap<string, readonly OutcomeRow[]>;
}

const READ_DECISIONS: Statement = {
  name: 'gateway_why_decisions',
  text: `SELECT decision_id AS "decisionId", change_id AS "changeId", run, subject_version AS "subjectVersion",
                change_sequence AS "changeSequence", source_agency AS "sourceAgency",
                source_case_reference AS "sourceCaseReference", fact, change_type AS "changeType",
                previous_change_id AS "previousChangeId", occurred_on AS "occurredOn", notified_on AS "notifiedOn",
                received_on AS "receivedOn", used_on AS "usedOn", used_for AS "usedFor",
                accepted_at_micros AS "acceptedAtMicros", business_date AS "businessDate",
                decided_at_micros AS "decidedAtMicros", engine_version AS "engineVersion", agreement_set AS "agreementSet"
         FROM decision WHERE change_id = $1 ORDER BY run`,
};

// An outbox row is deleted once the log has acknowledged it, so a release without one has been delivered. Headers name the release.
const READ_RECIPIENTS: Statement = {
  name: 'gateway_why_recipients',
  text: `SELECT r.run, r.recipient_no AS "recipientNo", r.agency, r.capacity,
                r.case_reference AS "caseReference", r.interest_id AS "interestId",
                r.interest_version AS "interestVersion", r.verdict, r.reason, r.matched, r.given, r.withheld,
                r.release_id AS "releaseId", l.release_sequence AS "releaseSequence",
                i.from_on AS "interestFrom", i.until_on AS "interestUntil",
                r.release_id IS NOT NULL AND EXISTS (
                  SELECT FROM outbox o
                  WHERE o.topic = 'told.releases.' || r.agency AND o.key = convert_to(r.case_reference, 'UTF8')
                        AND strpos(o.headers, r.release_id::text) > 0
                ) AS waiting
         FROM decision_recipient r
              LEFT JOIN release l ON l.release_id = r.release_id
              LEFT JOIN interest i ON i.interest_id = r.interest_id
         WHERE r.change_id = $1
         ORDER BY r.run, r.recipient_no`,
};

const READ_AGREEMENTS: Statement = {
  name: 'gateway_why_agreements',
  text: `SELECT hash, agreement_id AS agreement, version, title, basis_type AS "basisType", citation, link, note,
                sender_sees AS "senderSees"
         FROM agreement WHERE hash = ANY ($1::text[])`,
};

const READ_OUTCOMES: Statement = {
  name: 'gateway_why_outcomes',
  text: `SELECT release_id AS "releaseId", outcome_no AS "outcomeNo", kind, reason, effective_on AS "effectiveOn",
                business_date AS "businessDate", decided_at_micros AS "decidedAtMicros"
         FROM outcome WHERE release_id = ANY ($1::uuid[]) ORDER BY release_id, outcome_no`,
};

/** Undefined when nothing has been decided about this change (yet). */
export async function readChangeRecord(
  db: Database,
  changeId: string,
): Promise<ChangeRecord | undefined> {
  const decisions = await db.query<DecisionRow>(READ_DECISIONS, [changeId]);
  if (decisions.rows.length === 0) return undefined;
  const recipients = await db.query<RecipientRow>(READ_RECIPIENTS, [changeId]);
  const hashes = recipients.rows.flatMap((one) => one.given.map(({ hash }) => hash));
  const releaseIds = recipients.rows.flatMap(({ releaseId }) => releaseId ?? []);
  const [agreements, outcomes] = await Promise.all([
    db.query<AgreementRow>(READ_AGREEMENTS, [[...new Set(hashes)]]),
    db.query<OutcomeRow>(READ_OUTCOMES, [releaseIds]),
  ]);
  return {
    decisions: decisions.rows,
    recipients: recipients.rows,
    agreements: new Map(agreements.rows.map((row) => [row.hash, row])),
    outcomes: Map.groupBy(outcomes.rows, (row) => row.releaseId),
  };
}
