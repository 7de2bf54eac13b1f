import type { OutcomeKind } from '@told/codec';
import type { Statement, Transaction } from '@told/service';

type Queryable = Pick<Transaction, 'query'>;

/** A withdrawal, as it was recorded. */
export interface Withdrawal {
  readonly consentId: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly version: number;
  readonly on: string;
  readonly recordedBy: string;
  readonly recordedAt: number;
}

/** A release that gave fields on the consent alone, what became of them, and what its recipient says of that. */
export interface Resting {
  readonly releaseId: string;
  readonly releaseSequence: number;
  readonly agency: string;
  readonly changeId: string;
  readonly run: number;
  /** Names. */
  readonly fields: readonly string[];
  readonly releasedAt: number;
  /** Of these fields, those that were taken out before it left. */
  readonly takenOut: readonly string[];
  /** Of these fields, those that were taken back after. */
  readonly takenBack: readonly string[];
  /** The release that takes them back; null: none was sent. */
  readonly toldBy: string | null;
  readonly toldKind: 'withdrawn' | 'do-not-rely' | 'erased' | null;
  readonly toldAt: number | null;
  /** It waits for the log. */
  readonly waits: boolean;
  readonly outcomeNo: number | null;
  readonly answer: OutcomeKind | null;
  readonly answeredAt: number | null;
}

const FIND: Statement = {
  name: 'gateway_find_withdrawal',
  text: `SELECT c.consent_id AS "consentId", c.recipient, c.purpose, h.version, h.on_day AS "on", h.recorded_by AS "recordedBy",
                h.recorded_at_micros AS "recordedAt"
         FROM consent c JOIN consent_history h USING (consent_id)
         WHERE c.consent_id = $1 AND ($2::text IS NULL OR c.recipient = $2) AND h.action = 'withdrawn'
         ORDER BY h.version DESC LIMIT 1`,
};

// Decided before the withdrawal's version, or under a key that ended before: on a consent given anew other releases rest. Whichever way they were taken back.
const READ: Statement = {
  name: 'gateway_read_releases_of_withdrawal',
  text: `SELECT r.release_id AS "releaseId", r.release_sequence AS "releaseSequence", r.agency, r.change_id AS "changeId", r.run,
                rc.fields, d.decided_at_micros AS "releasedAt",
                ARRAY(SELECT f FROM json_array_elements_text(rc.fields) AS f
                      WHERE EXISTS (SELECT FROM taking_back v, json_array_elements_text(v.fields) AS w
                                    WHERE v.release_id = r.release_id AND v.kind IN ('trimmed', 'void') AND w = f)) AS "takenOut",
                ARRAY(SELECT f FROM json_array_elements_text(rc.fields) AS f
                      WHERE t.kind <> 'withdrawn' OR EXISTS (SELECT FROM json_array_elements_text(b.fields) AS w WHERE w = f)) AS "takenBack",
                t.release_id AS "toldBy", t.kind AS "toldKind", coalesce(b.taken_at_micros, e.decided_at_micros) AS "toldAt",
                t.release_id IS NOT NULL AND EXISTS (
                  SELECT FROM outbox x WHERE x.topic = 'told.releases.' || r.agency AND x.key = convert_to(r.case_reference, 'UTF8')
                                             AND strpos(x.headers, t.release_id::text) > 0) AS waits,
                a.outcome_no AS "outcomeNo", a.kind AS answer, a.decided_at_micros AS "answeredAt"
         FROM release_consent rc
              JOIN consent_history h ON h.consent_id = rc.consent_id AND h.version = $2
              JOIN release r ON r.release_id = rc.release_id
              JOIN consent c ON c.consent_id = rc.consent_id
              JOIN decision d ON d.change_id = r.change_id AND d.run = r.run
                                 AND (d.subject_key <> c.subject_key OR d.subject_version < h.subject_version)
              LEFT JOIN LATERAL (
                SELECT release_id, kind, change_id, run FROM release
                WHERE takes_back = r.release_id AND kind <> 'value' ORDER BY kind = 'withdrawn' DESC, release_sequence LIMIT 1
              ) AS t ON true
              LEFT JOIN taking_back b ON b.taking_back_id = t.release_id
              LEFT JOIN decision e ON e.change_id = t.change_id AND e.run = t.run
              LEFT JOIN LATERAL (
                SELECT outcome_no, kind, decided_at_micros FROM outcome o WHERE o.release_id = t.release_id ORDER BY outcome_no LIMIT 1
              ) AS a ON true
         WHERE rc.consent_id = $1
         ORDER BY r.agency, r.case_reference, r.release_sequence LIMIT $3`,
};

/** The last withdrawal of a consent; for its recipient, or anybody where `agency` is null. */
export async function findWithdrawal(
  on: Queryable,
  { consentId, agency }: { readonly consentId: string; readonly agency: string | null },
): Promise<Withdrawal | undefined> {
  return (await on.query<Withdrawal>(FIND, [consentId, agency])).rows[0];
}

/** What had been given on the consent when it was withdrawn, by case and in order, `limit` at most. */
export async function readWithdrawn(
  on: Queryable,
  { consentId, version }: Pick<Withdrawal, 'consentId' | 'version'>,
  limit: number,
): Promise<readonly Resting[]> {
  return (await on.query<Resting>(READ, [consentId, version, limit])).rows;
}
