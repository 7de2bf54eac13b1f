import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RecordName } from '@told/codec';
import { recordDigest, type StoredRecord } from '@told/event-log';
import { hashLeaf, planInclusion, verifyInclusion } from '@told/ledger';
import { arrive, LEDGER_ID, openTestAudit, type TestAudit } from '../../test/open-audit.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { appendRecords } from './append-records.ts';
import { readEntries } from './queries.ts';
import { readProof, readRoot } from './read-nodes.ts';

let audit: TestAudit;

beforeAll(async () => {
  audit = await openTestAudit();
  await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
});
afterAll(() => audit.close());

const EXAMPLES = path.join(import.meta.dirname, '../../../../schemas/examples');
const readExample = (name: string): Record<string, unknown> =>
  JSON.parse(fs.readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'));
const idOf = (of: number): string => `0191c2f0-6f5a-5c3e-9a4b-${String(of).padStart(12, '0')}`;

/** Some records of a topic that differ by an id. */
function makeRecords(
  schema: RecordName,
  topic: string,
  example: object,
  ids: { readonly name: string; readonly from: number; readonly count: number },
): readonly StoredRecord[] {
  const encode = audit.codec.encoder(schema, topic);
  return Array.from({ length: ids.count }, (_, place): StoredRecord => {
    const value = encode({ ...example, [ids.name]: idOf(ids.from + place) } as never);
    const key = Buffer.from('a');
    const headers = { digest: Buffer.from(recordDigest(key, value)) };
    return { topic, partition: 1, offset: BigInt(place), timestampMs: 0, key, value, headers };
  });
}

const outcomes = (from: number, count: number): readonly StoredRecord[] =>
  makeRecords('Outcome', 'told.outcomes.luton', readExample('outcome'), {
    ...{ name: 'releaseId', from, count },
  });
const interests = (from: number, count: number): readonly StoredRecord[] =>
  makeRecords('Interest', 'told.interests', readExample('interest'), {
    ...{ name: 'interestId', from, count },
  });

const append = (records: readonly StoredRecord[]): Promise<void> =>
  audit.db.transaction((tx) => appendRecords(tx, records, { ...audit.append, codec: audit.codec }));

const list = (from: number) =>
  readEntries(audit.db, { ledger: 1, from, until: Number.MAX_SAFE_INTEGER, limit: 1_000 });
const digestsFrom = async (from: number): Promise<readonly string[]> =>
  (await list(from)).map(({ text }) => JSON.parse(text).source.digest);
const digestOf = ({ key, value }: StoredRecord): string => recordDigest(key, value);

test('records of several topics are entered in one transaction, each topic in its order', async () => {
  const before = await audit.count('entry');
  const records = [...outcomes(0, 130), ...interests(0, 125)];
  await append(records);
  expect(await digestsFrom(before)).toEqual(records.map(digestOf));
});

test('what comes again, among others or twice at once, has one entry', async () => {
  const before = await audit.count('entry');
  const [one, other] = [outcomes(1_000, 3), outcomes(1_003, 3)];
  await append([...one, ...one]);
  await append([...other, ...one]);
  expect(await digestsFrom(before)).toEqual([...one, ...other].map(digestOf));
});

test('two that enter the same at once, as only a fault would have it, leave one entry', async () => {
  const before = await audit.count('entry');
  const records = outcomes(2_000, 3);
  const ended = await Promise.allSettled([append(records), append(records)]);
  expect(ended.some(({ status }) => status === 'fulfilled')).toBe(true);
  await append(records);
  expect(await digestsFrom(before)).toEqual(records.map(digestOf));
});

test('texts are cut where they end, whatever letters they have', async () => {
  const before = await audit.count('entry');
  const facts = ['plain', 'Zo\u00eb', '\u{1f3e0} home'].map((name) => ({ name }));
  await audit.enter(facts.map((one) => arrive({ facts: one })));
  const entries = await list(before);
  expect(entries.map(({ text }) => JSON.parse(text).facts)).toEqual(facts);
  const size = before + facts.length;
  const head = { size, root: await readRoot(audit.db, 1, size) };
  for (const { index, text } of entries) {
    const proof = await readProof(audit.db, 1, planInclusion(index, size));
    expect(verifyInclusion(hashLeaf(Buffer.from(text)), index, head, proof)).toBe(true);
  }
});
