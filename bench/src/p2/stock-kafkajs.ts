import { DIGEST_HEADER, recordDigest } from '@told/event-log';
import { Kafka, logLevel, type Message } from '@told/event-log-kafka/bench/stock-kafkajs';
import { contend } from '../measure/contend.ts';
import { makeOutgoing, ROUND_RECORDS, sortIntoPartitions, type Work } from './work.ts';

contend<Work>(async ({ log, topic, warmUpRecords, records }) => {
  if (log.kind !== 'kafka') throw new TypeError('kafkajs sends to Kafka');
  const kafka = new Kafka({
    clientId: 'bench',
    brokers: [...log.brokers],
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer();
  await producer.connect();
  const makeMessages = (from: number, to: number): readonly Message[] =>
    [...sortIntoPartitions(makeOutgoing(from, to))].flatMap(([partition, some]) =>
      some.map(({ key, value, headers = {} }) => ({
        ...{ key, value, partition },
        headers: { ...headers, [DIGEST_HEADER]: recordDigest(key, value) },
      })),
    );
  const makeRounds = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / ROUND_RECORDS) }, (_, index) => {
      const first = from + index * ROUND_RECORDS;
      return makeMessages(first, Math.min(first + ROUND_RECORDS, to));
    });
  const sendAll = async (rounds: readonly (readonly Message[])[]): Promise<void> => {
    for (const messages of rounds)
      await producer.send({ topic, acks: -1, messages: [...messages] });
  };
  const warmUp = makeRounds(0, warmUpRecords);
  const measured = makeRounds(warmUpRecords, warmUpRecords + records);
  return {
    warmUp: () => sendAll(warmUp),
    async run() {
      await sendAll(measured);
      return records;
    },
    close: () => producer.disconnect(),
  };
});
