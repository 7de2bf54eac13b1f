import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startKafka } from '@told/stack';

export type OpenBroker = {
  readonly brokers: readonly string[];
  /** Undefined where the broker is not a process that was started here. */
  pid(): number | undefined;
  readonly durability: string;
  close(): Promise<void>;
};

/** One node, compiled as well as it can be, on a folder that is gone afterwards. `KAFKA_BROKERS` names one to use instead. */
export async function openBroker(onProgress: (what: string) => void): Promise<OpenBroker> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-bench-'));
  const remove = (): void => fs.rmSync(dir, { recursive: true, force: true });
  try {
    const kafka = await startKafka({ dir, optimised: true, onProgress });
    return {
      brokers: kafka.brokers,
      pid: () => kafka.nodes[0]?.pid(),
      durability: `acks of all in-sync replicas; broker ${kafka.source === 'java' ? 'of one node' : kafka.source}, one copy, no fsync before the acknowledgement (Kafka's default)`,
      async close() {
        await kafka.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
