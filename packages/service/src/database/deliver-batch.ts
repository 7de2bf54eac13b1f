import { LogError, recordDigest, type StoredRecord, type TopicPartition } from '@told/event-log';
import { failpoint } from '../run/failpoint.ts';
import { codeOf, DatabaseError, isRetryable } from './errors.ts';
import { handRecords } from './hand-records.ts';
import type { LingerOptions } from './linger.ts';
import { lockParkedKeys, type ParkedEntry, parkRecords } from './park-records.ts';
import type { Database, DatabaseLogger, Signal, Transaction } from './ports.ts';
import { digestKey, formatKey } from './stored-bytes.ts';
import { advanceWatermarks, type WatermarkMove } from './watermark.ts';

/**
 * Applies the effects of these records in this transaction, set-based; throws to refuse them. Each partition's are in order; they are of one topic,
 * unless it takes all.
 */
export type Handle = (tx: Transaction, records: readonly StoredRecord[]) => Promise<void>;

export type Delivery = {
  readonly db: Database;
  /** How long small transactions wait for company. */
  readonly linger?: LingerOptions;
  readonly logger: DatabaseLogger;
  readonly group: string;
  /** Transactions that may be under way at once, each of other partitions; 1 unless said otherwise. What they share, `handle` locks in order. */
  readonly sideBySide?: number;
  /** A further transaction begins beside one that is under way when so many records wait; at any number unless said otherwise. */
  readonly besideRecordsMin?: number;
  /** Records that the next transaction may take, asked before each; what is beyond goes in the one after. No bound unless said otherwise. */
  readonly recordsAtOnce?: () => number;
  /** Asked likewise: whether the next transaction waits until no other is under way. */
  readonly goesAlone?: () => boolean;
  readonly handle: Handle;
  /**
   * `handle` is given all records of a transaction at once, whatever their topics; also what an agency has written with a digest of other bytes,
   * which otherwise is set aside before it comes to that.
   */
  readonly takesAll?: boolean;
  /**
   * Told of records that have just been parked, in the transaction that parked them and with their keys locked: for what acts on arrival.
   * It throws only what must be waited out (`retryable`).
   */
  readonly onParked?: Handle;
  /** Asked in each transaction once its watermarks are moved: throws what is to be waited out (`retryable`), and nothing has happened. */
  readonly guard?: (tx: Transaction) => Promise<void>;
};

/** Records of one partition, in order. */
export type Batch = {
  readonly records: readonly [StoredRecord, ...StoredRecord[]];
  /** Where this member believes the group to stand; undefined: nowhere yet. */
  readonly from: bigint | undefined;
};

/**
 * Batches of different partitions, one transaction: the watermarks first, then the effects. Records of parked keys join those
 * that wait. A single batch that the handler refuses for good is run again record by record, each behind a savepoint, and a
 * refused record parks its key; several are rejected together, to be delivered each alone. Otherwise rejects only with what
 * must be waited out (`retryable`), `stale-member`, or a fault of the programmer.
 */
export async function deliverBatches(delivery: Delivery, batches: readonly Batch[]): Promise<void> {
  failpoint('consume-read');
  const moves = batches.map(describeMove);
  const run = (apply: Apply): Promise<void> =>
    delivery.db.transaction(
      async (opened) => {
        const { tx, parked: newly } = watchParked(opened);
        const parked = await advanceWatermarks(tx, delivery.group, moves);
        await delivery.guard?.(tx);
        failpoint('consume-moved');
        const records = batches.flatMap((batch) => batch.records);
        const topics = [...Map.groupBy(records, (record) => record.topic)];
        const portions = delivery.takesAll ? [topics] : topics.map((one) => [one]);
        for (const portion of portions) {
          const flowing: (readonly StoredRecord[])[] = [];
          for (const [topic, ofTopic] of portion) {
            const isParked = parked.has(topic);
            flowing.push(isParked ? await divertParked(delivery, tx, topic, ofTopic) : ofTopic);
          }
          if (flowing.some(({ length }) => length > 0)) await apply(tx, flowing.flat(), newly);
        }
        failpoint('consume-applied');
      },
      { onSignal: (signal) => raiseAlarm(delivery.logger, signal) },
    );
  try {
    await run((...applied) => applyTogether(delivery, ...applied));
  } catch (error) {
    const [only, ...others] = batches;
    if (isRetryable(error) || only === undefined || others.length > 0) throw error;
    delivery.logger.warn(
      describe(error, only.records[0]),
      'a batch was refused and is run again record by record',
    );
    await run((...applied) => applySingly(delivery, ...applied));
  }
  failpoint('consume-committed');
}

