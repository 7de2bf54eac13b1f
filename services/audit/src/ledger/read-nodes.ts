import {
  EMPTY_ROOT,
  growTree,
  type Hash,
  hashLeaf,
  LedgerError,
  type NodeId,
  type ProofPlan,
  planRoot,
  writeProof,
} from '@told/ledger';
import type { Database, Statement } from '@told/service';
import { KEPT_LEVEL_MIN } from './append-entries.ts';

// Each looked up by its key, whatever the planner thinks of a young table.
const READ_NODES: Statement = {
  name: 'audit_read_nodes',
  text: `SELECT n.level, n.index, n.hash FROM unnest($2::smallint[], $3::bigint[]) AS k (level, index)
         CROSS JOIN LATERAL (SELECT level, index, hash FROM node WHERE ledger = $1 AND level = k.level AND index = k.index OFFSET 0) AS n`,
};

const READ_TEXTS: Statement = {
  name: 'audit_read_texts',
  text: `SELECT e.index, e.text FROM unnest($2::bigint[], $3::bigint[]) AS k (start, until)
         CROSS JOIN LATERAL (SELECT index, text FROM entry WHERE ledger = $1 AND index >= k.start AND index < k.until OFFSET 0) AS e`,
};

/** The proof that a plan describes, by two statements whatever the size of the ledger: at most some thirty entries are read. */
export async function readProof(
  db: Database,
  ledger: number,
  plan: ProofPlan,
): Promise<readonly Hash[]> {
  const hashes = await readHashes(db, ledger, plan.nodes);
  return writeProof(plan, (node) => hashes.get(nameOf(node)));
}

/** The root of the first `size` entries, from what is kept. Rejects with LedgerError `node-missing` when some of that is gone. */
export async function readRoot(db: Database, ledger: number, size: number): Promise<Hash> {
  const [root = EMPTY_ROOT] = await readProof(db, ledger, planRoot(size));
  return root;
}

/** Whether the first `size` entries still give this root. */
export async function hasRoot(
  db: Database,
  ledger: number,
  size: number,
  root: Hash,
): Promise<boolean> {
  try {
    return root.equals(await readRoot(db, ledger, size));
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'node-missing') return false;
    throw error;
  }
}

async function readHashes(
  db: Database,
  ledger: number,
  nodes: readonly NodeId[],
): Promise<ReadonlyMap<string, Hash>> {
  const kept = nodes.filter(({ level }) => level >= KEPT_LEVEL_MIN);
  const small = nodes.filter(({ level }) => level < KEPT_LEVEL_MIN);
  const [found, entries] = await Promise.all([
    readKept(db, ledger, kept),
    readLeaves(db, ledger, small),
  ]);
  const hashes = new Map(found.map((node) => [nameOf(node), node.hash]));
  for (const node of small) {
    const hash = workOut(node, entries);
    if (hash !== undefined) hashes.set(nameOf(node), hash);
  }
  return hashes;
}

async function readKept(
  db: Database,
  ledger: number,
  nodes: readonly NodeId[],
): Promise<readonly (NodeId & { readonly hash: Hash })[]> {
  if (nodes.length === 0) return [];
  const { rows } = await db.query<NodeId & { hash: Hash }>(READ_NODES, [
    ledger,
    nodes.map(({ level }) => level),
    nodes.map(({ index }) => index),
  ]);
  return rows;
}

/** By index. */
async function readLeaves(
  db: Database,
  ledger: number,
  nodes: readonly NodeId[],
): Promise<ReadonlyMap<number, Hash>> {
  if (nodes.length === 0) return new Map();
  const { rows } = await db.query<{ index: number; text: string }>(READ_TEXTS, [
    ledger,
    nodes.map(startOf),
    nodes.map((node) => startOf(node) + 2 ** node.level),
  ]);
  return new Map(rows.map(({ index, text }) => [index, hashLeaf(Buffer.from(text))]));
}

const nameOf = ({ level, index }: NodeId): string => `${level}/${index}`;
const startOf = ({ level, index }: NodeId): number => index * 2 ** level;

/** Undefined when an entry below it is missing. */
function workOut(node: NodeId, leaves: ReadonlyMap<number, Hash>): Hash | undefined {
  const tree = growTree();
  for (let at = startOf(node); at < startOf(node) + 2 ** node.level; at += 1) {
    const leaf = leaves.get(at);
    if (leaf === undefined) return undefined;
    tree.append(leaf);
  }
  return tree.root();
}
