import { DIGEST_HEADER, recordDigest } from '@told/event-log';
import {
  Kafka,
  logLevel,
  type Message,
  type Producer,
} from '@told/event-log-kafka/bench/stock-kafkajs';
import { contend } from '../measure/contend.ts';
import { makeRecords, type Work } from './work.ts';

/** The product's records, digest header included: the peer writes the same bytes, but is given the digests for nothing. */
const makeMessages = (from: number, to: number): readonly Message[] =>
  makeRecords(from, to).map(({ key, value }) => ({
    key,
    value,
    headers: { [DIGEST_HEADER]: recordDigest(key, value) },
  }));

/** As its users write it: the next call when the last has been acknowledged, the partition left to the default partitioner. */
async function sendAll(
  producer: Producer,
  messages: readonly Message[],
  { topic, batchRecords }: Work,
): Promise<number> {
  let acknowledged = 0;
  for (let at = 0; at < messages.length; at += batchRecords) {
    const batch = messages.slice(at, at + batchRecords);
    await producer.send({ topic, acks: -1, messages: batch });
    acknowledged += batch.length;
  }
  return acknowledged;
}

contend<Work>(async (work) => {
  const kafka = new Kafka({
    clientId: 'bench',
    brokers: [...work.brokers],
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer();
  await producer.connect();
  const warmUp = makeMessages(0, work.warmUpRecords);
  const messages = makeMessages(work.warmUpRecords, work.warmUpRecords + work.records);
  return {
    async warmUp() {
      await sendAll(producer, warmUp, work);
    },
    run: () => sendAll(producer, messages, work),
    close: () => producer.disconnect(),
  };
});
