import { InvariantError } from '../benchmark.ts';
import { digestTables, type Left } from '../measure/digest-tables.ts';
import type { Places } from './gateway-parts.ts';
import type { OpenDatabases } from './open-databases.ts';
import { readSaid, type Said } from './read-said.ts';

export const RULE =
  'every change is decided once, its releases are dense for each case and within their agreements, and both contenders leave the same';

/** The relay's claim goes by numbers of rows, which a transaction that is run again takes anew. */
const NOT_COMPARED = ['outbox_relay'];

/**
 * Looks through everything that was left.
 * @throws InvariantError unless each of these changes is decided once, and every recipient of it was given its release in its place
 */
export async function checkLeft(
  databases: OpenDatabases,
  pair: Places,
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
  return {
    ...(await digestTables(databases, pair.gatewayUrl, { notCompared: NOT_COMPARED })),
    ...said.digests,
  };
}

const NOTHING_WRONG: Pick<Said, 'outOfPlace' | 'outside'> = { outOfPlace: 0, outside: 0 };

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
         (SELECT sum(last_sequence)::int FROM sequence_head) AS sequences,
         (SELECT count(*)::int FROM release) AS releases,
         (SELECT count(*)::int FROM outbox) AS waiting,
         (SELECT count(*)::int
          FROM release_case c
               LEFT JOIN (SELECT agency, case_reference, count(*) AS releases, max(release_sequence) AS last
                          FROM release GROUP BY 1, 2) AS r USING (agency, case_reference)
          WHERE r.releases IS DISTINCT FROM r.last OR coalesce(r.last, 0) <> c.last_release_sequence) AS gaps`;
