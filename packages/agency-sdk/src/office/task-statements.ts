import type { Statement } from '@told/service';
import type { TaskState } from './case-file.ts';
import { TAKEN_BACK } from './take-back-fact.ts';

export type TaskKind = 'to-verify' | 'unmatched';

// Which of these a page needs is known before it is asked: each has an index that gives its page in order.
type Wanted = TaskState | 'any';
const FACT_WANTED: Readonly<Record<Wanted, string>> = {
  open: `f.task = 'open'`,
  decided: `f.task = 'decided'`,
  any: 'f.task IS NOT NULL',
};
// A scalar, so that it is asked of the rows of a page alone. The answer to an officer's decision comes after the first.
const LAST_ANSWER =
  '(SELECT max(later.outcome_no) FROM outcome AS later WHERE later.release_id = o.release_id)';
const UNMATCHED_WANTED: Readonly<Record<Wanted, string>> = {
  open: `o.kind = 'unmatched' AND o.outcome_no = ${LAST_ANSWER}`,
  decided: `o.kind = 'unmatched' AND o.outcome_no < ${LAST_ANSWER}`,
  any: `o.kind = 'unmatched'`,
};

const ANSWERED_AGAIN: Readonly<Record<Wanted, string>> = {
  open: 'false',
  decided: 'true',
  any: `o.outcome_no < ${LAST_ANSWER}`,
};

const factTasks = (wanted: Wanted, from: string): string => `WITH page AS (
    SELECT f.* FROM case_fact AS f WHERE ${FACT_WANTED[wanted]} AND ${from} ORDER BY f.case_reference COLLATE "C", f.change_id LIMIT $3
  )
  SELECT f.case_reference || ' ' || f.change_id AS "taskId", 'to-verify' AS kind, f.task AS state, f.case_reference AS "caseReference",
    f.change_id AS "changeId", f.release_id AS "releaseId", came.business_date AS since,
    CASE WHEN f.state = 'to-verify' THEN f.reason ELSE coalesce(f.question, (SELECT h.reason FROM award_history AS h
      WHERE h.case_reference = f.case_reference AND h.change_id = f.change_id ORDER BY h.revision DESC LIMIT 1)) END AS reason,
    f.fact, f.change_type AS "changeType", f.previous_change_id AS "previousChangeId", f.source_agency AS "sourceAgency",
    f.occurred_on AS "occurredOn", f.notified_on AS "notifiedOn", f.received_on AS "receivedOn", f.used_on AS "usedOn",
    f.used_for AS "usedFor", f.evidence_level AS "evidenceLevel", f.decision, decided.decision_reason AS "decisionReason",
    decided.business_date AS "decidedOn", decided.decided_by AS "decidedBy",
    CASE WHEN f.task <> 'decided' THEN NULL WHEN f.reason = '${TAKEN_BACK}' THEN '${TAKEN_BACK}' ELSE coalesce((SELECT min(follower.change_type) FROM case_fact AS follower
      WHERE follower.case_reference = f.case_reference AND follower.previous_change_id = f.change_id
        AND (follower.change_type = 'annulled' AND follower.state <> 'to-verify'
          OR follower.change_type = 'corrected' AND follower.state = 'counted')), f.decision, 'answered') END AS "closedBy"
  FROM page AS f
    JOIN award_history AS came ON came.case_reference = f.case_reference AND came.revision = f.revision
    LEFT JOIN LATERAL (SELECT h.decision_reason, h.business_date, h.decided_by FROM award_history AS h
      WHERE h.case_reference = f.case_reference AND h.change_id = f.change_id AND h.decision = f.decision
      ORDER BY h.revision DESC LIMIT 1) AS decided ON true
  ORDER BY f.case_reference COLLATE "C", f.change_id`;

