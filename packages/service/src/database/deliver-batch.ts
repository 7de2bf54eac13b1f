import { LogError, recordDigest, type StoredRecord, type TopicPartition } from '@told/event-log';
import { failpoint } from '../run/failpoint.ts';
import { codeOf, isRetryable } from './errors.ts';
import { lockParkedKeys, type ParkedEntry, parkRecords } from './park-records.ts';
import type { Database, DatabaseLogger, Signal, Transaction } from './ports.ts';
import { digestKey, formatKey } from './stored-bytes.ts';
import { advanceWatermark } from './watermark.ts';

/** Applies the effects of these records (of one partition, in order) in this transaction, set-based; throws to refuse them. */
export type Handle = (tx: Transaction, records: readonly StoredRecord[]) => Promise<void>;

export type Delivery = {
  readonly db: Database;
  readonly logger: DatabaseLogger;
  readonly group: string;
  readonly handle: Handle;
};

/**
 * One batch, one transaction: the watermark first, then the effects. Records of parked keys join those that wait. When the
 * handler refuses the batch for good, the batch is run again record by record, each behind a savepoint, and a refused record
 * parks its key. Rejects only with what must be waited out (`retryable`), `stale-member`, or a fault of the programmer.
 * Returns where the group now stands.
 */
export async function deliverBatch(
  delivery: Delivery,
  batch: readonly StoredRecord[],
  from: bigint | undefined,
): Promise<bigint> {
  const first = batch[0];
  const last = batch.at(-1);
  if (first === undefined || last === undefined)
    throw new RangeError('a batch holds at least one record');
  const { topic, partition } = first;
  if (from !== undefined && first.offset < from)
    throw new LogError('stale-member', { topic, partition });
  const digest = recordDigest(last.key, last.value);
  const move = {
    group: delivery.group,
    topic,
    partition,
    from,
    last: { offset: last.offset, digest },
  };
  const run = (apply: Handle): Promise<void> =>
    delivery.db.transaction(
      async (tx) => {
        const { anyParked } = await advanceWatermark(tx, move);
        const flowing = anyParked ? await divertParked(tx, topic, batch) : batch;
        if (flowing.length > 0) await apply(tx, flowing);
        failpoint('consume-applied');
      },
      { onSignal: (signal) => raiseAlarm(delivery.logger, signal) },
    );
  try {
    await run(delivery.handle);
  } catch (error) {
    if (isRetryable(error)) throw error;
    delivery.logger.warn(
      describe(error, first),
      'a batch was refused and is run again record by record',
    );
    await run((tx, records) => applySingly(delivery, tx, records));
  }
  failpoint('consume-committed');
  return last.offset + 1n;
}

/** Stores the records of parked keys behind those that wait already, and returns the others. */
async function divertParked(
  tx: Transaction,
  topic: string,
  batch: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  const keyed = batch.map((record) => ({ key: formatKey(record.key), record }));
  const parked = await lockParkedKeys(tx, topic, [...new Set(keyed.map(({ key }) => key))]);
  const waiting = keyed.filter(({ key }) => parked.has(key));
  await parkRecords(
    tx,
    topic,
    waiting.map((entry): ParkedEntry => ({ ...entry, reason: 'key-parked' })),
  );
  return keyed.filter(({ key }) => !parked.has(key)).map(({ record }) => record);
}

async function applySingly(
  { handle, logger }: Delivery,
  tx: Transaction,
  records: readonly StoredRecord[],
): Promise<void> {
  const parked = new Set<string>();
  for (const record of records) {
    const key = formatKey(record.key);
    let reason: ParkedEntry['reason'] = 'key-parked';
    if (!parked.has(key)) {
      try {
        await tx.savepoint(() => handle(tx, [record]));
        continue;
      } catch (error) {
        if (isRetryable(error)) throw error;
        logger.error(
          { ...describe(error, record), keyDigest: digestKey(key) },
          'a record was refused; its key is parked',
        );
        reason = 'failed';
        parked.add(key);
      }
    }
    await parkRecords(tx, record.topic, [{ key, record, reason }]);
  }
}

const describe = (
  error: unknown,
  { topic, partition, offset }: TopicPartition & { offset: bigint },
) => ({
  err: error,
  code: codeOf(error),
  topic,
  partition,
  offset,
});

function raiseAlarm(logger: DatabaseLogger, signal: Signal): void {
  const { kind, ...fields } = signal;
  if (kind === 'parked')
    logger.error(fields, 'a key is parked and its records wait for an operator');
  if (kind === 'dead-letter') logger.error(fields, 'a record cannot be decoded');
}
