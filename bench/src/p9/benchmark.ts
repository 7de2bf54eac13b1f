import fs from 'node:fs';
import path from 'node:path';
import { serialize } from 'node:v8';
import { growTree, hashLeaf, planInclusion, verifyInclusion } from '@told/ledger';
import { type Database, openDatabase, serviceMigrations } from '@told/service';
import { readEntries } from '../../../services/audit/src/ledger/queries.ts';
import { readProof } from '../../../services/audit/src/ledger/read-nodes.ts';
import { type Benchmark, type Contender, InvariantError, partOf } from '../benchmark.ts';
import { expectSame, type Left } from '../measure/digest-tables.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { type OpenServer, openServer } from '../measure/open-server.ts';
import { recordWrites } from '../p4/record-writes.ts';
import { ROOT } from '../places.ts';
import { appendBatches, enterRecords, makeBatches } from './append-records.ts';
import { checkTree, digestLeft, LEDGER, LEDGER_ID, RULE } from './check-left.ts';
import { openRecordCodec, RECORDS_A_CHANGE } from './make-records.ts';
import type { Work } from './work.ts';

const CHANGES = 20_000;
const LARGE_ENTRIES = 1_000_000;
const AIM_PROOF_MS = 1;
/** Where the ledger stands: who only writes does not say. */
const GUARD = 'UPDATE ledger';
const MIGRATIONS = [
  { name: 'service', dir: serviceMigrations },
  { name: 'audit', dir: path.join(ROOT, 'services/audit/sql') },
];

type Setting = {
  readonly server: OpenServer;
  /** With a ledger and no entries; every contender has copies of it. */
  readonly empty: string;
  readonly large: Work['large'];
  readonly changes: number;
  /** See `Work`. */
  readonly reads: boolean;
  readonly writesFile: string;
  readonly reference: Left;
  readonly transactions: number;
};

const contender = (name: string, program: string, setting: Setting): Contender => ({
  name,
  async measure() {
    const { server, empty, reads, large, changes, writesFile, reference } = setting;
    const [warmUp, measured] = [await server.copy(empty), await server.copy(empty)];
    const found = await measureProgram<Work>(server, path.join(import.meta.dirname, program), {
      warmUp: { url: warmUp, changes },
      measured: { url: measured, changes },
      ...{ reads, writesFile, large },
    });
    expectSame(await digestLeft(server, measured), reference, RULE);
    await withDatabase(measured, (db) => checkTree(db, changes * RECORDS_A_CHANGE));
    await server.drop(warmUp, measured);
    return found;
  },
});

async function withDatabase<T>(url: string, use: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, name: 'bench' });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

/** Has the product do the work once, and keeps what it wrote and what is left of it. */
async function record(
  server: OpenServer,
  empty: string,
  changes: number,
): Promise<Pick<Setting, 'writesFile' | 'reference' | 'transactions'>> {
  const url = await server.copy(empty);
  const codec = await openRecordCodec();
  const transactions = await withDatabase(url, async (db) => {
    const recorded = recordWrites(db);
    await appendBatches(recorded.db, makeBatches(codec, changes), enterRecords(codec));
    return recorded.transactions.map(({ statements, published }) => ({
      statements: statements.filter(({ statement }) => !statement.text.startsWith(GUARD)),
      published,
    }));
  });
  const reference = await digestLeft(server, url);
  await server.drop(url);
  const writesFile = path.join(server.dir, 'writes');
  fs.writeFileSync(writesFile, serialize(transactions));
  return { writesFile, reference, transactions: transactions.length };
}

