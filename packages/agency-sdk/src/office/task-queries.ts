import type { IsoDate } from '@told/codec';
import type { Database, Transaction } from '@told/service';
import type { TaskState } from './case-file.ts';
import { FIND_UNMATCHED, pageStatement, TASK_KINDS, type TaskKind } from './task-statements.ts';

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
  /** The decision, or what made one needless: `annulled`, `corrected`, `taken-back`, `answered`. */
  readonly closedBy: string | null;
}

export interface TaskFilter {
  readonly kind: TaskKind | null;
  readonly state: TaskState | null;
  readonly caseReference: string | null;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A task's id: case reference, change, and of what matched no case the release. */
export const TASK_ID_PATTERN = `^(\\S{1,40}) (${UUID})(?: (${UUID}))?$`;
const TASK_ID = new RegExp(TASK_ID_PATTERN);

/**
 * Tasks by case, after the task of this id or from the first: facts by change, then what matched no case by release. `after` of another case than
 * the one asked for counts with its ids alone.
 */
export async function listTasks(
  db: Database,
  { kind, state, caseReference }: TaskFilter,
  after: string | null,
  limit: number,
): Promise<readonly Task[]> {
  const [, lastCase = '', changeId = FIRST_ID, releaseId] = TASK_ID.exec(after ?? '') ?? [];
  const begins = {
    'to-verify': releaseId === undefined ? changeId : LAST_ID,
    unmatched: releaseId ?? FIRST_ID,
  };
  const pages = await Promise.all(
    (kind === null ? TASK_KINDS : [kind]).map((one) =>
      db.query<Task>(pageStatement(one, state, caseReference !== null), [
        ...[caseReference ?? lastCase, begins[one], limit],
      ]),
    ),
  );
  return pages
    .flatMap(({ rows }) => rows)
    .sort(compareTasks)
    .slice(0, limit);
}

/** The database's order: text and ids by their bytes. */
function compareTasks(a: Task, b: Task): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** No case reference has a character before the space. */
const placeOf = ({ caseReference, kind, changeId, releaseId }: Task): string =>
  `${caseReference} ${kind} ${kind === 'unmatched' ? releaseId : changeId}`;

/** The release that matched no case and waits under this reference; null: none does. */
export async function findUnmatched(
  tx: Transaction,
  caseReference: string,
  changeId: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ releaseId: string }>(FIND_UNMATCHED, [caseReference, changeId]);
  return rows[0]?.releaseId ?? null;
}
