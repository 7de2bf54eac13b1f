import { type Codec, type Decision, readOrThrow } from '@told/codec';
import type { Clock, Database, Publisher, Statement, Transaction } from '@told/service';
import { forgetChanges } from '../decisions/keep-changes.ts';
import { readKept } from '../decisions/kept-queries.ts';
import { isThere, lookUp } from '../decisions/look-up.ts';
import { type ReadPorts, readKeptChanges, type ToldChange } from '../decisions/read-changes.ts';
import { rebuildReleases } from './rebuild-releases.ts';
import { takeBackSaidSince } from './settle-restored.ts';
import { writeRestored } from './write-restored.ts';

export interface LaterRunPorts extends ReadPorts {
  readonly publisher: Publisher;
  readonly clock: Clock;
}

interface Staged {
  readonly changeId: string;
  readonly run: number;
  readonly value: Buffer;
}

interface StagedHalf extends Staged {
  readonly releaseId: string;
  readonly hasLeft: boolean;
}

/** Decisions, or releases, put back in one transaction. */
const ROWS_MAX = 200;
/** Releases whose order is sought at once: it goes through all that are left, so it is not sought for each transaction. */
const NAMES_MAX = 20_000;

// Asked of each row that is staged: these tables have just been filled, and the planner knows nothing of them.
const IS_HERE = isThere('SELECT FROM decision f WHERE f.change_id = d.change_id AND f.run = 1');

export const READ_STAGED: Statement = {
  name: 'gateway_restore_read_later_runs',
  text: `SELECT d.change_id AS "changeId", d.run, d.value FROM restored_decision d
         WHERE (d.change_id, d.run) > ($1::uuid, $2::integer) AND ${IS_HERE}
         ORDER BY d.change_id, d.run LIMIT $3`,
};

export const LIST_HALVES: Statement = {
  name: 'gateway_restore_list_releases_of_later_runs',
  text: `SELECT h.release_id AS "releaseId"
         FROM restored_release h CROSS JOIN ${lookUp('SELECT * FROM release WHERE release_id = h.release_id')} AS l
         WHERE ${isThere(`SELECT FROM restored_decision d WHERE d.change_id = l.change_id AND d.run = l.run AND ${IS_HERE}`)}
         ORDER BY l.agency, l.case_reference, l.release_sequence LIMIT $1`,
};

export const READ_HALVES: Statement = {
  name: 'gateway_restore_read_releases_of_later_runs',
  text: `SELECT h.release_id AS "releaseId", h.has_left AS "hasLeft", l.change_id AS "changeId", l.run, d.value
         FROM unnest($1::uuid[]) WITH ORDINALITY AS k (release_id, place)
              CROSS JOIN ${lookUp('SELECT * FROM restored_release WHERE release_id = k.release_id')} AS h
              CROSS JOIN ${lookUp('SELECT change_id, run FROM release WHERE release_id = k.release_id')} AS l
              CROSS JOIN ${lookUp('SELECT value FROM restored_decision WHERE change_id = l.change_id AND run = l.run')} AS d
         ORDER BY k.place`,
};

const FORGET_STAGED: Statement = {
  name: 'gateway_restore_forget_later_runs',
  text: `DELETE FROM restored_decision d WHERE ${IS_HERE} RETURNING d.change_id AS "changeId"`,
};

/**
 * Takes up later runs on changes that are here, and so are not read again: what waited and was let go, back-fills, merges. Writes them as they
 * were decided; what of them has not left leaves now, case by case and in the order of its places, without what was withdrawn or recalled
 * since. What was said is restored, and nobody else speaks yet. May be repeated, and killed at any point.
 */
export async function takeUpLaterRuns(db: Database, ports: LaterRunPorts): Promise<void> {
  let after: DecisionName | undefined = BEFORE_ALL;
  while (after !== undefined) after = await writeNext(db, ports.codec, after);
  // All decisions are here by now: what leaves first of a case may rest on any.
  while ((await completeNext(db, ports)) === NAMES_MAX);
  await db.transaction(async (tx) => {
    const { rows } = await tx.query<{ changeId: string }>(FORGET_STAGED);
    // Held at first, and released by a later run.
    if (rows.length > 0) {
      await forgetChanges(
        tx,
        rows.map((one) => one.changeId),
      );
    }
  });
}

type DecisionName = Pick<Staged, 'changeId' | 'run'>;
const BEFORE_ALL: DecisionName = { changeId: '00000000-0000-0000-0000-000000000000', run: 0 };

/** Answers the last one written; nothing at the end. */
function writeNext(
  db: Database,
  codec: Codec,
  { changeId, run }: DecisionName,
): Promise<DecisionName | undefined> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<Staged>(READ_STAGED, [changeId, run, ROWS_MAX]);
    await writeRestored(tx, await decodeDecisions(codec, rows));
    return rows.at(-1);
  });
}

/** Answers how many there were. */
async function completeNext(db: Database, ports: LaterRunPorts): Promise<number> {
  const { rows } = await db.query<Pick<StagedHalf, 'releaseId'>>(LIST_HALVES, [NAMES_MAX]);
  for (let from = 0; from < rows.length; from += ROWS_MAX) {
    const releaseIds = rows.slice(from, from + ROWS_MAX).map((one) => one.releaseId);
    await db.transaction((tx) => completeReleases(tx, ports, releaseIds));
  }
  return rows.length;
}

async function completeReleases(
  tx: Transaction,
  { codec, openBodies, publisher, clock }: LaterRunPorts,
  names: readonly string[],
): Promise<void> {
  const { rows } = await tx.query<StagedHalf>(READ_HALVES, [names]);
  const distinct = new Map(rows.map((row) => [`${row.changeId}/${row.run}`, row]));
  const decisions = await decodeDecisions(codec, [...distinct.values()]);
  const told = await readTold(tx, { codec, openBodies }, decisions);
  // Passed over, it would be lost in silence.
  if (rows.some(({ hasLeft, changeId }) => !hasLeft && !told.has(changeId)))
    throw new TypeError('a release that has yet to leave rests on a change that is not kept');
  const releaseIds = rows.map((one) => one.releaseId);
  const ports = { codec, publisher, moment: () => ({ nowMs: clock.nowMs() }) };
  const restored = decisions.map((decision) => ({ decision }));
  await rebuildReleases(tx, ports, restored, told, new Set(releaseIds));
  await takeBackSaidSince(tx, ports, releaseIds);
}

async function decodeDecisions(
  codec: Codec,
  rows: readonly Staged[],
): Promise<readonly Decision[]> {
  const decoded = await codec.decode(
    'Decision',
    rows.map(({ value }) => value),
  );
  return decoded.map(readOrThrow);
}

/** Their bodies, which they were decided by: whatever may be decided again is kept. */
async function readTold(
  tx: Transaction,
  ports: ReadPorts,
  decisions: readonly Decision[],
): Promise<ReadonlyMap<string, ToldChange>> {
  const kept = await readKept(tx, [...new Set(decisions.map(({ changeId }) => changeId))]);
  const told = await readKeptChanges(ports, kept);
  return new Map(told.map((one) => [one.change.changeId, one]));
}
