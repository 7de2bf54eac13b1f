import { type Database, type Statement, type Transaction, together } from '@told/service';
import { AgencyError } from '../../errors.ts';

/** Facts of so many groups of cases are taken side by side, as two processes of the office would. */
const LANES = 2;

// Not migrations: an office's own database never has them.
const CREATE: readonly Statement[] = [
  {
    name: 'rebuild_create',
    text: `CREATE TABLE IF NOT EXISTS rebuild (
      only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      agency text NOT NULL,
      begun_at timestamptz NOT NULL,
      runs integer NOT NULL, -- how often it was begun or gone on with
      report jsonb -- null: not done yet
    )`,
  },
  {
    name: 'rebuild_create_lane',
    text: `CREATE TABLE IF NOT EXISTS rebuild_lane (
      lane smallint PRIMARY KEY,
      position bigint NOT NULL, -- the last entry taken: moves in the transaction of its effects
      entries bigint NOT NULL -- taken so far
    )`,
  },
];

const FIND_USED: Statement = {
  name: 'rebuild_find_used',
  text: `SELECT EXISTS (SELECT FROM received_release) OR EXISTS (SELECT FROM journal) OR EXISTS (SELECT FROM outbox)
    OR to_regclass('rebuild') IS NULL AND EXISTS (SELECT FROM claim) AS "used"`,
};

const READ: Statement = {
  name: 'rebuild_read',
  text: `SELECT agency, begun_at AS "begunAt", runs, report IS NOT NULL AS "isDone" FROM rebuild`,
};

const BEGIN: Statement = {
  name: 'rebuild_begin',
  text: 'INSERT INTO rebuild (agency, begun_at, runs) VALUES ($1, now(), 1)',
};
const BEGIN_LANES: Statement = {
  name: 'rebuild_begin_lanes',
  text: 'INSERT INTO rebuild_lane (lane, position, entries) SELECT lane, 0, 0 FROM generate_series(0, $1::integer - 1) AS lane',
};
const GO_ON: Statement = { name: 'rebuild_go_on', text: 'UPDATE rebuild SET runs = runs + 1' };

const READ_LANES: Statement = {
  name: 'rebuild_read_lanes',
  text: 'SELECT position, entries FROM rebuild_lane ORDER BY lane',
};

const ADVANCE: Statement = {
  name: 'rebuild_advance',
  text: 'UPDATE rebuild_lane SET position = $3, entries = entries + $4 WHERE lane = $1 AND position = $2',
};

// What a crash of the server loses is taken again: position and effects go together.
const LINGER: Statement = { name: 'rebuild_linger', text: 'SET LOCAL synchronous_commit = off' };

const FINISH: Statement = { name: 'rebuild_finish', text: 'UPDATE rebuild SET report = $1' };

interface RebuildRow {
  readonly agency: string;
  readonly begunAt: Date;
  readonly runs: number;
  readonly isDone: boolean;
}

export interface LanePosition {
  readonly position: number;
  readonly entries: number;
}

export interface Begun {
  readonly begunAt: Date;
  readonly runs: number;
  /** Lane by lane. */
  readonly lanes: readonly LanePosition[];
}

/** How far a rebuild into a scratch database has come; undefined: none was begun there. */
export async function readRebuild(
  scratch: Pick<Transaction, 'query'>,
): Promise<RebuildRow | undefined> {
  const { rows } = await scratch.query<{ present: boolean }>({
    name: 'rebuild_find',
    text: `SELECT to_regclass('rebuild') IS NOT NULL AS present`,
  });
  if (rows[0]?.present !== true) return undefined;
  return (await scratch.query<RebuildRow>(READ)).rows[0];
}

export const readLanes = async (
  scratch: Pick<Transaction, 'query'>,
): Promise<readonly LanePosition[]> => (await scratch.query<LanePosition>(READ_LANES)).rows;

/** Begins a rebuild, or goes on with the one that is there. Throws `not-a-scratch`, `rebuild-done`. */
export function beginRebuild(scratch: Database, agency: string): Promise<Begun> {
  return scratch.transaction(async (tx) => {
    const { rows } = await tx.query<{ used: boolean }>(FIND_USED);
    if (rows[0]?.used !== false) throw new AgencyError('not-a-scratch', { agency });
    for (const statement of CREATE) await tx.query(statement);
    const [before] = (await tx.query<RebuildRow>(READ)).rows;
    if (before === undefined) {
      await tx.query(BEGIN, [agency]);
      await tx.query(BEGIN_LANES, [LANES]);
    } else {
      if (before.agency !== agency)
        throw new AgencyError('not-a-scratch', { agency: before.agency });
      if (before.isDone) throw new AgencyError('rebuild-done', { agency });
      await tx.query(GO_ON);
    }
    const [row] = (await tx.query<RebuildRow>(READ)).rows;
    if (row === undefined) throw new TypeError('a rebuild that has begun has a row');
    return { begunAt: row.begunAt, runs: row.runs, lanes: await readLanes(tx) };
  });
}

/** Moves a lane on, in the transaction of what it took. Throws `rebuild-under-way` when somebody else has moved it. */
export async function advance(
  tx: Transaction,
  lane: number,
  move: { readonly from: number; readonly to: number; readonly entries: number },
): Promise<void> {
  const [, { rowCount }] = await together([
    tx.query(LINGER),
    tx.query(ADVANCE, [lane, move.from, move.to, move.entries]),
  ]);
  if (rowCount !== 1) throw new AgencyError('rebuild-under-way');
}

/** Keeps the report: the rebuild is done. */
export const finishRebuild = async (
  scratch: Pick<Transaction, 'query'>,
  report: object,
): Promise<void> => void (await scratch.query(FINISH, [JSON.stringify(report)]));

/** The number is ours and means nothing. */
const REBUILD_LOCK = 7_418_014;

const TRY_LOCK: Statement = {
  name: 'rebuild_try_lock',
  text: 'SELECT pg_try_advisory_lock($1) AS "isOurs"',
};

/** Runs `use` as the only rebuild into this database. Throws `rebuild-under-way`. */
export async function aloneIn<T>(scratch: Database, use: () => Promise<T>): Promise<T> {
  const session = await scratch.openSession();
  try {
    const { rows } = await session.query<{ isOurs: boolean }>(TRY_LOCK, [REBUILD_LOCK]);
    if (rows[0]?.isOurs !== true) throw new AgencyError('rebuild-under-way');
    return await use();
  } finally {
    await session.close();
  }
}
