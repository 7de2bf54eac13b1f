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
  /** For what is left to take; a rough one, by the rate of the run before or else of a machine with two cores. */
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
  const { taken, rate } = await readBefore(scratch);
  const estimatedSeconds = Math.ceil(Math.max(0, entries - taken) / rate);
  return { agency, releases, commands, cases, entriesTaken: taken, estimatedSeconds };
}

async function readBefore(
  scratch: Pick<Transaction, 'query'> | undefined,
): Promise<{ readonly taken: number; readonly rate: number }> {
  const before = scratch === undefined ? undefined : await readRebuild(scratch);
  if (scratch === undefined || before === undefined || before.isDone)
    return { taken: 0, rate: RATE_SEEN };
  const taken = (await readLanes(scratch)).reduce((sum, { entries }) => sum + entries, 0);
  const isKnown = taken > 0 && before.seconds > 0;
  return { taken, rate: isKnown ? taken / before.seconds : RATE_SEEN };
}
