import { createRequire } from 'node:module';
import { describe, expect, jest, test } from '@jest/globals';
import { type AdmittedRecord, admitRecord } from '@told/event-log';
import fc from 'fast-check';
import { encodeProduceRequest } from './produce-request.ts';

const load = createRequire(import.meta.url);
const describeRequest = load('kafkajs/src/protocol/requests/produce/v7/request') as (
  values: object,
) => { encode(): Promise<{ readonly buffer: Buffer }> };

const NOW_MS = 1_790_000_000_123;
const to = { topic: 'told.changes', partition: 3 };

async function encodeByKafkajs(records: readonly AdmittedRecord[]): Promise<Buffer> {
  jest.useFakeTimers({ now: NOW_MS });
  try {
    const topicData = [{ topic: to.topic, partitions: [{ partition: 3, messages: records }] }];
    return (await describeRequest({ acks: -1, timeout: 5_000, topicData }).encode()).buffer;
  } finally {
    jest.useRealTimers();
  }
}
const encode = (records: readonly AdmittedRecord[]): Buffer =>
  encodeProduceRequest({ to, records, timestampMs: NOW_MS, acks: -1, timeoutMs: 5_000 });

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((some) => Buffer.from(some));
const headers = fc.dictionary(fc.stringMatching(/^[!-~]{1,12}$/), bytes(80), { maxKeys: 4 });
const record = fc
  .record({ key: bytes(90), value: bytes(300), headers })
  .filter(({ headers: { digest, ['__proto__']: proto } }) => !digest && !proto)
  .map(admitRecord);

describe('encodeProduceRequest', () => {
  test('gives the bytes that kafkajs gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 12 }), async (records) => {
        expect(encode(records).equals(await encodeByKafkajs(records))).toBe(true);
      }),
    );
  });

  test.each([1, 63, 64, 65, 8_191, 8_192, 8_193])(
    'numbers %i records as kafkajs does',
    async (count) => {
      const key = Buffer.from('k');
      const records = Array.from({ length: count }, () => admitRecord({ key, value: key }));
      expect(encode(records).equals(await encodeByKafkajs(records))).toBe(true);
    },
  );

  test.each([62, 63, 64, 8_191, 8_192, 1_000_000])(
    'writes a value of %i bytes as kafkajs does',
    async (length) => {
      const records = [admitRecord({ key: Buffer.from('k'), value: Buffer.alloc(length, 7) })];
      expect(encode(records).equals(await encodeByKafkajs(records))).toBe(true);
    },
  );
});
