import type { Database, Statement, Transaction } from '@told/service';
import { readLanes, readRebuild } from './positions.ts';

/** What a rebuild would go through. */
export interface RebuildPreview {
  readonly agency: string;
  readonly releases: number;
  /** The journal's name of each command → how many. */
  readonly commands: Readonly<Record<string, number>>;
  readonly cases: number;
  /** Taken by an interrupted rebuild that would be gone on with. */
  readonly entriesTaken: number;
  /** For what is left to take, at the rate of a machine with two cores. */
  readonly estimatedSeconds: number;
}

/** Entries a second that were seen on two cores, comparing included. */
const RATE_SEEN = 3_000;

const COUNT: Statement = {
  name: 'rebuild_count',
  text: `SELECT (SELECT count(*) FROM received_release) AS releases, (SELECT count(*) FROM claim) AS cases,
    (SELECT coalesce(jsonb_object_agg(command, entries), '{}') FROM (
      SELECT command, count(*) AS entries FROM journal GROUP BY command ORDER BY command) AS c) AS commands`,
};

/** Counts what a rebuild would go through, and writes nothing anywhere. */
export async function previewRebuild(
  agency: string,
  source: Database,
  scratch: Database | undefined,
): Promise<RebuildPreview> {
  const { rows } =
    await source.query<Pick<RebuildPreview, 'releases' | 'commands' | 'cases'>>(COUNT);
  const [counted] = rows;
  if (counted === undefined) throw new TypeError('a count is one row');
  const { releases, cases, commands } = counted;
  const entries = Object.values(commands).reduce((sum, count) => sum + count, releases);
  const taken = await countTaken(scratch);
  const estimatedSeconds = Math.ceil(Math.max(0, entries - taken) / RATE_SEEN);
  return { agency, releases, commands, cases, entriesTaken: taken, estimatedSeconds };
}

/** What a rebuild that was interrupted has taken. */
async function countTaken(scratch: Pick<Transaction, 'query'> | undefined): Promise<number> {
  const before = scratch === undefined ? undefined : await readRebuild(scratch);
  if (scratch === undefined || before === undefined || before.isDone) return 0;
  return (await readLanes(scratch)).reduce((sum, { entries }) => sum + entries, 0);
}