/** A ledger to prove entries of, whose proofs hold. */
async function fillLarge(
  server: OpenServer,
  empty: string,
  entries: number,
): Promise<Work['large']> {
  const url = await server.copy(empty);
  const codec = await openRecordCodec();
  const changes = Math.ceil(entries / RECORDS_A_CHANGE);
  const size = changes * RECORDS_A_CHANGE;
  await withDatabase(url, async (db) => {
    await appendBatches(db, makeBatches(codec, changes), enterRecords(codec));
    const index = Math.floor(size / 3);
    const proof = await readProof(db, LEDGER, planInclusion(index, size));
    const [entry] = await readEntries(db, {
      ...{ ledger: LEDGER, from: index, until: index + 1, limit: 1 },
    });
    const { rows } = await db.query<{ roots: readonly Buffer[] }>({
      name: 'bench_roots',
      text: 'SELECT roots FROM ledger',
    });
    const root = growTree(size, rows[0]?.roots ?? []).root();
    const leaf = hashLeaf(Buffer.from(entry?.text ?? ''));
    if (!verifyInclusion(leaf, index, { size, root }, proof))
      throw new InvariantError({ index, size }, 'a proof leads from its entry to the root');
  });
  await server.rows(url, 'VACUUM ANALYZE');
  return { url, entries: size };
}

const APPENDS =
  'writes canonical JSON, commits to persons and cases, hashes, looks up what comes again, locks the ledger, inserts entries and nodes, moves the ledger; two transactions side by side, and a head signed each second and at the end';

const describeWork = (of: string): string =>
  `ledger: ${of} of ${CHANGES.toLocaleString('en-GB')} changes (change, decision, outcome) entered, 2,000 a transaction`;

const ENTRIES = (CHANGES * RECORDS_A_CHANGE).toLocaleString('en-GB');

export const P9: Benchmark = {
  id: 'P9',
  work: `${describeWork(`${ENTRIES} entries`)}; proofs over ${LARGE_ENTRIES.toLocaleString('en-GB')} entries`,
  open: (onProgress, { size }) =>
    openAppending(onProgress, size, {
      ...{ id: 'P9', aim: 0.7, reads: false },
      productRunsAs: `appendInPieces of services/audit on what records say, which is in memory: ${APPENDS}`,
      costs: [
        {
          ...{ id: 'P9-proof', aim: AIM_PROOF_MS },
          unit: 'ms for the proof of one entry, median of 2,000 all over the ledger',
          costOfRecord: ({ figures = {} }) => figures['proof p50 in ms'] ?? Number.NaN,
        },
      ],
    }),
};

/** The whole way of a record, against the same peer. */
export const P9_RECORDS: Benchmark = {
  id: 'P9-records',
  work: describeWork(`${ENTRIES} records`),
  open: (onProgress, { size }) =>
    openAppending(onProgress, size, {
      ...{ id: 'P9-records', aim: 0.6, reads: true },
      productRunsAs: `appendRecords of services/audit on records that are in memory: checks digests, decodes, describes, ${APPENDS}`,
    }),
};

type Opened = Awaited<ReturnType<Benchmark['open']>>;
type Appending = Pick<Opened, 'productRunsAs' | 'costs'> & {
  readonly id: string;
  readonly aim: number;
  readonly reads: boolean;
};

async function openAppending(
  onProgress: Parameters<Benchmark['open']>[0],
  size: number,
  { id, aim, reads, productRunsAs, costs }: Appending,
): Promise<Opened> {
  const server = await openServer();
  try {
    const changes = partOf(CHANGES, size);
    const empty = await server.create(MIGRATIONS);
    await server.rows(
      empty,
      `INSERT INTO ledger (no, id, size, roots) VALUES (${LEDGER}, '${LEDGER_ID}', 0, '{}')`,
    );
    const recorded = await record(server, empty, changes);
    onProgress(`the product took all in ${recorded.transactions} transactions, which are recorded`);
    const large =
      costs === undefined ? undefined : await fillLarge(server, empty, partOf(LARGE_ENTRIES, size));
    if (large !== undefined)
      onProgress(`a ledger of ${large.entries.toLocaleString('en-GB')} entries stands`);
    const setting = { server, empty, large, changes, reads, ...recorded };
    return {
      product: contender('ledger', 'product.ts', setting),
      productRunsAs,
      comparisons: [
        {
          ...{ id, aim },
          peer: contender('plain inserts', 'plain-inserts.ts', setting),
          peerRunsAs: `the same rows, from a recorded run: the INSERTs of its ${recorded.transactions} transactions with their parameters, one transaction after another, into the same tables and indexes; it looks up, locks, decodes, hashes and signs nothing`,
        },
      ],
      ...(costs === undefined ? {} : { costs }),
      durability: server.durability,
      invariant: RULE,
      versions: { postgresql: server.version },
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
