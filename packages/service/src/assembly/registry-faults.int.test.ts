import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Codec, type Outcome, openCodec, registerSchemas, schemas } from '@told/codec';
import { createMemoryLog, type MemoryLog, type StoredRecord } from '@told/event-log';
import { type Consumer, consume } from '../database/consume.ts';
import { deadLetter } from '../database/dead-letter.ts';
import type { Transaction } from '../database/ports.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from '../database/test/service-database.ts';
import { describeTopics } from './open-service.ts';
import {
  type FaultyRegistry,
  type RegistryFault,
  startFaultyRegistry,
} from './test/faulty-registry.ts';

const TOPIC = 'told.outcomes.luton';
const INSERT = {
  name: 'insert_effects',
  text: 'INSERT INTO effect (key, id) SELECT * FROM unnest($1::text[], $2::text[])',
};
const outcome: Outcome = {
  releaseId: '0191c2f0-6f5a-7c3e-9a41-000000000004',
  outcomeNo: 1,
  caseReference: 'CTB-000123',
  releaseSequence: 1,
  kind: 'applied',
  reason: null,
  effectiveOn: '2010-05-17',
  businessDate: '2010-05-13',
  decidedAt: 1_273_740_300_000_000,
};

let registry: FaultyRegistry;
let laterId: number;
let otherId: number;
let service: ServiceDatabase;
let log: MemoryLog;
let codec: Codec;
let consumer: Consumer;

beforeAll(async () => {
  registry = await startFaultyRegistry();
  const { soundUrl: registryUrl } = registry;
  const registered = await registerSchemas({ registryUrl, agencies: ['luton'] });
  otherId = registered.find(({ schema }) => schema !== 'Outcome')?.id ?? 0;
  const later = { name: 'later', type: ['null', 'string'], default: null };
  const fields = [...(schemas.Outcome['fields'] as readonly object[]), later];
  const response = await fetch(`${registryUrl}/subjects/${TOPIC}-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema: JSON.stringify({ ...schemas.Outcome, fields }) }),
  });
  laterId = ((await response.json()) as { id: number }).id;
});
afterAll(() => registry?.close());

beforeEach(async () => {
  service = await createServiceDatabase();
  log = createMemoryLog();
  await log.createTopics([{ name: TOPIC, partitions: 2, retentionMs: null }]);
  codec = await openCodec({
    registryUrl: registry.url,
    uses: [{ topic: TOPIC, schema: 'Outcome' }],
    fetchTimeoutMs: 500,
  });
  const { db } = service;
  const logger = createListeningLogger();
  consumer = await consume({ log, db, logger, group: 'gateway', topics: [TOPIC], handle });
});
afterEach(async () => {
  registry.fail(undefined);
  await consumer.stop();
  await log.close();
  await service.drop();
});

/** As the services do it: what cannot be read is a dead letter, and a schema that cannot be had is waited for. */
async function handle(tx: Transaction, records: readonly StoredRecord[]): Promise<void> {
  const decoded = await codec.decode(
    'Outcome',
    records.map(({ value }) => value),
  );
  const keys: string[] = [];
  const ids: string[] = [];
  for (const [index, record] of records.entries()) {
    const one = decoded[index];
    if (one?.ok) {
      keys.push(record.key.toString());
      ids.push(String(one.value.releaseSequence));
    } else await deadLetter(tx, { record, cause: one?.error.code ?? 'undecodable' });
  }
  await tx.query(INSERT, [keys, ids]);
}

const encode = (releaseSequence: number): Buffer =>
  codec.encoder('Outcome', TOPIC)({ ...outcome, releaseSequence });
/** As somebody writes it who has a field more, which is null. */
function encodeLater(releaseSequence: number): Buffer {
  const value = Buffer.concat([encode(releaseSequence), Buffer.of(0)]);
  value.writeInt32BE(laterId, 1);
  return value;
}
const say = (partition: number, key: string, ...values: readonly Buffer[]) =>
  log.append(
    { topic: TOPIC, partition },
    values.map((value) => ({ key: Buffer.from(key), value })),
  );
const effects = async (key: string): Promise<string[]> =>
  (
    await service.rows<{ id: string }>('SELECT id FROM effect WHERE key = $1 ORDER BY place', [key])
  ).map(({ id }) => id);
const deadLetters = () =>
  service.rows('SELECT partition, cause FROM dead_letter ORDER BY partition, "offset"');

describe('a record with an id that was not met before, while the registry', () => {
  test.each<[RegistryFault, string]>([
    ['answers 500', 'registry-unavailable'],
    ['is down', 'registry-unavailable'],
    ['is slow', 'registry-unavailable'],
    ['does not know the id', 'unknown-schema'],
  ])('%s, makes its partition wait, and health says %s', async (fault, reason) => {
    await say(0, 'a', encode(1));
    await until(async () => (await effects('a')).length === 1);
    registry.fail(fault);
    await say(0, 'a', encode(2), encodeLater(3), encode(4));
    await until(() => consumer.state()[0]?.state === 'retrying');
    expect(describeTopics(consumer.state())).toEqual({ ready: false, reason });
    // What needs nothing from the registry goes on.
    await say(1, 'b', encode(1), encode(2));
    await until(async () => (await effects('b')).length === 2);
    expect(await effects('a')).toEqual(['1']);

    registry.fail(undefined);
    await until(async () => (await effects('a')).length === 4);
    expect(await effects('a')).toEqual(['1', '2', '3', '4']);
    await until(() => describeTopics(consumer.state()) === true);
    expect(await deadLetters()).toEqual([]);
  });
});

test('what is not framed, or by a known id of another kind of record, is a dead letter and parks its key alone', async () => {
  const other = encode(1);
  other.writeInt32BE(otherId, 1);
  await say(0, 'a', Buffer.from('no frame'), encode(2));
  await say(1, 'b', other, encode(2));
  await say(0, 'c', encode(1));
  await say(1, 'd', encode(1));
  for (const key of ['c', 'd']) await until(async () => (await effects(key)).length === 1);
  expect(await deadLetters()).toEqual([
    { partition: 0, cause: 'undecodable' },
    { partition: 1, cause: 'undecodable' },
  ]);
  expect([await effects('a'), await effects('b')]).toEqual([[], []]);
  expect(await service.rows('SELECT FROM parked_record')).toHaveLength(4);
  expect(describeTopics(consumer.state())).toBe(true);
});