function describeMove({ records, from }: Batch): WatermarkMove {
  const { topic, partition, offset } = records[0];
  if (from !== undefined && offset < from) {
    throw new LogError('stale-member', { topic, partition });
  }
  const last = records.at(-1) ?? records[0];
  const digest = recordDigest(last.key, last.value);
  return { topic, partition, from, last: { offset: last.offset, digest } };
}

/** Stores the records of parked keys behind those that wait already, and returns the others. */
async function divertParked(
  { onParked }: Delivery,
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
  const records = waiting.map(({ record }) => record);
  if (records.length > 0) await onParked?.(tx, records);
  return keyed.filter(({ key }) => !parked.has(key)).map(({ record }) => record);
}

/** The keys that this transaction has parked so far, by digest; true: for a record that cannot be read. */
type Newly = ReadonlyMap<string, boolean>;
type Apply = (tx: Transaction, records: readonly StoredRecord[], newly: Newly) => Promise<void>;

/** One for a transaction: handlers remember things by it. */
function watchParked(opened: Transaction): { readonly tx: Transaction; readonly parked: Newly } {
  const parked = new Map<string, boolean>();
  const tx: Transaction = {
    ...opened,
    signal(signal) {
      opened.signal(signal);
      if (signal.kind !== 'parked') return;
      const { keyDigest, reason } = signal;
      parked.set(keyDigest, parked.get(keyDigest) === true || reason === 'undecodable');
    },
  };
  return { tx, parked };
}

/** Refuses a batch that holds a dead letter and others of its key: run singly, those before it take effect and those behind it wait. */
async function applyTogether(
  delivery: Delivery,
  tx: Transaction,
  records: readonly StoredRecord[],
  newly: Newly,
): Promise<void> {
  await hand(delivery, tx, records);
  const dead = [...newly].flatMap(([keyDigest, isDead]) => (isDead ? [keyDigest] : []));
  if (dead.length === 0) return;
  const told = Map.groupBy(records, ({ key }) => digestKey(formatKey(key)));
  if (dead.some((keyDigest) => (told.get(keyDigest)?.length ?? 0) > 1)) {
    throw new DatabaseError('dead-letter-in-batch', { topic: records[0]?.topic ?? '' });
  }
}

const hand = (
  { handle, takesAll = false }: Delivery,
  tx: Transaction,
  records: readonly StoredRecord[],
): Promise<void> => (takesAll ? handle(tx, records) : handRecords(handle, tx, records));

async function applySingly(
  delivery: Delivery,
  tx: Transaction,
  records: readonly StoredRecord[],
  newly: Newly,
): Promise<void> {
  const { onParked, logger } = delivery;
  const parked = new Set<string>();
  for (const record of records) {
    const key = formatKey(record.key);
    let why: Pick<ParkedEntry, 'reason' | 'cause'> = { reason: 'key-parked' };
    if (!parked.has(key)) {
      try {
        await tx.savepoint(() => hand(delivery, tx, [record]));
        if (newly.has(digestKey(key))) parked.add(key);
        continue;
      } catch (error) {
        if (isRetryable(error)) throw error;
        logger.error(
          { ...describe(error, record), keyDigest: digestKey(key) },
          'a record was refused; its key is parked',
        );
        why = { reason: 'failed', cause: codeOf(error) };
        parked.add(key);
      }
    }
    await parkRecords(tx, record.topic, [{ key, record, ...why }]);
    await onParked?.(tx, [record]);
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
