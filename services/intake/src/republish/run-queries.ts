import type { Database, Statement, Transaction } from '@told/service';

type RunState = 'listing' | 'reading' | 'appending' | 'done' | 'refused' | 'abandoned';

/** A comparison of what was accepted with what the log holds, and how far it has come. */
export interface RepublishRun {
  readonly runId: string;
  readonly dryRun: boolean;
  /** `refused`: the log holds what intake does not know. `abandoned`: a dry run that gave way. */
  readonly state: RunState;
  readonly reason: string;
  readonly actor: string;
  readonly listedKey: string;
  readonly listedSequence: number;
  readonly listed: number;
  readonly read: number;
  readonly unknown: number;
  readonly missing: number;
  readonly appended: number;
}

type Queryable = Pick<Transaction | Database, 'query'>;

const COLUMNS = `run_id AS "runId", dry_run AS "dryRun", state, reason, actor, listed_key AS "listedKey",
  listed_sequence AS "listedSequence", listed, read, unknown, missing, appended`;

const FIND_RUN: Statement = {
  name: 'intake_find_republish_run',
  text: `SELECT ${COLUMNS} FROM republish_run WHERE run_id = $1`,
};

const LOCK_RUN: Statement = {
  name: 'intake_lock_republish_run',
  text: `SELECT ${COLUMNS} FROM republish_run WHERE run_id = $1 FOR UPDATE`,
};

// Two who start at once: the second one finds the first one's run.
const QUEUE: Statement = {
  name: 'intake_queue_for_republish',
  text: 'LOCK TABLE republish_run IN SHARE ROW EXCLUSIVE MODE',
};

const LOCK_UNDER_WAY: Statement = {
  name: 'intake_lock_republish_under_way',
  text: `SELECT ${COLUMNS} FROM republish_run WHERE state IN ('listing', 'reading', 'appending') FOR UPDATE`,
};

const INSERT_RUN: Statement = {
  name: 'intake_insert_republish_run',
  text: `INSERT INTO republish_run (run_id, dry_run, state, reason, actor, started_at)
    VALUES ($1, $2, 'listing', $3, $4, $5) RETURNING ${COLUMNS}`,
};

const UPDATE_RUN: Statement = {
  name: 'intake_update_republish_run',
  text: `UPDATE republish_run SET state = $2, listed_key = $3, listed_sequence = $4, listed = $5, read = $6, unknown = $7,
      missing = $8, appended = $9 WHERE run_id = $1`,
};

const FORGET_SOUGHT: Statement = {
  name: 'intake_forget_republish_sought',
  text: 'TRUNCATE republish_sought',
};

const FORGET_POSITIONS: Statement = {
  name: 'intake_forget_republish_positions',
  text: 'DELETE FROM republish_position',
};

export const findRun = async (on: Queryable, runId: string): Promise<RepublishRun | undefined> =>
  (await on.query<RepublishRun>(FIND_RUN, [runId])).rows[0];

/** The run, locked: pieces of it are done one at a time, whoever asks. */
export const lockRun = async (tx: Transaction, runId: string): Promise<RepublishRun | undefined> =>
  (await tx.query<RepublishRun>(LOCK_RUN, [runId])).rows[0];

/** Nobody else starts one until the transaction ends. */
export async function lockRunUnderWay(tx: Transaction): Promise<RepublishRun | undefined> {
  await tx.query(QUEUE);
  return (await tx.query<RepublishRun>(LOCK_UNDER_WAY)).rows[0];
}

export interface WantedRun {
  readonly runId: string;
  readonly dryRun: boolean;
  readonly reason: string;
  readonly actor: string;
  readonly startedAt: string;
}

export async function insertRun(tx: Transaction, wanted: WantedRun): Promise<RepublishRun> {
  const { runId, dryRun, reason, actor, startedAt } = wanted;
  const { rows } = await tx.query<RepublishRun>(INSERT_RUN, [
    ...[runId, dryRun, reason, actor, startedAt],
  ]);
  return rows[0] as RepublishRun;
}

/** Keeps where a locked run stands. */
export async function updateRun(
  tx: Transaction,
  { runId, state, listedKey, listedSequence, listed, read, unknown, ...rest }: RepublishRun,
): Promise<void> {
  const { missing, appended } = rest;
  await tx.query(UPDATE_RUN, [
    ...[runId, state, listedKey, listedSequence, listed, read, unknown, missing, appended],
  ]);
}

/** Ends a run, or begins it again: what it had found so far is forgotten. */
export async function clearWork(tx: Transaction): Promise<void> {
  await tx.query(FORGET_SOUGHT);
  await tx.query(FORGET_POSITIONS);
}
