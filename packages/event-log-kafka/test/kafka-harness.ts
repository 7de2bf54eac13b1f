import { setTimeout as sleep } from 'node:timers/promises';
import {
  admitRecord,
  type EventLog,
  type NewRecord,
  type StoredRecord,
  type TopicPartition,
} from '@told/event-log';
import type { LogHarness } from '@told/event-log/contract';
import type { RunningLog } from '@told/event-log/engine';
import { type Admin, Kafka, logLevel, type Message, type Producer } from 'kafkajs';
import { type FaultProxies, startFaultProxies } from '../../testing/src/faults/fault-proxies.ts';
import { createKafkaLog, type KafkaLogOptions } from '../src/kafka-log.ts';

const PRODUCE = 0;
/** So many clients a suite opens at most; each has proxies of its own. */
const CLIENTS_MAX = 80;
const WRITERS = 4;

export interface KafkaHarness extends LogHarness {
  readonly kafka: Kafka;
  readonly admin: Admin;
  open(options?: Partial<KafkaLogOptions>): EventLog;
  proxiesOf(log: EventLog): FaultProxies;
}

interface Client {
  readonly log: RunningLog;
  readonly proxies: FaultProxies;
  answersToLose: number;
}

/** Clients of a real cluster, each behind fault proxies of its own. Stock kafkajs plays everybody else. */
export async function createKafkaHarness(
  brokers: readonly string[],
  leaseMs: number,
): Promise<KafkaHarness> {
  const direct = createKafkaLog({ brokers, clientId: 'harness', undigestedTopics: () => true });
  const kafka = new Kafka({
    clientId: 'others',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const others = await openOthers(kafka);
  const clients: Client[] = [];
  const prepared = await Promise.all(
    Array.from({ length: CLIENTS_MAX }, async (_, index) => {
      const proxies = await startFaultProxies(brokers, ({ apiKey }) => {
        const client = clients[index];
        if (apiKey !== PRODUCE || !client || client.answersToLose === 0) return undefined;
        client.answersToLose -= 1;
        return { kind: 'cut-after' };
      });
      return proxies;
    }),
  );
  const clientOf = (log: EventLog): Client => clients.find((one) => one.log === log) as Client;

  return {
    kafka,
    admin,
    leaseMs,
    proxiesOf: (log) => clientOf(log).proxies,
    open(options) {
      const proxies = prepared[clients.length] as FaultProxies;
      const log = createKafkaLog({
        brokers: proxies.brokers,
        connectVia: proxies.connectVia,
        clientId: `client-${clients.length}`,
        leaseMs,
        commitIntervalMs: 20,
        settleMs: 1_000,
        ...options,
      });
      clients.push({ log, proxies, answersToLose: 0 });
      return log;
    },
    crash(log) {
      const { proxies } = clientOf(log);
      for (const proxy of proxies.proxies) proxy.setOpen(false);
      (log as RunningLog).abandon();
    },
    setReachable(log, reachable) {
      for (const proxy of clientOf(log).proxies.proxies) proxy.setOpen(reachable);
    },
    loseAnswers(log, count) {
      clientOf(log).answersToLose = count;
    },
    hesitate: others.hesitate,
    storeRaw: others.storeRaw,
    async truncate({ topic, partition }, end) {
      const kept: StoredRecord[] = [];
      for await (const batch of direct.read({ topic, partition, from: 0n, to: end }))
        kept.push(...batch);
      await admin.deleteTopics({ topics: [topic] });
      await createAgain(direct, topic);
      await others.sendRaw({ topic, partition }, kept);
    },
    async trim({ topic, partition }, low) {
      const partitions = [{ partition, offset: low.toString() }];
      await admin.fetchTopicOffsets(topic); // or it knows no leader to ask
      await admin.deleteTopicRecords({ topic, partitions });
    },
    async close() {
      for (const { log, proxies } of clients) {
        for (const proxy of proxies.proxies) proxy.setOpen(true);
        await log.close();
      }
      await Promise.all([direct.close(), others.close(), admin.disconnect()]);
      await Promise.all(prepared.map((proxies) => proxies.close()));
    },
  };
}

/** A deleted topic's name is free again a moment later. */
async function createAgain(log: EventLog, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const gone = (await log.topics()).every((topic) => topic.name !== name);
    if (gone) break;
    if (attempt > 100) throw new Error(`topic ${name} does not go`);
    await sleep(10);
  }
  await log.createTopics([{ name, partitions: 1, retentionMs: null }]);
}

/** Writers that know nothing of this driver; some hesitate in the middle of a transaction. */
async function openOthers(kafka: Kafka) {
  const plain = kafka.producer();
  await plain.connect();
  const idle: Producer[] = [];
  for (let n = 0; n < WRITERS; n += 1) {
    const transactionalId = `writer ${n} of ${process.pid} ${Math.random()}`;
    const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    idle.push(producer);
  }
  const writers = [...idle];

  async function sendRaw(to: TopicPartition, records: readonly NewRecord[]): Promise<bigint> {
    if (records.length === 0) return -1n;
    const [sent] = await plain.send({
      topic: to.topic,
      acks: -1,
      messages: records.map(toMessage(to)),
    });
    return BigInt(sent?.baseOffset ?? -1);
  }

  return {
    sendRaw,
    storeRaw: (to: TopicPartition, record: NewRecord) => sendRaw(to, [record]),
    async hesitate(to: TopicPartition, records: readonly NewRecord[], outcome: 'commit' | 'abort') {
      while (idle.length === 0) await sleep(1);
      const writer = idle.pop() as Producer;
      const transaction = await writer.transaction();
      await transaction.send({
        topic: to.topic,
        acks: -1,
        messages: records.map(admitRecord).map(toMessage(to)),
      });
      await sleep(5);
      await transaction[outcome]();
      idle.push(writer);
    },
    close: () => Promise.all([plain, ...writers].map((producer) => producer.disconnect())),
  };
}

const toMessage =
  ({ partition }: TopicPartition) =>
  ({ key, value, headers = {} }: NewRecord): Message => ({
    partition,
    key,
    value,
    headers: { ...headers },
  });
