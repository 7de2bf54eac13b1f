import type { Codec } from '@told/codec';
import { type Database, requireScope, type Statement } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { gatherTakings, reduceByAll } from '../taking-back.ts';
import type { TaskState } from './case-file.ts';
import { refuseOtherAgencies } from './case-routes.ts';
import type { Office } from './office.ts';
import { listTasks, TASK_ID_PATTERN, type Task } from './task-queries.ts';
import type { TaskKind } from './task-statements.ts';

export interface TaskRoutePorts {
  readonly office: Pick<Office, 'agency'>;
  readonly db: Database;
  readonly codec: Codec;
}

const TASKS_A_PAGE = 100;
const TASKS_A_PAGE_MAX = 1_000;

interface TaskQuery {
  readonly kind?: TaskKind;
  readonly state?: TaskState;
  readonly caseReference?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** GET /v1/tasks: what waits for an officer of this office. */
export function addListTasks(http: FastifyInstance, { office, db, codec }: TaskRoutePorts): void {
  http.get<{ Querystring: TaskQuery }>(
    '/v1/tasks',
    {
      onRequest: requireScope('cases:read'),
      preHandler: refuseOtherAgencies(office.agency),
      schema: {
        operationId: 'listTasks',
        summary: 'List what waits for an officer',
        description:
          'Facts to be verified and releases that matched no case, by case reference; without `state` also what was decided. ' +
          '`next` is the cursor of the next page, null on the last.',
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            kind: { type: 'string', enum: ['to-verify', 'unmatched'] },
            state: { type: 'string', enum: ['open', 'decided'] },
            caseReference: { type: 'string', minLength: 1, maxLength: 40 },
            cursor: {
              type: 'string',
              pattern: `${TASK_ID_PATTERN}|^$`,
              description: 'From `next`.',
            },
            limit: { type: 'integer', minimum: 1, maximum: TASKS_A_PAGE_MAX },
          },
        },
        response: { 200: { description: 'A page of tasks.', type: 'object' } },
      },
      config: { problems: ['wrong-agency'] },
    },
    async ({ query }) => {
      const { kind = null, state = null, caseReference = null } = query;
      const { cursor = null, limit = TASKS_A_PAGE } = query;
      const page = await listTasks(db, { kind, state, caseReference }, cursor, limit);
      const next = page.length < limit ? null : (page.at(-1)?.taskId ?? null);
      return { items: await addReleased(db, codec, page), next };
    },
  );
}

const READ_VALUES: Statement = {
  name: 'office_read_task_releases',
  text: `SELECT value FROM (
      SELECT value, entry_no FROM received_release WHERE release_id = ANY($1::uuid[])
      UNION ALL SELECT value, entry_no FROM received_release WHERE takes_back = ANY($1::uuid[])
    ) AS found ORDER BY entry_no`,
};

/** What matched no case has only its release, which says what it is about, less what was taken back; one that cannot be read leaves the task as it is. */
async function addReleased(
  db: Database,
  codec: Codec,
  tasks: readonly Task[],
): Promise<readonly object[]> {
  const unmatched = tasks.flatMap(({ kind, releaseId }) => (kind === 'unmatched' ? releaseId : []));
  if (unmatched.length === 0) return tasks;
  const { rows } = await db.query<{ value: Buffer }>(READ_VALUES, [unmatched]);
  const read = await codec.decode(
    'Release',
    rows.map(({ value }) => value),
  );
  const readable = read.flatMap((one) => (one.ok ? [one.value] : []));
  const takings = gatherTakings(readable);
  const releases = new Map(readable.map((one) => [one.releaseId, reduceByAll(one, takings)]));
  return tasks.map((task) => {
    const release = releases.get(task.releaseId ?? '');
    if (release === undefined) return task;
    const { fact, changeType, previousChangeId, sourceAgency, evidence } = release;
    const { occurredOn, notifiedOn, receivedOn, usedOn, usedFor } = release;
    const about = { fact, changeType, previousChangeId, sourceAgency, body: release[fact] };
    const dates = { occurredOn, notifiedOn, receivedOn, usedOn, usedFor };
    return { ...task, ...about, ...dates, evidenceLevel: evidence.level };
  });
}
