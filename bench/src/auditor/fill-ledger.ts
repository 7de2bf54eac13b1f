import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Codec } from '@told/codec';
import { recordDigest, type StoredRecord } from '@told/event-log';
import { openDatabase, serviceMigrations } from '@told/service';
import { readRecords } from '../../../services/audit/src/entries/read-records.ts';
import { appendEntries, readMarkKey } from '../../../services/audit/src/ledger/append-entries.ts';
import type { OpenServer } from '../measure/open-server.ts';
import { appendBatches, enterRecords, makeBatches } from '../p9/append-records.ts';
import {
  AGENCY,
  caseOf,
  openRecordCodec,
  PEOPLE,
  RECORDS_A_CHANGE,
  readExample,
  subjectOf,
} from '../p9/make-records.ts';
import { ROOT } from '../places.ts';

export type FilledLedger = {
  readonly url: string;
  readonly entries: number;
  /** Of each copy. */
  readonly changes: number;
  readonly copies: number;
  readonly people: number;
};

const MIGRATIONS = [
  { name: 'service', dir: serviceMigrations },
  { name: 'audit', dir: path.join(ROOT, 'services/audit/sql') },
];
const INTERESTS_AT_ONCE = 2_000;
/** One digit of an id says which copy it is of. */
const COPIES = 10;
/** What is copied has the first one; see `nameId`. */
const idsOf = (text: string, copy: string): string =>
  [1, 2, 3].reduce(
    (inner, kind) => `replace(${inner}, '-9a4${kind}-0', '-9a4${kind}-' || ${copy})`,
    text,
  );

/**
 * A ledger whose entries are as the product makes them: persons with a case each, and their changes, decided and answered. A tenth of it is entered; the
 * rest are copies of that, with ids and times of their own and about the same persons.
 */
export async function fillLedger(server: OpenServer, changesAtAll: number): Promise<FilledLedger> {
  const url = await server.create(MIGRATIONS);
  const changes = Math.ceil(changesAtAll / COPIES);
  const people = Math.min(PEOPLE, changes);
  const entered = changes * RECORDS_A_CHANGE;
  await server.rows(
    url,
    `INSERT INTO ledger (no, id, size, roots) VALUES (1, 'told.example/bench', 0, '{}')`,
  );
  const db = openDatabase({ url, name: 'bench' });
  const codec = await openRecordCodec();
  const ports = { randomBytes, markKey: await readMarkKey(db) };
  for (let from = 0; from < people; from += INTERESTS_AT_ONCE) {
    const interests = makeInterests(codec, from, Math.min(people, from + INTERESTS_AT_ONCE));
    const arrivals = await readRecords(codec, interests);
    await db.transaction((tx) => appendEntries(tx, arrivals, ports));
  }
  await appendBatches(db, makeBatches(codec, changes), enterRecords(codec));
  await db.close();
  // Nothing is appended after this: the tree's roots are not those of the copies.
  await server.rows(
    url,
    `INSERT INTO entry (ledger, index, at, mark, kind, change_id, text, salt, subject_key, case_references)
     SELECT ledger, index + copy * ${entered}, at + copy, mark + copy, kind, ${idsOf('change_id::text', 'copy::text')}::uuid,
            ${idsOf('text', 'copy::text')}, salt, subject_key, case_references
     FROM entry, generate_series(1, ${COPIES - 1}) AS copy WHERE index >= ${people} ORDER BY copy, index`,
  );
  const entries = entered * COPIES + people;
  await server.rows(url, `UPDATE ledger SET size = ${entries}`);
  await server.rows(
    url,
    `INSERT INTO head SELECT 1, ${entries}, '\\x00', 'bench', 1273740300000000`,
  );
  await server.rows(url, 'VACUUM ANALYZE');
  return { url, entries, changes, copies: COPIES, people };
}

function makeInterests(codec: Codec, from: number, to: number): readonly StoredRecord[] {
  const topic = 'told.interests';
  const encode = codec.encoder('Interest', topic);
  const example = readExample('interest');
  return Array.from({ length: to - from }, (_, at): StoredRecord => {
    const of = from + at;
    const about = { agency: AGENCY, caseReference: caseOf(of), subjectKey: subjectOf(of) };
    const [key, value] = [Buffer.from(caseOf(of)), encode({ ...example, ...about } as never)];
    const headers = { digest: Buffer.from(recordDigest(key, value)) };
    return { topic, partition: 0, offset: BigInt(of), timestampMs: 0, key, value, headers };
  });
}
