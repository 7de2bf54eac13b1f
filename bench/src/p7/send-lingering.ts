import { type EventLog, type NewRecord, partitionFor } from '@told/event-log';
import { linger } from '../../../packages/service/src/database/linger.ts';

const BATCH_RECORDS = 1_000;

/** A producer with the linger of the product's relay: what gathers while a batch is under way, or shortly after a small one, is the next. */
export function createLingeringSender(log: EventLog, topic: string, partitions: number) {
  const waiting: NewRecord[] = [];
  let sending: Promise<void> | undefined;
  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_RECORDS);
      const startedMs = performance.now();
      const lanes = Map.groupBy(batch, ({ key }) => partitionFor(key, partitions));
      await Promise.all(
        [...lanes].map(([partition, some]) => log.append({ topic, partition }, some)),
      );
      await linger({ records: batch.length, ms: performance.now() - startedMs });
    }
    sending = undefined;
  };
  return {
    send(record: NewRecord): void {
      waiting.push(record);
      // What this turn of the program brings goes together.
      sending ??= new Promise((resolve, reject) => {
        setImmediate(() => void sendAll().then(resolve, reject));
      });
    },
    flush: async (): Promise<void> => sending,
  };
}
