import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Codec, createLocalSource, openCodecFrom, type RecordName } from '@told/codec';
import { recordDigest, type StoredRecord } from '@told/event-log';
import { listTopics } from '../topics.ts';
import { isCanonical } from './entry.ts';
import { codecUsesFor, readRecords } from './read-records.ts';

const EXAMPLES = path.join(import.meta.dirname, '../../../../schemas/examples');
const readExample = (name: string): Record<string, unknown> =>
  JSON.parse(fs.readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'));
const openCodec = (): Promise<Codec> =>
  openCodecFrom(createLocalSource(), codecUsesFor(listTopics(['luton'])));

function store(topic: string, value: Buffer, more: Partial<StoredRecord> = {}): StoredRecord {
  const key = Buffer.from('a');
  const headers = { digest: Buffer.from(recordDigest(key, value)) };
  return { topic, partition: 1, offset: 7n, timestampMs: 0, key, value, headers, ...more };
}

function encode(codec: Codec, schema: RecordName, topic: string, example: object): Buffer {
  const { body } = example as { readonly body?: string };
  const value = body === undefined ? example : { ...example, body: Buffer.from(body, 'base64') };
  return codec.encoder(schema, topic)(value as never);
}

const TOPICS = [
  ['told.changes', 'ClaimantChange', 'claimant-change', 'change'],
  ['told.decisions', 'Decision', 'decision', 'decision'],
  ['told.interests', 'Interest', 'interest', 'interest'],
  ['told.consents', 'Consent', 'consent', 'consent'],
  ['told.suspensions', 'Suspension', 'suspension', 'suspension'],
  ['told.outcomes.luton', 'Outcome', 'outcome', 'outcome'],
  ['told.actions.luton', 'Action', 'action', 'action'],
  ['told.dead-letters.luton', 'DeadLetter', 'dead-letter', 'dead-letter'],
] as const;

/** Whatever says who or what somebody is, and what people write: no entry has it in clear. */
const PRIVATE = new Set([
  ...['subjectKey', 'caseReference', 'identityDigests', 'evidence', 'body', 'reason'],
  ...['occurredOn', 'notifiedOn', 'receivedOn', 'usedOn', 'on', 'until', 'from', 'effectiveOn'],
]);

function listPrivate(value: unknown, isPrivate = false): readonly string[] {
  if (value === null || typeof value !== 'object')
    return isPrivate && typeof value === 'string' ? [value] : [];
  return Object.entries(value).flatMap(([name, member]) =>
    listPrivate(member, isPrivate || PRIVATE.has(name)),
  );
}

describe.each(TOPICS)('a record of %s', (topic, schema, name, kind) => {
  test('is entered by ids, names and codes, and nothing that says what or about whom', async () => {
    const codec = await openCodec();
    const example = readExample(name);
    const record = store(topic, encode(codec, schema, topic, example));
    const [arrival] = await readRecords(codec, [record]);
    expect(arrival?.described).toMatchObject({ kind, at: expect.any(Number) });
    expect(arrival?.source).toEqual({
      ...{ topic, partition: 1, offset: '7' },
      digest: recordDigest(record.key, record.value),
    });
    const { facts } = arrival?.described ?? {};
    expect(isCanonical(facts)).toBe(true); // so that it need not be sorted
    const told = JSON.stringify(facts);
    // A refusal's reason is a code of the gateway's own.
    const hidden = listPrivate(example).filter((text) => kind !== 'decision' || /\d/.test(text));
    for (const text of hidden) expect(told).not.toContain(text);
  });
});

test('a decision keeps who was given which fields on what basis, and what was withheld why', async () => {
  const codec = await openCodec();
  const value = encode(codec, 'Decision', 'told.decisions', readExample('decision'));
  const [arrival] = await readRecords(codec, [store('told.decisions', value)]);
  expect(arrival?.described).toMatchObject({
    changeId: '0191c2f0-6f5a-7c3e-9a41-000000000001',
    cases: [
      { agency: 'central-bedfordshire', caseReference: 'CTB-000123' },
      { agency: 'luton', caseReference: 'LTN-000456' },
    ],
    facts: {
      recipients: [
        {
          verdict: 'trimmed',
          basis: [{ agreement: 'dwp-to-council-ctb', version: 3, fields: ['income.netPence'] }],
          withheld: [{ reason: 'not-in-agreement', fields: ['income.employer'] }],
        },
        { agency: 'luton', verdict: 'refused', reason: 'no-basis', basis: [] },
      ],
    },
  });
});

test('words that an agency puts where a code belongs are not taken over', async () => {
  const codec = await openCodec();
  const outcome = { ...readExample('outcome'), reason: 'Mrs Sample moved away' };
  const value = encode(codec, 'Outcome', 'told.outcomes.luton', outcome);
  const [arrival] = await readRecords(codec, [store('told.outcomes.luton', value)]);
  expect(arrival?.described.facts).toMatchObject({ agency: 'luton', reason: undefined });
});

test.each([
  ['amira-auditor', true],
  ['F3a1C0de|A.b', true],
  ['ab123456-0191-7c3e-9a41-000000000009', true],
  ['QQ123456C', false],
  ['07700 900 982', false],
  ['Amira Auditor', false],
  ['amira@council.example', false],
])('whoever acted is named by what a provider calls people: %s', async (actor, isKept) => {
  const codec = await openCodec();
  const action = { ...readExample('action'), actor };
  const value = encode(codec, 'Action', 'told.actions.luton', action);
  const [arrival] = await readRecords(codec, [store('told.actions.luton', value)]);
  expect(arrival?.described.facts['actor']).toBe(isKept ? actor : undefined);
});

describe('what cannot be read', () => {
  const topic = 'told.outcomes.luton';

  test('has an entry with its place, digest and cause, and those beside it have theirs', async () => {
    const codec = await openCodec();
    const sound = encode(codec, 'Outcome', topic, readExample('outcome'));
    const unknown = Buffer.from(sound);
    unknown.writeUInt32BE(9_999, 1);
    const arrivals = await readRecords(codec, [
      store(topic, Buffer.from('nonsense')),
      store(topic, sound),
      store(topic, unknown),
      store(topic, sound, { headers: { digest: Buffer.alloc(64, 'a') } }),
    ]);
    expect(arrivals.map(({ described: { kind, facts } }) => [kind, facts['cause']])).toEqual([
      ['unreadable', 'undecodable'],
      ['outcome', undefined],
      ['unreadable', 'unknown-schema'],
      ['unreadable', 'corrupt'],
    ]);
    expect(arrivals[3]?.source.digest).toBe(recordDigest(Buffer.from('a'), sound));
  });

  test('waits for its schema where the bus itself wrote it', async () => {
    const codec = await openCodec();
    const value = encode(codec, 'Decision', 'told.decisions', readExample('decision'));
    value.writeUInt32BE(9_999, 1);
    await expect(readRecords(codec, [store('told.decisions', value)])).rejects.toMatchObject({
      retryable: true,
    });
  });
});
