import { growTree, hashLeaf, type StoredNode } from '@told/ledger';
import type { Database } from '@told/service';
import { KEPT_LEVEL_MIN } from '../../../services/audit/src/ledger/append-entries.ts';
import { readEntries } from '../../../services/audit/src/ledger/queries.ts';
import { InvariantError } from '../benchmark.ts';
import { digestTables, type Left } from '../measure/digest-tables.ts';
import type { OpenServer } from '../measure/open-server.ts';

/** Whose number it is, in its database. */
export const LEDGER = 1;
export const LEDGER_ID = 'told.example/bench';
export const RULE =
  'both leave the same entries, whatever their places; nodes and root of the ledger are those of its entries';
/** Transactions side by side take their places as they come: which, is checked by itself. */
export async function digestLeft(server: OpenServer, url: string): Promise<Left> {
  const tables = await digestTables(server, url, {
    notCompared: ['ledger', 'node', 'head', 'ledger_key', 'outbox'],
    columnsNotCompared: { entry: ['index', 'text'] },
  });
  const [texts] = await server.rows<{ readonly digest: string }>(
    url,
    `SELECT md5(string_agg(digest, '' ORDER BY digest)) AS digest
     FROM (SELECT md5((text::jsonb - 'index')::text) AS digest FROM entry) AS t`,
  );
  return { ...tables, 'texts of entries': texts?.digest ?? '' };
}

/** Of who only writes, the ledger itself has not moved. @throws InvariantError */
export async function checkTree(db: Database, wanted: number): Promise<void> {
  const tree = growTree();
  const all = { ledger: LEDGER, from: 0, until: wanted, limit: wanted };
  const entries = await readEntries(db, all);
  const grown = entries
    .flatMap(({ text }) => tree.append(hashLeaf(Buffer.from(text))))
    .filter(({ level }) => level >= KEPT_LEVEL_MIN);
  const kept = await db.query<StoredNode>({
    name: 'bench_nodes',
    text: 'SELECT level, index, hash FROM node',
  });
  const { rows } = await db.query<{ size: number; roots: readonly Buffer[] }>({
    name: 'bench_ledger',
    text: 'SELECT size, roots FROM ledger',
  });
  const { size, roots } = rows[0] ?? { size: 0, roots: [] };
  const isOfEntries = size === 0 || growTree(size, roots).root().equals(tree.root());
  const hasNodes = digestNodes(kept.rows) === digestNodes(grown);
  if (tree.size() !== wanted || ![0, wanted].includes(size) || !isOfEntries || !hasNodes)
    throw new InvariantError({ wanted, entries: tree.size(), size }, RULE);
}

const digestNodes = (nodes: readonly StoredNode[]): string =>
  nodes
    .map(({ level, index, hash }) => `${level}/${index} ${hash.toString('hex')}`)
    .toSorted()
    .join('\n');
