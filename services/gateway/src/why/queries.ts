import type {
  DecisionCause,
  IsoDate,
  OutcomeKind,
  RecipientDecisionVerdict,
  ReleaseKind,
} from '@told/codec';
import type { Database, Statement } from '@told/service';
import { awaitsKey } from './awaits-key.ts';

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
  /** Why this run was made. */
  readonly cause: DecisionCause;
  readonly rootChangeId: string;
  readonly suspensionVersion: number;
  readonly protectedSince: number | null;
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
  /** Consents looked at. */
  readonly consents: readonly { readonly consentId: string; readonly version: number }[];
  readonly releaseId: string | null;
  readonly releaseSequence: number | null;
  readonly releaseKind: ReleaseKind | null;
  readonly takesBack: string | null;
  /** The interest as it stands now. */
  readonly interestFrom: IsoDate | null;
  readonly interestUntil: IsoDate | null;
  /** True while the release waits in the outbox. */
  readonly waiting: boolean;
  /** What would have been the basis, had it not run out; only for who may know it. */
  readonly expired?: {
    readonly agreement: string;
    readonly version: number;
    readonly lastDay: IsoDate;
  };
}

/** A release that left before the one that the decision names, since the recipient had several of the chain. */
export interface EarlierRow {
  /** The one that the decision names. */
  readonly namedId: string;
  readonly releaseId: string;
  readonly releaseSequence: number;
  readonly releaseKind: ReleaseKind;
  readonly takesBack: string;
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

export interface OutcomeRow {
  readonly releaseId: string;
  readonly outcomeNo: number;
  readonly kind: OutcomeKind;
  readonly reason: string | null;
  readonly effectiveOn: IsoDate | null;
  readonly businessDate: IsoDate;
  readonly decidedAtMicros: number;
}

/** What became of a release after it was decided: less of it, nothing of it, or another release that takes it back. */
export interface TakingRow {
  readonly id: string;
  readonly releaseId: string;
  readonly kind: 'trimmed' | 'void' | 'withdrawn' | 'do-not-rely' | 'erased';
  readonly fields: readonly string[];
  /** One of the reasons for withholding or refusing. */
  readonly reason: string;
  readonly takenAtMicros: number;
  /** The correction or annulment that could not be given, when that was the cause. */
  readonly byChangeId: string | null;
  /** True while the release that takes it back waits in the outbox. */
  readonly waiting: boolean;
}

/** Everything kept about one change. */
export interface ChangeRecord {
  readonly decisions: readonly DecisionRow[];
  readonly recipients: readonly RecipientRow[];
  readonly agreements: ReadonlyMap<string, AgreementRow>;
  /** By the release that the decision names, in order. */
  readonly earlier: ReadonlyMap<string, readonly EarlierRow[]>;
  /** By release: those of the change, and those that take them back. */
  readonly outcomes: ReadonlyMap<string, readonly OutcomeRow[]>;
  readonly takings: ReadonlyMap<string, readonly TakingRow[]>;
  /** An annulment of what was told under a key that is not known to be this person's, or has not been read. */
  readonly awaitsKey: boolean;
}

const READ_DECISIONS: Statement = {
  name: 'gateway_why_decisions',
  text: `SELECT decision_id AS "decisionId", change_id AS "changeId", run, subject_version AS "subjectVersion",
                change_sequence AS "changeSequence", source_agency AS "sourceAgency",
                source_case_reference AS "sourceCaseReference", fact, change_type AS "changeType",
                previous_change_id AS "previousChangeId", occurred_on AS "occurredOn", notified_on AS "notifiedOn",
                received_on AS "receivedOn", used_on AS "usedOn", used_for AS "usedFor",
                accepted_at_micros AS "acceptedAtMicros", business_date AS "businessDate",
                decided_at_micros AS "decidedAtMicros", engine_version AS "engineVersion", agreement_set AS "agreementSet",
                cause, root_change_id AS "rootChangeId", suspension_version AS "suspensionVersion",
                protected_since AS "protectedSince"
         FROM decision WHERE change_id = $1 ORDER BY run`,
};

const waits = (release: string): string => `EXISTS (
                  SELECT FROM outbox o
                  WHERE o.topic = 'told.releases.' || ${release}.agency AND o.key = convert_to(${release}.case_reference, 'UTF8')
                        AND strpos(o.headers, ${release}.release_id::text) > 0
                )`;

// An outbox row is deleted once the log has acknowledged it, so a release without one has been delivered. Headers name the release.
const READ_RECIPIENTS: Statement = {
  name: 'gateway_why_recipients',
  text: `SELECT r.run, r.recipient_no AS "recipientNo", r.agency, r.capacity,
                r.case_reference AS "caseReference", r.interest_id AS "interestId",
                r.interest_version AS "interestVersion", r.verdict, r.reason, r.matched, r.given, r.withheld,
                r.consents, r.release_id AS "releaseId", l.release_sequence AS "releaseSequence", l.kind AS "releaseKind",
                l.takes_back AS "takesBack",
                i.from_on AS "interestFrom", i.until_on AS "interestUntil",
                r.release_id IS NOT NULL AND ${waits('r')} AS waiting
         FROM decision_recipient r
              LEFT JOIN release l ON l.release_id = r.release_id
              LEFT JOIN interest i ON i.interest_id = r.interest_id
         WHERE r.change_id = $1
         ORDER BY r.run, r.recipient_no`,
};

// What follows another release is named by its line here; what a correction takes back is answered as the recipient that may not have it.
const READ_TAKINGS: Statement = {
  name: 'gateway_why_takings',
  text: `SELECT t.taking_back_id AS id, t.release_id AS "releaseId", t.kind, t.fields, t.reason,
                t.taken_at_micros AS "takenAtMicros", NULL::uuid AS "byChangeId",
                l.release_id IS NOT NULL AND ${waits('l')} AS waiting
         FROM taking_back t LEFT JOIN release l ON l.release_id = t.taking_back_id
         WHERE t.release_id = ANY ($1::uuid[])
         UNION ALL
         SELECT l.release_id, l.takes_back, l.kind, '[]'::json, r.reason, d.decided_at_micros, l.change_id, ${waits('l')}
         FROM release l
              JOIN release v ON v.release_id = l.takes_back
              JOIN decision_recipient g ON g.change_id = v.change_id AND g.run = v.run AND g.release_id = v.release_id
              JOIN decision_recipient r ON r.change_id = l.change_id AND r.run = l.run AND r.interest_id = g.interest_id
                                           AND r.verdict = 'refused'
              JOIN decision d ON d.change_id = l.change_id AND d.run = l.run
         WHERE l.takes_back = ANY ($1::uuid[])
         ORDER BY "takenAtMicros", id`,
};

// In the decision's run, and of the same interest as what the named one takes back.
const READ_EARLIER: Statement = {
  name: 'gateway_why_earlier_releases',
  text: `SELECT r.release_id AS "namedId", l.release_id AS "releaseId", l.release_sequence AS "releaseSequence",
                l.kind AS "releaseKind", l.takes_back AS "takesBack", ${waits('l')} AS waiting
         FROM decision_recipient r
              JOIN release n ON n.release_id = r.release_id
              JOIN release l ON l.agency = r.agency AND l.case_reference = r.case_reference
                                AND l.release_sequence < n.release_sequence AND l.change_id = r.change_id AND l.run = r.run
              JOIN release v ON v.release_id = l.takes_back
              JOIN decision_recipient g ON g.change_id = v.change_id AND g.run = v.run AND g.release_id = v.release_id
                                           AND g.interest_id = r.interest_id
         WHERE r.change_id = $1 AND r.verdict = 'refused'
         ORDER BY l.release_sequence`,
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
  const [agreements, takings, earlier, awaiting] = await Promise.all([
    db.query<AgreementRow>(READ_AGREEMENTS, [[...new Set(hashes)]]),
    db.query<TakingRow>(READ_TAKINGS, [releaseIds]),
    db.query<EarlierRow>(READ_EARLIER, [changeId]),
    decisions.rows[0]?.changeType === 'annulled' && awaitsKey(db, changeId),
  ]);
  const others = [
    ...takings.rows.map((row) => row.id),
    ...earlier.rows.map((row) => row.releaseId),
  ];
  const answered = [...releaseIds, ...others];
  const outcomes = await db.query<OutcomeRow>(READ_OUTCOMES, [answered]);
  return {
    decisions: decisions.rows,
    recipients: recipients.rows,
    agreements: new Map(agreements.rows.map((row) => [row.hash, row])),
    earlier: Map.groupBy(earlier.rows, (row) => row.namedId),
    outcomes: Map.groupBy(outcomes.rows, (row) => row.releaseId),
    takings: Map.groupBy(takings.rows, (row) => row.releaseId),
    awaitsKey: awaiting === true,
  };
}
