import type { StoredRecord } from '@told/event-log';
import { type Batch, type Delivery, deliverBatches } from './deliver-batch.ts';
import { linger } from './linger.ts';

/** Records a transaction: more would keep locks for longer without being cheaper each. */
const TOGETHER_RECORDS_MAX = 2_000;
/** Fewer are not shared out among transactions side by side: each of them costs its statements and its commit. */
const SHARED_OUT_RECORDS_MIN = 500;

type Waiting = {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Resolves when the batch is committed; rejects as `deliverBatches` does, and what went before in pieces stays. */
export type Deliver = (
  records: readonly [StoredRecord, ...StoredRecord[]],
  from: bigint | undefined,
) => Promise<void>;

/**
 * Lets partitions share transactions: while one is under way, the batches that other partitions have ready gather and go
 * together in the next. With several side by side, a backlog is shared out among them; what is less
 * than `besideRecordsMin` waits for the next. While `goesAlone` says so nothing goes side by side, and who is one too many leaves what is ready to
 * the other. Beyond `recordsAtOnce` a batch goes in pieces, one transaction after another. When a shared one fails, each batch is delivered
 * alone, so that no partition answers for another. Never holds more than one batch a partition, since each waits for its answer.
 */
export function createDeliveryQueue(delivery: Delivery): Deliver {
  const {
    sideBySide = 1,
    besideRecordsMin = 1,
    recordsAtOnce = () => TOGETHER_RECORDS_MAX,
    goesAlone = () => false,
  } = delivery;
  const runningMax = (): number => (goesAlone() ? 1 : sideBySide);
  const queue: Waiting[] = [];
  let running = 0;
  let delivering = 0;

  async function run(): Promise<void> {
    running += 1;
    // The partitions of one fetch come in the same turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0 && running <= runningMax()) {
      const together = takeTogether(queue, runningMax() - delivering, recordsAtOnce());
      const tookAll = queue.length === 0;
      const startedMs = performance.now();
      delivering += 1;
      const answer = await deliverTogether(delivery, together);
      delivering -= 1;
      const [records, ms] = [countRecords(together), performance.now() - startedMs];
      await linger({ records, ms, tookAll }, delivery.linger);
      // Only now: each partition then asks once for all that has gathered.
      answer();
    }
    running -= 1;
  }

  return (records, from) =>
    new Promise((resolve, reject) => {
      queue.push({ batch: { records, from }, resolve, reject });
      const isWorthIt = running === 0 || countRecords(queue) >= besideRecordsMin;
      if (running < runningMax() && isWorthIt) void run();
    });
}

/** What the next transaction takes, when so many, this one included, may take what is ready now; one batch at least. */
function takeTogether(queue: Waiting[], free: number, atOnce: number): readonly Waiting[] {
  const share = Math.max(SHARED_OUT_RECORDS_MIN, Math.ceil(countRecords(queue) / free));
  const recordsMax = Math.min(TOGETHER_RECORDS_MAX, share, atOnce);
  let count = 0;
  let records = 0;
  for (const { batch } of queue) {
    records += batch.records.length;
    if (count > 0 && records > recordsMax) break;
    count += 1;
  }
  return queue.splice(0, count);
}

const countRecords = (together: readonly Waiting[]): number =>
  together.reduce((sum, { batch }) => sum + batch.records.length, 0);

/** Resolves to what gives those who wait their answers. */
async function deliverTogether(
  delivery: Delivery,
  together: readonly Waiting[],
): Promise<() => void> {
  const alone = ({ batch, resolve, reject }: Waiting): Promise<() => void> =>
    deliverInPieces(delivery, batch).then(
      () => resolve,
      (error: unknown) => () => reject(error),
    );
  const allAlone = async () => callAll(await Promise.all(together.map(alone)));
  if (together.length === 1) return allAlone();
  try {
    await deliverBatches(
      delivery,
      together.map(({ batch }) => batch),
    );
  } catch {
    // Whose fault it was shows when each is delivered alone; at once, since a dependency that is away would be waited for by all.
    return allAlone();
  }
  return callAll(together.map(({ resolve }) => resolve));
}

const callAll = (all: readonly (() => void)[]) => (): void => {
  for (const call of all) call();
};

/** Each piece begins where the one before has moved the watermark to. */
async function deliverInPieces(delivery: Delivery, { records, from }: Batch): Promise<void> {
  const rest: StoredRecord[] = [...records];
  let next = rest.shift();
  let at = from;
  while (next !== undefined) {
    const further = rest.splice(0, (delivery.recordsAtOnce?.() ?? records.length) - 1);
    await deliverBatches(delivery, [{ records: [next, ...further], from: at }]);
    at = (further.at(-1) ?? next).offset + 1n;
    next = rest.shift();
  }
}