const unmatchedTasks = (wanted: Wanted, from: string): string => `WITH page AS (
    SELECT o.case_reference, o.release_id, ${ANSWERED_AGAIN[wanted]} AS again FROM outcome AS o WHERE ${UNMATCHED_WANTED[wanted]} AND ${from}
    ORDER BY o.case_reference COLLATE "C", o.release_id LIMIT $3
  )
  SELECT r.case_reference || ' ' || r.change_id || ' ' || r.release_id AS "taskId", 'unmatched' AS kind,
    CASE WHEN again.decision IS NULL AND NOT page.again THEN 'open' ELSE 'decided' END AS state, r.case_reference AS "caseReference",
    r.change_id AS "changeId", r.release_id AS "releaseId", r.business_date AS since, 'unmatched' AS reason, NULL AS fact,
    NULL AS "changeType", NULL AS "previousChangeId", NULL AS "sourceAgency", NULL AS "occurredOn", NULL AS "notifiedOn",
    NULL AS "receivedOn", NULL AS "usedOn", NULL AS "usedFor", NULL AS "evidenceLevel", again.decision,
    again.reason AS "decisionReason", again.business_date AS "decidedOn", again.given_by AS "decidedBy", 
    coalesce(again.decision, CASE WHEN page.again THEN '${TAKEN_BACK}' END) AS "closedBy"
  FROM page
    JOIN received_release AS r USING (release_id)
    LEFT JOIN LATERAL (SELECT j.body ->> 'decision' AS decision, j.body ->> 'reason' AS reason, j.business_date, j.given_by
      FROM journal AS j
      WHERE j.case_reference = r.case_reference AND j.command = 'decide' AND j.body ->> 'releaseId' = r.release_id::text
      ORDER BY j.entry_no DESC LIMIT 1) AS again ON true
  ORDER BY r.case_reference COLLATE "C", r.release_id`;

const PAGES: Readonly<Record<TaskKind, (wanted: Wanted, from: string) => string>> = {
  'to-verify': factTasks,
  unmatched: unmatchedTasks,
};
const AFTER: Readonly<Record<TaskKind, string>> = {
  'to-verify': '(f.case_reference COLLATE "C", f.change_id) > ($1, $2::uuid)',
  unmatched: '(o.case_reference COLLATE "C", o.release_id) > ($1, $2::uuid)',
};
const OF_CASE: Readonly<Record<TaskKind, string>> = {
  'to-verify': 'f.case_reference COLLATE "C" = $1 AND f.change_id > $2::uuid',
  unmatched: 'o.case_reference COLLATE "C" = $1 AND o.release_id > $2::uuid',
};

export const TASK_KINDS: readonly TaskKind[] = ['to-verify', 'unmatched'];
const WANTED: readonly Wanted[] = ['open', 'decided', 'any'];

const statements = new Map<string, Statement>(
  TASK_KINDS.flatMap((kind) =>
    WANTED.flatMap((wanted) =>
      [AFTER, OF_CASE].map((from) => {
        const name = nameStatement(kind, wanted, from === OF_CASE);
        return [name, { name, text: PAGES[kind](wanted, from[kind]) }] as const;
      }),
    ),
  ),
);

function nameStatement(kind: TaskKind, wanted: Wanted, isOfCase: boolean): string {
  return `office_tasks_${kind}_${wanted}${isOfCase ? '_of_case' : ''}`;
}

/** A page of tasks of one kind: $1 case reference, $2 the id to begin after, of a change or of what matched no case of a release, $3 tasks at most. */
export const pageStatement = (
  kind: TaskKind,
  state: TaskState | null,
  isOfCase: boolean,
): Statement => statements.get(nameStatement(kind, state ?? 'any', isOfCase)) as Statement;

/** The open release that matched no case: $1 case reference, $2 change. */
export const FIND_UNMATCHED: Statement = {
  name: 'office_find_unmatched',
  text: `SELECT o.release_id AS "releaseId" FROM outcome AS o JOIN received_release AS r USING (release_id)
    WHERE ${UNMATCHED_WANTED.open} AND o.case_reference COLLATE "C" = $1 AND r.change_id = $2 ORDER BY o.release_id LIMIT 1`,
};
