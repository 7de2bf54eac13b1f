import { setImmediate as nextTurn } from 'node:timers/promises';
import { growTree, type Hash, hashLeaf } from '@told/ledger';
import { type Database, type Statement, type Transaction, together } from '@told/service';
import { SALT_BYTES } from '../entries/commitments.ts';
import { answeredReleases, noteErasures } from '../openings/note-erasures.ts';
import { readErased } from '../openings/queries.ts';
import {
  type Entering,
  type PreparedEntry,
  type PreparePorts,
  prepareEntries,
  type RecordName,
} from './prepare-entries.ts';
import { type LedgerRow, LOCK_LEDGER } from './queries.ts';

/** Nodes below are worked out from entries. */
export const KEPT_LEVEL_MIN = 4;

const READ_MARK_KEY: Statement = { name: 'audit_read_mark_key', text: 'SELECT key FROM mark_key' };

// Each looked up by its key, whatever the planner thinks of a young table.
const FIND_ENTERED: Statement = {
  name: 'audit_find_entered',
  text: `SELECT e.at, e.mark::text AS mark FROM unnest($1::bigint[], $2::bigint[]) AS r (at, mark)
         CROSS JOIN LATERAL (SELECT at, mark FROM entry WHERE at = r.at AND mark = r.mark OFFSET 0) AS e`,
};

// Texts and salts travel as one binary parameter each, which is cut up here: as arrays they would be quoted, escaped and read again.
const INSERT_ENTRIES: Statement = {
  name: 'audit_insert_entries',
  text: `INSERT INTO entry (ledger, index, at, mark, kind, change_id, text, salt, subject_key, case_references)
         SELECT $1, $2 + place - 1, r.at, mark, kind, change_id,
                convert_from(substring($3::bytea FROM text_at FOR text_size), 'UTF8'),
                substring($4::bytea FROM ((place - 1) * ${SALT_BYTES} + 1)::int FOR ${SALT_BYTES}),
                subject_key, string_to_array(case_references, ' ')
         FROM unnest($5::bigint[], $6::bigint[], $7::text[], $8::uuid[], $9::int[], $10::int[], $11::text[], $12::text[])
              WITH ORDINALITY AS r (at, mark, kind, change_id, text_at, text_size, subject_key, case_references, place)
         ORDER BY place`,
};

const HASH_BYTES = 32;
const INSERT_NODES: Statement = {
  name: 'audit_insert_nodes',
  text: `INSERT INTO node (ledger, level, index, hash)
         SELECT $1, level, index, substring($2::bytea FROM ((place - 1) * ${HASH_BYTES} + 1)::int FOR ${HASH_BYTES})
         FROM unnest($3::smallint[], $4::bigint[]) WITH ORDINALITY AS n (level, index, place)
         ORDER BY level, index`,
};

const MOVE_LEDGER: Statement = {
  name: 'audit_move_ledger',
  text: 'UPDATE ledger SET size = $2, roots = $3::bytea[] WHERE no = $1',
};

/** What marks are made with; it never changes. */
export async function readMarkKey(db: Database): Promise<Buffer> {
  const { rows } = await db.query<{ key: Buffer }>(READ_MARK_KEY);
  if (rows[0] === undefined) throw new TypeError('the database has a key for marks');
  return rows[0].key;
}

/** Gives each of these its entry; see `enterEntries`. One that has an entry is passed over, whoever entered it. */
export async function appendEntries(
  tx: Transaction,
  arrivals: readonly Entering[],
  ports: PreparePorts,
): Promise<void> {
  // Who else enters the same has committed or waits.
  await tx.query(LOCK_LEDGER);
  const fresh = await leaveOutEntered(tx, prepareEntries(arrivals, ports));
  await enterEntries(tx, fresh, ports);
}

/** Those that have no entry yet, as far as this transaction can see; each once. */
export async function leaveOutEntered(
  tx: Transaction,
  prepared: readonly PreparedEntry[],
): Promise<readonly PreparedEntry[]> {
  const { rows } = await tx.query<RecordName>(FIND_ENTERED, [
    prepared.map(({ at }) => at),
    prepared.map(({ mark }) => mark),
  ]);
  // Where all marks differ, all names do: nothing of this is needed but for what comes again.
  const differ = new Set(prepared.map(({ mark }) => mark)).size === prepared.length;
  if (differ && rows.length === 0) return prepared;
  const fresh = new Map(prepared.map((one) => [nameRecord(one), one]));
  for (const known of rows) fresh.delete(nameRecord(known));
  return [...fresh.values()];
}

