// A member with nothing to do, in a process of its own: what collectors and compilers of a long test run take is not its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafkaLog } from '../src/index.ts';
import { createTopic } from './test-nodes.ts';

const IDLE_MS = 3_000;
/** Until the bustle after a record is over. */
const SETTLE_MS = 1_500;

const PARTITIONS = 8;

const [brokers = ''] = process.argv.slice(2);
const log = createKafkaLog({ brokers: brokers.split(','), clientId: 'idle' });
const topic = await createTopic(log, PARTITIONS);
const subscription = await log.subscribe({
  ...{ group: topic, topics: [topic], from: 'earliest' },
  positionOf: async () => undefined,
  handle: async () => undefined,
});
while (subscription.assigned().length < PARTITIONS) await sleep(20);
await log.append({ topic, partition: 0 }, [{ key: Buffer.from('k'), value: Buffer.from('v') }]);
await sleep(SETTLE_MS);

const before = process.cpuUsage();
await sleep(IDLE_MS);
const { user, system } = process.cpuUsage(before);
process.send?.((user + system) / 1_000 / IDLE_MS);
process.disconnect();
await log.close();
