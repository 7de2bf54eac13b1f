import { type EventLog, type NewRecord, partitionFor } from '@told/event-log';
import { createKafkaLog } from '@told/event-log-kafka';
import { contend } from '../measure/contend.ts';
import { type KeyedRecord, makeRecords, type Work } from './work.ts';

/** Records that have their partition and wait for a batch; enough that no partition starves while another is full. */
const ROUTED_BATCHES_MAX = 4;

/**
 * Appends a stream of keyed records as the product's relay does: by partition, one append a partition at a time, partitions
 * side by side. Each append is sent again until the log has acknowledged it. Answers how many were acknowledged.
 */
async function appendAll(
  log: EventLog,
  records: readonly KeyedRecord[],
  { topic, partitions, batchRecords }: Work,
): Promise<number> {
  const routed = Array.from({ length: partitions }, (): NewRecord[] => []);
  let next = 0;
  const routeMore = (): void => {
    const until = Math.min(next + ROUTED_BATCHES_MAX * batchRecords, records.length);
    for (; next < until; next += 1) {
      const record = records[next] as KeyedRecord;
      routed[partitionFor(record.key, partitions)]?.push(record);
    }
  };
  const appendLane = async (waiting: NewRecord[], partition: number): Promise<number> => {
    let acknowledged = 0;
    for (;;) {
      while (waiting.length < batchRecords && next < records.length) routeMore();
      if (waiting.length === 0) return acknowledged;
      const batch = waiting.splice(0, batchRecords);
      acknowledged += (await log.append({ topic, partition }, batch)).length;
    }
  };
  const counts = await Promise.all(routed.map(appendLane));
  return counts.reduce((sum, count) => sum + count, 0);
}

contend<Work>(async (work) => {
  const log = createKafkaLog({ brokers: work.brokers, clientId: 'bench' });
  const warmUp = makeRecords(0, work.warmUpRecords);
  const records = makeRecords(work.warmUpRecords, work.warmUpRecords + work.records);
  return {
    async warmUp() {
      await appendAll(log, warmUp, work);
    },
    run: () => appendAll(log, records, work),
    close: () => log.close(),
  };
});
