import type { StoredRecord } from '@told/event-log';
import { type Batch, type Delivery, deliverBatches } from './deliver-batch.ts';
import { linger } from './linger.ts';

/** Records a transaction: more would keep locks for longer without being cheaper each. */
const TOGETHER_RECORDS_MAX = 2_000;

type Waiting = {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Resolves when the batch is committed; rejects as `deliverBatches` does. */
export type Deliver = (
  records: readonly [StoredRecord, ...StoredRecord[]],
  from: bigint | undefined,
) => Promise<void>;

/**
 * Lets partitions share transactions: while one is under way, the batches that other partitions have ready gather and go
 * together in the next. When a shared one fails, each batch is delivered alone, so that no partition answers for another.
 * Never holds more than one batch a partition, since each waits for its answer.
 */
export function createDeliveryQueue(delivery: Delivery): Deliver {
  const queue: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    // The partitions of one fetch come in the same turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const together = takeTogether(queue);
      const startedMs = performance.now();
      await deliverTogether(delivery, together);
      await linger(countRecords(together), performance.now() - startedMs, delivery.linger);
    }
    running = false;
  }

  return (records, from) =>
    new Promise((resolve, reject) => {
      queue.push({ batch: { records, from }, resolve, reject });
      if (!running) void run();
    });
}

function takeTogether(queue: Waiting[]): readonly Waiting[] {
  let count = 0;
  let records = 0;
  for (const { batch } of queue) {
    records += batch.records.length;
    if (count > 0 && records > TOGETHER_RECORDS_MAX) break;
    count += 1;
  }
  return queue.splice(0, count);
}

const countRecords = (together: readonly Waiting[]): number =>
  together.reduce((sum, { batch }) => sum + batch.records.length, 0);

async function deliverTogether(delivery: Delivery, together: readonly Waiting[]): Promise<void> {
  const alone = (waiting: Waiting): Promise<void> =>
    deliverBatches(delivery, [waiting.batch]).then(waiting.resolve, waiting.reject);
  if (together.length === 1) {
    await Promise.all(together.map(alone));
    return;
  }
  try {
    await deliverBatches(
      delivery,
      together.map(({ batch }) => batch),
    );
  } catch {
    // Whose fault it was shows when each is delivered alone; at once, since a dependency that is away would be waited for by all.
    await Promise.all(together.map(alone));
    return;
  }
  for (const { resolve } of together) resolve();
}
