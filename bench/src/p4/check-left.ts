import { InvariantError } from '../benchmark.ts';
import type { OpenDatabases, Pair } from './open-databases.ts';
import { readSaid, type Said } from './read-said.ts';

/** What a contender leaves, in brief: the rows of each table and what is on the log. Whoever did the same work leaves the same. */
export type Left = Readonly<Record<string, string>>;

const RULE =
  'every change is decided once, its releases are dense for each case and within their agreements, and both contenders leave the same';

/** The relay's claim goes by numbers of rows, which a transaction that is run again takes anew. */
const NOT_COMPARED = ['outbox_relay'];

/**
 * Looks through everything that was left.
 * @throws InvariantError unless each of these changes is decided once, and every recipient of it was given its release in its place
 */
export async function checkLeft(
  databases: OpenDatabases,
  pair: Pair,
  { changes, recipients }: { readonly changes: number; readonly recipients: number },
): Promise<Left> {
  const [rows] = await databases.rows<Counts>(pair.gatewayUrl, COUNT);
  if (rows === undefined) throw new TypeError('counting gives a row');
  const said = await readSaid(pair);
  const wanted = { changes, decided: changes, sequences: changes, waiting: 0, gaps: 0 };
  const releases = changes * recipients;
  const found = { ...rows, releasesSaid: said.releases, decisionsSaid: said.decisions };
  expectEqual(found, {
    ...{ ...wanted, releases, releasesSaid: releases, decisionsSaid: changes },
  });
  expectEqual({ outOfPlace: said.outOfPlace, outside: said.outside }, NOTHING_WRONG);
  return { ...(await digestTables(databases, pair)), ...said.digests };
}

const NOTHING_WRONG: Pick<Said, 'outOfPlace' | 'outside'> = { outOfPlace: 0, outside: 0 };

/** @throws InvariantError naming the first thing in which they differ */
export function expectSame(left: Left, reference: Left): void {
  for (const name of new Set([...Object.keys(left), ...Object.keys(reference)])) {
    if (left[name] !== reference[name]) {
      const details = { what: name, left: left[name] ?? 'none', wanted: reference[name] ?? 'none' };
      throw new InvariantError(details, RULE);
    }
  }
}

function expectEqual<Values extends Readonly<Record<string, number>>>(
  found: Values,
  wanted: Values,
): void {
  for (const [name, value] of Object.entries(found)) {
    if (value !== wanted[name])
      throw new InvariantError({ what: name, found: value, wanted: wanted[name] ?? 0 }, RULE);
  }
}

type Counts = Readonly<
  Record<'changes' | 'decided' | 'sequences' | 'releases' | 'waiting' | 'gaps', number>
>;

const COUNT = `
  SELECT (SELECT count(*)::int FROM decision) AS changes,
         (SELECT count(DISTINCT change_id)::int FROM decision) AS decided,
         (SELECT count(*)::int FROM sequence_record) AS sequences,
         (SELECT count(*)::int FROM release) AS releases,
         (SELECT count(*)::int FROM outbox) AS waiting,
         (SELECT count(*)::int
          FROM release_case c
               LEFT JOIN (SELECT agency, case_reference, count(*) AS releases, max(release_sequence) AS last
                          FROM release GROUP BY 1, 2) AS r USING (agency, case_reference)
          WHERE r.releases IS DISTINCT FROM r.last OR coalesce(r.last, 0) <> c.last_release_sequence) AS gaps`;

async function digestTables(databases: OpenDatabases, pair: Pair): Promise<Left> {
  const tables = await databases.rows<{ readonly name: string }>(
    pair.gatewayUrl,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    if (NOT_COMPARED.includes(name)) continue;
    const [row] = await databases.rows<{ readonly digest: string }>(
      pair.gatewayUrl,
      `SELECT count(*) || ' rows, md5 ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), 'of nothing')
         AS digest FROM "${name}" AS t`,
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}
