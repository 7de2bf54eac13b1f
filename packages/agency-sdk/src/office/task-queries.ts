import type { IsoDate } from '@told/codec';
import type { Database, Statement, Transaction } from '@told/service';

export type TaskKind = 'to-verify' | 'unmatched';
export type TaskState = 'open' | 'decided';

/** What waits, or waited, for an officer. Of what matched no case only the release is known. */
export interface Task {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly caseReference: string;
  readonly changeId: string;
  readonly releaseId: string | null;
  readonly since: IsoDate;
  /** Why it waits, as a reason code. */
  readonly reason: string;
  readonly fact: string | null;
  readonly changeType: string | null;
  readonly previousChangeId: string | null;
  readonly sourceAgency: string | null;
  readonly occurredOn: IsoDate | null;
  readonly notifiedOn: IsoDate | null;
  readonly receivedOn: IsoDate | null;
  readonly usedOn: IsoDate | null;
  readonly usedFor: string | null;
  readonly evidenceLevel: string | null;
  readonly decision: string | null;
  /** The officer's words. */
  readonly decisionReason: string | null;
  readonly decidedOn: IsoDate | null;
  readonly decidedBy: string | null;
  /** The decision, or what made one needless: `annulled`, `corrected`, `answered`. */
  readonly closedBy: string | null;
}

const COLUMNS = `task_id AS "taskId", kind, state, case_reference AS "caseReference", change_id AS "changeId", release_id AS "releaseId",
    since, reason, fact, change_type AS "changeType", previous_change_id AS "previousChangeId", source_agency AS "sourceAgency",
    occurred_on AS "occurredOn", notified_on AS "notifiedOn", received_on AS "receivedOn", used_on AS "usedOn", used_for AS "usedFor",
    evidence_level AS "evidenceLevel", decision, decision_reason AS "decisionReason", decided_on AS "decidedOn",
    decided_by AS "decidedBy", closed_by AS "closedBy"`;

const LIST: Statement = {
  name: 'office_list_tasks',
  text: `SELECT ${COLUMNS} FROM office_task
    WHERE task_id COLLATE "C" > $1 AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR state = $3)
      AND ($4::text IS NULL OR case_reference = $4)
    ORDER BY task_id COLLATE "C" LIMIT $5`,
};

const READ: Statement = {
  name: 'office_read_task',
  text: `SELECT ${COLUMNS} FROM office_task
    WHERE case_reference = $1 AND change_id = $2 AND kind = $3 AND ($4::text IS NULL OR state = $4)
    ORDER BY task_id COLLATE "C" LIMIT 1`,
};

export interface TaskFilter {
  readonly kind: TaskKind | null;
  readonly state: TaskState | null;
  readonly caseReference: string | null;
}

/** Tasks by case and change, after `cursor`. */
export async function listTasks(
  db: Database,
  { kind, state, caseReference }: TaskFilter,
  cursor: string,
  limit: number,
): Promise<readonly Task[]> {
  const { rows } = await db.query<Task>(LIST, [cursor, kind, state, caseReference, limit]);
  return rows;
}

export async function readTask(
  tx: Transaction,
  wanted: {
    readonly caseReference: string;
    readonly changeId: string;
    readonly kind: TaskKind;
    readonly state: TaskState | null;
  },
): Promise<Task | null> {
  const { caseReference, changeId, kind, state } = wanted;
  const { rows } = await tx.query<Task>(READ, [caseReference, changeId, kind, state]);
  return rows[0] ?? null;
}
