import type { Statement, Transaction } from '@told/service';
import type { Judged } from './re-decide-changes.ts';
import type { Counts, Remaining, Replay } from './replay.ts';

type Queryable = Pick<Transaction, 'query'>;

const COLUMNS = `replay_id AS "replayId", kind, request, preview, reason, state, asked_by AS "askedBy", asked_at_micros AS "askedAt",
  approved_by AS "approvedBy", approved_at_micros AS "approvedAt", step, remaining, done, total, counts,
  started_at_micros AS "startedAt", finished_at_micros AS "finishedAt", failure`;

const INSERT: Statement = {
  name: 'gateway_insert_replay',
  text: `INSERT INTO replay (replay_id, kind, request, preview, reason, state, asked_by, asked_at_micros, remaining, total, started_at_micros)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (replay_id) DO NOTHING`,
};

const READ: Statement = {
  name: 'gateway_read_replay',
  text: `SELECT ${COLUMNS} FROM replay WHERE replay_id = $1`,
};

const LIST: Statement = {
  name: 'gateway_list_replays',
  text: `SELECT ${COLUMNS} FROM replay ORDER BY asked_at_micros DESC, replay_id LIMIT $1`,
};

const READ_RUNNING: Statement = {
  name: 'gateway_read_running_replay',
  text: `SELECT ${COLUMNS} FROM replay WHERE state = 'running' ORDER BY asked_at_micros, replay_id LIMIT 1`,
};

const APPROVE: Statement = {
  name: 'gateway_approve_replay',
  text: `UPDATE replay SET state = 'running', approved_by = $2, approved_at_micros = $3, started_at_micros = $3
         WHERE replay_id = $1 AND state = 'asked' AND asked_by <> $2`,
};

const ADVANCE: Statement = {
  name: 'gateway_advance_replay',
  text: `UPDATE replay SET step = step + 1, remaining = $3, done = $4, counts = $5
         WHERE replay_id = $1 AND step = $2 AND state = 'running'`,
};

const SET_COUNTS: Statement = {
  name: 'gateway_set_replay_counts',
  text: 'UPDATE replay SET counts = $2 WHERE replay_id = $1',
};

const FINISH: Statement = {
  name: 'gateway_finish_replay',
  text: `UPDATE replay SET state = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'failed' END, finished_at_micros = $2, failure = $3
         WHERE replay_id = $1 AND state = 'running'`,
};

const INSERT_DIFFERENCES: Statement = {
  name: 'gateway_insert_replay_differences',
  text: `INSERT INTO replay_difference (replay_id, kind, change_id, run, agency, fields, causes)
         SELECT $1, kind, change_id, run, agency, fields::json, causes::json
         FROM unnest($2::text[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[])
              WITH ORDINALITY AS d (kind, change_id, run, agency, fields, causes, place)
         ORDER BY place`,
};

const LIST_DIFFERENCES: Statement = {
  name: 'gateway_list_replay_differences',
  text: `SELECT difference_no AS "number", kind, change_id AS "changeId", run, agency, fields, causes FROM replay_difference
         WHERE replay_id = $1 AND difference_no > $2 ORDER BY difference_no LIMIT $3`,
};

const READ_RATE: Statement = {
  name: 'gateway_read_replay_rate',
  text: `SELECT done, finished_at_micros - started_at_micros AS micros FROM replay
         WHERE kind = $1 AND state = 'done' AND done > 0 AND finished_at_micros > started_at_micros
         ORDER BY finished_at_micros DESC LIMIT 1`,
};

export type NewReplay = Pick<
  Replay,
  | 'replayId'
  | 'kind'
  | 'request'
  | 'preview'
  | 'reason'
  | 'state'
  | 'askedBy'
  | 'askedAt'
  | 'remaining'
  | 'total'
  | 'startedAt'
>;

/** False when there is one with this id. */
export async function insertReplay(on: Queryable, replay: NewReplay): Promise<boolean> {
  const { rowCount } = await on.query(INSERT, [
    replay.replayId,
    replay.kind,
    JSON.stringify(replay.request),
    JSON.stringify(replay.preview),
    replay.reason,
    replay.state,
    replay.askedBy,
    replay.askedAt,
    JSON.stringify(replay.remaining),
    replay.total,
    replay.startedAt,
  ]);
  return rowCount === 1;
}

export async function readReplay(on: Queryable, replayId: string): Promise<Replay | undefined> {
  return (await on.query<Replay>(READ, [replayId])).rows[0];
}

/** Newest first. */
export async function listReplays(on: Queryable, limit: number): Promise<readonly Replay[]> {
  return (await on.query<Replay>(LIST, [limit])).rows;
}

/** The one that has been running longest. */
export async function readRunning(on: Queryable): Promise<Replay | undefined> {
  return (await on.query<Replay>(READ_RUNNING)).rows[0];
}

/** False when it waits for nobody, or for somebody else. */
export async function approveReplay(
  on: Queryable,
  { replayId, approvedBy, at }: { replayId: string; approvedBy: string; at: number },
): Promise<boolean> {
  return (await on.query(APPROVE, [replayId, approvedBy, at])).rowCount === 1;
}

/** Where a replay stands after a step. */
export interface Advanced {
  readonly remaining: Remaining;
  readonly done: number;
  readonly counts: Counts;
}

/** The first statement of the transaction that does a step. False when somebody has done it, or the replay has ended. */
export async function advanceReplay(
  on: Queryable,
  { replayId, step }: Pick<Replay, 'replayId' | 'step'>,
  { remaining, done, counts }: Advanced,
): Promise<boolean> {
  const values = [replayId, step, JSON.stringify(remaining), done, JSON.stringify(counts)];
  return (await on.query(ADVANCE, values)).rowCount === 1;
}

/** What has come of it, by the transaction that does the step. */
export async function setCounts(on: Queryable, replayId: string, counts: Counts): Promise<void> {
  await on.query(SET_COUNTS, [replayId, JSON.stringify(counts)]);
}

/** `failure`: the code of what it cannot go on for. */
export async function finishReplay(
  on: Queryable,
  { replayId, at, failure }: { replayId: string; at: number; failure: string | null },
): Promise<boolean> {
  return (await on.query(FINISH, [replayId, at, failure])).rowCount === 1;
}

export async function insertDifferences(
  on: Queryable,
  replayId: string,
  judged: readonly Judged[],
): Promise<void> {
  if (judged.length === 0) return;
  await on.query(INSERT_DIFFERENCES, [
    replayId,
    judged.map((one) => one.kind),
    judged.map((one) => one.changeId),
    judged.map((one) => one.run),
    judged.map((one) => one.agency),
    judged.map((one) => JSON.stringify(one.fields)),
    judged.map((one) => JSON.stringify(one.causes)),
  ]);
}

export type Difference = Judged & { readonly number: number };

/** In the order found, after the one with this number. */
export async function listDifferences(
  on: Queryable,
  { replayId, after, limit }: { replayId: string; after: number; limit: number },
): Promise<readonly Difference[]> {
  return (await on.query<Difference>(LIST_DIFFERENCES, [replayId, after, limit])).rows;
}

/** Records a second of the last replay of this kind; undefined when there was none. */
export async function readRate(on: Queryable, kind: string): Promise<number | undefined> {
  type Row = { readonly done: number; readonly micros: number };
  const [row] = (await on.query<Row>(READ_RATE, [kind])).rows;
  return row && (row.done * 1_000_000) / row.micros;
}