const nameRecord = ({ at, mark }: RecordName): string => `${at}/${mark}`;

/**
 * Gives each of these its entry, in their order, at the end of the newest ledger. All of it in this transaction: the ledger's row is locked until
 * it ends, so that entries have no gaps and every index is one entry's for ever. What is to be forgotten of it, since somebody was erased, is
 * written down with it. Rejects should one of them have an entry.
 */
export async function enterEntries(
  tx: Transaction,
  fresh: readonly PreparedEntry[],
  { markKey }: Pick<PreparePorts, 'markKey'>,
): Promise<void> {
  if (fresh.length === 0) return;
  const [{ rows: locked }, erased] = await together([
    tx.query<LedgerRow>(LOCK_LEDGER),
    readErased(tx, answeredReleases(fresh)),
  ]);
  const [ledger] = locked;
  if (ledger === undefined) throw new TypeError('a ledger is opened before anything is entered');
  await insertEntries(tx, ledger, fresh);
  await noteErasures(tx, fresh, { ledger, markKey, erased });
}

/** Nobody waits for these statements: they travel with COMMIT, and their failure is the transaction's. */
async function insertEntries(
  tx: Transaction,
  ledger: LedgerRow,
  fresh: readonly PreparedEntry[],
): Promise<void> {
  const { bytes, pieces } = writeTexts(fresh, ledger.size);
  void tx.query(INSERT_ENTRIES, [
    ...[ledger.no, ledger.size, bytes, Buffer.concat(fresh.map(({ salt }) => salt))],
    fresh.map(({ at }) => at),
    fresh.map(({ mark }) => mark),
    fresh.map(({ kind }) => kind),
    fresh.map(({ changeId }) => changeId),
    pieces.map(({ start }) => start + 1), // as SQL counts
    pieces.map(({ start, end }) => end - start),
    fresh.map(({ subjectKey }) => subjectKey),
    fresh.map(({ cases }) =>
      // No reference has a space in it.
      cases.length === 0 ? null : cases.map(({ caseReference }) => caseReference).join(' '),
    ),
  ]);
  await nextTurn(); // It has left: the tree grows while PostgreSQL writes.
  growLedger(
    tx,
    ledger,
    pieces.map(({ start, end }) => hashLeaf(bytes.subarray(start, end))),
  );
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Their whole texts, one behind another. */
function writeTexts(
  fresh: readonly PreparedEntry[],
  size: number,
): { readonly bytes: Buffer; readonly pieces: readonly Piece[] } {
  const bytes = Buffer.allocUnsafe(
    fresh.reduce((sum, { text }) => sum + text.end - text.start + INDEX_BYTES_MAX, 0),
  );
  let end = 0;
  const pieces = fresh.map(({ text }, place): Piece => {
    const start = end;
    end += text.bytes.copy(bytes, end, text.start, text.middle);
    end += bytes.write(`,"index":${size + place}`, end, 'latin1');
    end += text.bytes.copy(bytes, end, text.middle, text.end);
    return { start, end };
  });
  return { bytes: bytes.subarray(0, end), pieces };
}

const INDEX_BYTES_MAX = `,"index":${Number.MAX_SAFE_INTEGER}`.length;

function growLedger(
  tx: Transaction,
  { no, size, roots }: LedgerRow,
  leaves: readonly Hash[],
): void {
  const tree = growTree(size, roots);
  const nodes = leaves
    .flatMap((leaf) => tree.append(leaf))
    .filter(({ level }) => level >= KEPT_LEVEL_MIN);
  if (nodes.length > 0) {
    void tx.query(INSERT_NODES, [
      no,
      Buffer.concat(nodes.map((node) => node.hash)),
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
    ]);
  }
  void tx.query(MOVE_LEDGER, [no, tree.size(), tree.roots()]);
}
