import { hash } from 'node:crypto';
import { growTree, hashLeaf, type StoredNode } from '@told/ledger';
import { type Database, type Statement, type Transaction, together } from '@told/service';
import { commitWith, SALT_BYTES } from '../entries/commitments.ts';
import { type Facts, type RecordSource, writeEntry } from '../entries/entry.ts';
import { joinBytes } from '../entries/join-bytes.ts';
import type { Arrival } from '../entries/read-records.ts';
import { answeredReleases, noteErasures } from '../openings/note-erasures.ts';
import { readErased } from '../openings/queries.ts';
import { type LedgerRow, LOCK_LEDGER } from './queries.ts';

export interface AppendPorts {
  randomBytes(size: number): Buffer;
  /** Of this database; see `readMarkKey`. */
  readonly markKey: Buffer;
}

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

/**
 * Gives each of these records its entry, in their order, at the end of the newest ledger; one that has an entry is passed over. All of it in
 * this transaction: the ledger's row is locked until it ends, so that entries have no gaps and every index is one entry's for ever. What is to be
 * forgotten of it, since somebody was erased, is written down with it.
 */
export async function appendEntries(
  tx: Transaction,
  arrivals: readonly Entering[],
  ports: AppendPorts,
): Promise<void> {
  if (arrivals.length === 0) return;
  const marked = arrivals.map((arrival) => markArrival(arrival, ports.markKey));
  // Looked up under the lock: who else enters the same record has committed or waits.
  const [{ rows: locked }, { rows: known }, erased] = await together([
    tx.query<LedgerRow>(LOCK_LEDGER),
    tx.query<Pick<Marked, 'at' | 'mark'>>(FIND_ENTERED, [
      marked.map(({ at }) => at),
      marked.map(({ mark }) => mark),
    ]),
    readErased(tx, answeredReleases(marked)),
  ]);
  const [ledger] = locked;
  if (ledger === undefined) throw new TypeError('a ledger is opened before anything is entered');
  const before = new Set(known.map(nameRecord));
  const fresh = [...new Map(marked.map((one) => [nameRecord(one), one])).values()].filter(
    (one) => !before.has(nameRecord(one)),
  );
  if (fresh.length === 0) return;
  insertEntries(tx, ledger, fresh, ports);
  // What the ledger says of itself orders nothing, and is about nobody.
  const entered = fresh.flatMap(({ source, ...one }, place) =>
    source === null ? [] : [{ ...one, source, index: ledger.size + place }],
  );
  await noteErasures(tx, entered, { ledger: ledger.no, markKey: ports.markKey, erased });
}

/** What is to be entered. */
interface Entering extends Omit<Arrival, 'source'> {
  /** Null of what the ledger says of itself. */
  readonly source: RecordSource | null;
}

interface Marked extends Entering {
  readonly at: number;
  /** Decimal. */
  readonly mark: string;
}

const nameRecord = ({ at, mark }: Pick<Marked, 'at' | 'mark'>): string => `${at}/${mark}`;

/**
 * A record that comes again, as after a relay's crash, has the same topic, time and digest, and so the same mark; one that says anything else
 * has another, and an entry of its own. Nobody without the key can make two records that share one.
 */
function markArrival(arrival: Entering, key: Buffer): Marked {
  const { source, described } = arrival;
  const said = source === null ? writeEntry(described.facts) : `${source.topic}\n${source.digest}`;
  const named = joinBytes(key, `${described.kind}\n${said}`);
  const mark = hash('sha256', named, 'buffer').readBigInt64BE().toString();
  return { ...arrival, at: described.at ?? 0, mark };
}

/** Nobody waits for these statements: they travel with COMMIT, and their failure is the transaction's. */
function insertEntries(
  tx: Transaction,
  { no, size, roots }: LedgerRow,
  fresh: readonly Marked[],
  { randomBytes }: AppendPorts,
): void {
  const salts = randomBytes(fresh.length * SALT_BYTES);
  const tree = growTree(size, roots);
  const nodes: StoredNode[] = [];
  const texts = fresh.map((arrival, at) => {
    const salt = salts.subarray(at * SALT_BYTES, (at + 1) * SALT_BYTES);
    return writeEntry(describeEntry(arrival, size + at, salt));
  });
  const bytes = Buffer.from(texts.join(''));
  const sizes = texts.map((text) => Buffer.byteLength(text));
  let end = 0;
  const starts = sizes.map((length) => {
    const start = end;
    end += length;
    const completed = tree.append(hashLeaf(bytes.subarray(start, end)));
    nodes.push(...completed.filter(({ level }) => level >= KEPT_LEVEL_MIN));
    return start + 1; // as SQL counts
  });
  const described = fresh.map((one) => one.described);
  void tx.query(INSERT_ENTRIES, [
    ...[no, size, bytes, salts],
    fresh.map(({ at }) => at),
    fresh.map(({ mark }) => mark),
    described.map(({ kind }) => kind),
    described.map(({ changeId }) => changeId),
    starts,
    sizes,
    described.map(({ subjectKey }) => subjectKey),
    described.map(({ cases }) =>
      // No reference has a space in it.
      cases.length === 0 ? null : cases.map(({ caseReference }) => caseReference).join(' '),
    ),
  ]);
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

/** Members in the order in which they are written. */
function describeEntry({ described, source }: Entering, index: number, salt: Buffer): Facts {
  const { kind, at, facts, subjectKey, cases } = described;
  const commit = commitWith(salt);
  return {
    at: at ?? undefined,
    cases: cases.map(({ agency, caseReference }) => ({
      agency,
      case: commit.case(agency, caseReference),
    })),
    facts,
    index,
    kind,
    source: source === null ? undefined : describeSource(source),
    subject: subjectKey === null ? undefined : commit.subject(subjectKey),
  };
}

/** Members in the order in which they are written. */
const describeSource = ({ digest, offset, partition, topic }: RecordSource): Facts => ({
  digest,
  offset,
  partition,
  topic,
});
