import { type Head, openCodec, readOrThrow } from '@told/codec';
import type { EventLog } from '@told/event-log';
import { type GrowingTree, growTree, hashLeaf } from '@told/ledger';
import { type Database, openEventLog, type Statement } from '@told/service';
import type { Area } from '../load/area.ts';
import { withDatabase } from './read-history.ts';

const HEADS_TOPIC = 'told.heads';
const ROWS = 2_000;

const LEDGERS: Statement = {
  name: 'testing_ledgers',
  text: 'SELECT no, id, size FROM ledger ORDER BY no',
};
const ENTRIES: Statement = {
  name: 'testing_ledger_entries',
  text: 'SELECT index, text FROM entry WHERE ledger = $1 AND index >= $2 ORDER BY index LIMIT $3',
};

/** Of each ledger that follows another, the head that it goes on from. */
const OPENINGS: Statement = {
  name: 'testing_ledger_openings',
  text: `SELECT text::jsonb -> 'facts' -> 'follows' AS follows FROM entry WHERE kind = 'opening' AND index = 0`,
};

/** A head, as the ledger after it names it. */
interface Followed {
  readonly ledger: string;
  readonly size: number;
  readonly root: string;
}

interface Ledger {
  readonly no: number;
  readonly id: string;
  readonly size: number;
}

/**
 * Every head that was published, held against the entries that are kept. What a ledger lacks since its database was put back is answered for by the
 * one that follows it, if that goes on from the last head of all. Resolves with what contradicts it; nothing where all is true.
 */
export async function checkLedger(area: Area): Promise<readonly string[]> {
  const heads = await readHeads(area);
  return withDatabase(area, 'audit', async (db) => {
    const { rows } = await db.query<Ledger>(LEDGERS);
    const openings = await db.query<{ follows: Followed }>(OPENINGS);
    const followed = openings.rows.map(({ follows }) => follows);
    const known = new Set(rows.map(({ id }) => id));
    const strange = heads.filter(({ logId }) => !known.has(logId));
    const faults = strange.map(({ logId, size }) => `head ${size} of ${logId}, which is not kept`);
    for (const ledger of rows) {
      const own = heads.filter(({ logId }) => logId === ledger.id);
      const isFollowed = goesOnFrom(followed, ledger, own);
      const kept = isFollowed ? own.filter(({ size }) => size <= ledger.size) : own;
      faults.push(...(await findContradicted(db, ledger, kept)));
    }
    return faults;
  });
}

/** Whether another ledger begins with the last head of this one that anybody has. */
function goesOnFrom(
  followed: readonly Followed[],
  { id }: Ledger,
  heads: readonly Head[],
): boolean {
  const last = heads.reduce<Head | undefined>(
    (most, one) => (one.size > (most?.size ?? -1) ? one : most),
    undefined,
  );
  return followed.some(
    ({ ledger, size, root }) => ledger === id && size === last?.size && root === last.root,
  );
}

async function findContradicted(
  db: Database,
  ledger: Ledger,
  heads: readonly Head[],
): Promise<readonly string[]> {
  const roots = new Map<number, string>();
  const sizes = new Set(heads.map(({ size }) => size));
  const tree = growTree();
  const note = (): void => {
    if (sizes.has(tree.size())) roots.set(tree.size(), tree.root().toString('hex'));
  };
  note();
  while (await growFurther(db, ledger, tree, note));
  const missing = tree.size() === ledger.size ? [] : [`entry ${tree.size()} of ${ledger.id}`];
  const contradicted = heads.filter(({ size, root }) => roots.get(size) !== root);
  return [...missing, ...contradicted.map(({ size }) => `head ${size} of ${ledger.id}`)];
}

/** False at the end, and where an entry is missing. */
async function growFurther(
  db: Database,
  { no }: Ledger,
  tree: GrowingTree,
  onGrown: () => void,
): Promise<boolean> {
  const { rows } = await db.query<{ index: number; text: string }>(ENTRIES, [
    ...[no, tree.size(), ROWS],
  ]);
  for (const { index, text } of rows) {
    if (index !== tree.size()) return false;
    tree.append(hashLeaf(Buffer.from(text)));
    onGrown();
  }
  return rows.length === ROWS;
}

async function readHeads({ profile }: Area): Promise<readonly Head[]> {
  const log = openEventLog(profile.log, 'told-ledger-check');
  try {
    return await readAll(log, profile.registry.url);
  } finally {
    await log.close();
  }
}

async function readAll(log: EventLog, registryUrl: string): Promise<readonly Head[]> {
  const codec = await openCodec({ registryUrl, uses: [] });
  const heads: Head[] = [];
  for (const { partition, low, end } of await log.bounds(HEADS_TOPIC)) {
    if (low === end) continue;
    for await (const records of log.read({ topic: HEADS_TOPIC, partition, from: low, to: end })) {
      const decoded = await codec.decode(
        'Head',
        records.map(({ value }) => value),
      );
      heads.push(...decoded.map(readOrThrow));
    }
  }
  return heads;
}
