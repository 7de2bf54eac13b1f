import type { FastifyInstance } from 'fastify';
import { checkReason, reasonSchema } from '../actions/reason.ts';
import type { WantedAction } from '../actions/record-action.ts';
import { actorOf } from '../auth/caller.ts';
import { requireScope } from '../auth/scopes.ts';
import type { Database, Statement, Transaction } from '../database/ports.ts';
import { problem } from '../http/problems.ts';
import type { Clock } from '../time/clock.ts';
import { instantOf, nowMicrosOf } from '../time/micros.ts';

/** A table of which rows are deleted by age, since nothing else needs them. */
export interface RetentionRule {
  readonly table: string;
  /**
   * Parameters: before when, in microseconds, and, where rows are about people, the keys of those who are held. One row: how many would go
   * (`count`), and the time of the oldest (`oldest`, microseconds).
   */
  readonly count: Statement;
  /** The same parameters, and how many rows at most. One row: how many went (`count`); fewer than at most: none is left. */
  readonly remove: Statement;
}

export interface RetentionPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly rules: readonly RetentionRule[];
  /** Every key of everybody who is held; undefined where rows are about nobody. Rejects while that cannot be known: then nothing is deleted. */
  readonly readHeld?: () => Promise<readonly string[]>;
  record(tx: Transaction, action: WantedAction): Promise<unknown>;
}

interface Asked {
  readonly table: string;
  readonly keepDays: number;
  readonly dryRun: boolean;
  readonly reason: string;
}

/** Younger rows are kept, whatever is asked: a slip of the file must not empty a table. */
const KEEP_DAYS_MIN = 30;
const KEEP_DAYS_MAX = 36_500;
const DAY_MICROS = 86_400_000_000;
/** Rows a transaction, and transactions a request: who asks asks again while there is more. */
const ROWS_MAX = 1_000;
const BATCHES_MAX = 20;

/** POST /v1/retention/runs: deletes what is older than its class says, in bounded transactions, each with an action of its own; or counts it. */
export function addRetentionRoutes(http: FastifyInstance, ports: RetentionPorts): void {
  http.post<{ Body: Asked }>(
    '/v1/retention/runs',
    {
      onRequest: requireScope('retention:run'),
      config: { problems: ['names-a-person', 'dependency-unavailable'] },
      schema: {
        operationId: 'runRetention',
        summary: 'Delete what is older than it is kept, or only count it',
        description:
          'Some of it a request: asked again while `more` is true, it goes on. Nothing of people who are held is deleted.',
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['table', 'keepDays', 'dryRun', 'reason'],
          properties: {
            table: { type: 'string', enum: ports.rules.map(({ table }) => table) },
            keepDays: { type: 'integer', minimum: KEEP_DAYS_MIN, maximum: KEEP_DAYS_MAX },
            dryRun: { type: 'boolean', description: 'Only count.' },
            reason: reasonSchema,
          },
        },
        response: {
          200: {
            description: 'What was done, or would be.',
            type: 'object',
            required: ['table', 'rows', 'oldest', 'more'],
            properties: {
              table: { type: 'string' },
              rows: {
                type: 'integer',
                description: 'Deleted by this request; in a dry run, that would be.',
              },
              oldest: {
                type: ['string', 'null'],
                format: 'date-time',
                description: 'Of a dry run.',
              },
              more: { type: 'boolean', description: 'Asked again, it goes on.' },
            },
          },
        },
      },
    },
    async ({ caller, body }) => {
      checkReason(body.reason);
      const rule = ports.rules.find(({ table }) => table === body.table);
      if (rule === undefined) throw problem('invalid-request');
      return body.dryRun
        ? count(ports, rule, body)
        : remove(ports, rule, body, actorOf(caller), caller.agency);
    },
  );
}

const beforeOf = ({ clock }: RetentionPorts, { keepDays }: Asked): number =>
  nowMicrosOf(clock) - keepDays * DAY_MICROS;

const heldOf = async ({ readHeld }: RetentionPorts): Promise<readonly (readonly string[])[]> =>
  readHeld === undefined ? [] : [await readHeld()];

async function count(
  ports: RetentionPorts,
  { table, count: statement }: RetentionRule,
  asked: Asked,
) {
  type Row = { readonly count: number; readonly oldest: number | null };
  const values = [beforeOf(ports, asked), ...(await heldOf(ports))];
  const [row] = (await ports.db.query<Row>(statement, values)).rows;
  const oldest = row?.oldest ?? null;
  return {
    ...{ table, rows: row?.count ?? 0, more: false },
    oldest: instantOf(oldest),
  };
}

async function remove(
  ports: RetentionPorts,
  { table, remove: statement }: RetentionRule,
  asked: Asked,
  actor: string,
  agency: string,
) {
  const before = beforeOf(ports, asked);
  let rows = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    // Each time anew: whoever is held meanwhile is held from the next batch on.
    const held = await heldOf(ports);
    const gone = await ports.db.transaction(async (tx) => {
      const { rows: answer } = await tx.query<{ readonly count: number }>(statement, [
        ...[before, ...held, ROWS_MAX],
      ]);
      const records = answer[0]?.count ?? 0;
      if (records > 0) {
        const target = { kind: 'agency', id: agency } as const;
        const done = { action: 'rows-deleted', target, stream: table, records } as const;
        await ports.record(tx, { ...done, reason: asked.reason, actor });
      }
      return records;
    });
    rows += gone;
    if (gone < ROWS_MAX) return { table, rows, oldest: null, more: false };
  }
  return { table, rows, oldest: null, more: true };
}
