import { expect, test } from '@jest/globals';
import type { StoredRecord } from '@told/event-log';
import { allowOnly } from '../log/allow-list.ts';
import { deliverBatches } from './deliver-batch.ts';
import type { Database, Signal, Transaction } from './ports.ts';
import { digestKey } from './stored-bytes.ts';

test('the log lets every field of an alarm through', async () => {
  const alarms: Signal[] = [
    {
      kind: 'parked',
      stream: 'changes',
      keyDigest: digestKey('a'),
      reason: 'key-parked',
      count: 2,
    },
    { kind: 'dead-letter', topic: 'told.changes', partition: 1, offset: 7n, cause: 'undecodable' },
  ];
  const db: Pick<Database, 'transaction'> = {
    async transaction(_, options) {
      for (const alarm of alarms) options?.onSignal?.(alarm);
      return undefined as Awaited<ReturnType<typeof _>>;
    },
  };
  const told: object[] = [];
  const keep = (fields: object): void => void told.push(allowOnly(fields));
  const record = { topic: 't', partition: 0, offset: 0n, key: Buffer.of(1), value: Buffer.of(2) };
  await deliverBatches(
    {
      db: db as Database,
      logger: { info: keep, warn: keep, error: keep },
      group: 'gateway',
      handle: async (_: Transaction) => undefined,
    },
    [{ records: [record as unknown as StoredRecord], from: 0n }],
  );
  expect(told).toEqual([
    { stream: 'changes', keyDigest: digestKey('a'), reason: 'key-parked', count: 2 },
    { topic: 'told.changes', partition: 1, offset: '7', cause: 'undecodable' },
  ]);
});
