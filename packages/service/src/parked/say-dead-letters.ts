import { randomUUID } from 'node:crypto';
import type { Codec, CodecUse, DeadLetter } from '@told/codec';
import { eventHeaders } from '../database/event-headers.ts';
import type { Signal } from '../database/ports.ts';
import type { Publisher } from '../database/publisher.ts';
import type { Conclude } from '../database/transaction.ts';
import type { Clock } from '../time/clock.ts';
import { MICROS_PER_MS } from '../time/micros.ts';

export interface DeadLetterPorts {
  /** Opened with `deadLettersUseFor(origin)`. */
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** Whose dead letters they are: `intake`, `gateway`, or the agency whose service this is. It is the end of the topic's name. */
  readonly origin: string;
}

const topicOf = (origin: string): string => `told.dead-letters.${origin}`;

/** What a codec is opened with by whoever says dead letters. */
export const deadLettersUseFor = (origin: string): CodecUse => ({
  topic: topicOf(origin),
  schema: 'DeadLetter',
});

/** As the schema has it. A code that is none of ours must not hold up the partition that it stands for. */
const CAUSE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/;

/**
 * Says on `told.dead-letters.<origin>` what a transaction has made a dead letter, if and only if it is committed: given to `openDatabase`, which
 * asks it at the end of every transaction, so that no way of making one can leave it unsaid. One that was known before is not said again.
 */
export function createDeadLetterSayer(ports: DeadLetterPorts): Conclude {
  const { codec, publisher, clock, origin } = ports;
  const topic = topicOf(origin);
  const encode = codec.encoder('DeadLetter', topic);
  return async (tx, signals) => {
    const kept = signals.filter(isKept);
    if (kept.length === 0) return;
    const timeMs = clock.nowMs();
    const records = kept.map((one) => {
      const letter = describe(one, timeMs);
      const id = letter.deadLetterId;
      return {
        topic,
        key: `${letter.topic}/${letter.partition}`,
        value: encode(letter),
        headers: eventHeaders({ id, source: `told/${origin}`, type: 'DeadLetter', timeMs }),
      };
    });
    await publisher.publish(tx, records);
  };
}

type Kept = Extract<Signal, { kind: 'dead-letter-kept' }>;

const isKept = (signal: Signal): signal is Kept => signal.kind === 'dead-letter-kept';

const describe = (
  { topic, partition, offset, digest, cause }: Kept,
  timeMs: number,
): DeadLetter => ({
  deadLetterId: randomUUID(),
  ...{ topic, partition, offset: Number(offset), digest },
  cause: CAUSE.test(cause) ? cause : 'unexpected',
  recordedAt: timeMs * MICROS_PER_MS,
});
