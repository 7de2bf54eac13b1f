import type { NewRecord } from '@told/event-log';
import { createKafkaLog } from '../../src/kafka-log.ts';
import { type Connect, createStockClient } from './stock-client.ts';

/** Each text is sent once by whoever tests, to one partition. */
export interface NumberedText {
  readonly partition: number;
  readonly text: string;
}

/** Something that stores records and says so. What follows must hold of each, and does not hold of all. */
export interface WayOfSending {
  readonly name: string;
  open(connect: Connect): Promise<OpenSender>;
}
export interface OpenSender {
  /** Resolves when every record is acknowledged. Rejects when one is not; the caller then sends all of them again. */
  send(topic: string, texts: readonly NumberedText[]): Promise<void>;
  close(): Promise<void>;
}

/** One `send` for whatever partitions the texts are for, as kafkajs' own documentation has it. */
export const stockProducer = (idempotent: boolean): WayOfSending => ({
  name: idempotent ? 'the idempotent producer of kafkajs' : 'the plain producer of kafkajs',
  async open(connect) {
    const producer = createStockClient(connect).producer({ idempotent });
    await producer.connect();
    return {
      async send(topic, texts) {
        const messages = texts.map(({ partition, text }) => ({
          partition,
          key: text,
          value: text,
        }));
        await producer.send({ topic, acks: -1, messages });
      },
      close: () => producer.disconnect(),
    };
  },
});

export const driver: WayOfSending = {
  name: 'append of this driver',
  async open(connect) {
    const log = createKafkaLog({ ...connect, clientId: 'sender' });
    return {
      async send(topic, texts) {
        const parts = Map.groupBy(texts, ({ partition }) => partition);
        await Promise.all(
          [...parts].map(([partition, part]) =>
            log.append({ topic, partition }, part.map(toRecord)),
          ),
        );
      },
      close: () => log.close(),
    };
  },
};

const toRecord = ({ text }: NumberedText): NewRecord => ({
  key: Buffer.from(text),
  value: Buffer.from(text),
});
