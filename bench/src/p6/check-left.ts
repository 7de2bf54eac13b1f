import { InvariantError } from '../benchmark.ts';
import { digestTables, type Left } from '../measure/digest-tables.ts';
import type { OpenServer } from '../measure/open-server.ts';

export const RULE =
  'every release takes effect once, in its case’s order, with one answer, and both leave the same rows';

/** The guards' own tables: the peers have none. */
const GUARDS = ['watermark', 'sequence_head'];
/** Numbers that are drawn as rows come: which partition came first is chance. */
const DRAWN = { received_release: ['entry_no'], outbox: ['id'], journal: ['entry_no'] };

/** What is left, less what only the product keeps. */
export const digestLeft = (server: OpenServer, url: string): Promise<Left> =>
  digestTables(server, url, { notCompared: GUARDS, columnsNotCompared: DRAWN });

const COUNT = `
  SELECT (SELECT sum(last_sequence)::int FROM sequence_head) AS heads,
         (SELECT count(*)::int FROM received_release) AS received,
         (SELECT count(DISTINCT release_id)::int FROM outcome) AS answered,
         (SELECT count(*)::int FROM outbox) AS published,
         (SELECT count(*)::int FROM parked_record) + (SELECT count(*)::int FROM dead_letter) AS waiting,
         (SELECT count(*)::int FROM outcome WHERE kind NOT IN ('applied', 'no-change')) AS others`;

/** Whether the product's guards hold what they should. @throws InvariantError */
export async function checkGuards(
  server: OpenServer,
  url: string,
  releases: number,
): Promise<void> {
  const [found = {}] = await server.rows<Record<string, number>>(url, COUNT);
  for (const [what, value] of Object.entries(found)) {
    const wanted = what === 'waiting' || what === 'others' ? 0 : releases;
    if (value !== wanted) throw new InvariantError({ what, found: value, wanted }, RULE);
  }
}
