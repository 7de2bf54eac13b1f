import { type Appended, isRetryable, LogError, type TopicPartition } from '@told/event-log';
import {
  type Append,
  type AppendedPart,
  type AppendPart,
  backOffMs,
  type EngineSettings,
} from '@told/event-log/engine';
import type { Cluster } from './wire/cluster.ts';
import { fromKafka, isStaleLeader } from './wire/failures.ts';
import { nameError } from './wire/kafkajs-parts.ts';
import { REPLICAS_MS_MAX } from './wire/lines.ts';
import { encodeProduceRequest } from './wire/produce-request.ts';

/** Kafka limits a batch as it limits a record (`max.message.bytes`, 1 MiB); a record of the largest size is a batch alone. */
const BATCH_BYTES_MAX = 960 * 1024;
/** A partition that has lost its leader stands still for as long as it takes to find the next: no pause adds much to that. */
const RETRY = { firstMs: 20, maxMs: 200 };
const ALL_IN_SYNC = -1;

export interface SenderSettings extends Pick<EngineSettings, 'clock' | 'random'> {
  readonly settleMs: number;
}

interface ProduceAnswer {
  readonly topics: readonly {
    readonly topicName: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: number;
      readonly baseOffset: string;
      readonly logAppendTime: string;
    }[];
  }[];
}

export interface Sender {
  /** Stores the appends of one partition, in order. @throws LogError, `unknown-outcome` when no answer came in time */
  send(part: AppendPart): Promise<AppendedPart>;
  /** What has not been settled by now is given up. */
  close(): void;
}

/**
 * One request carries one partition, and the next one for it waits until the first is settled: then a request that is sent
 * again can only double records, never lose or reorder them. Several partitions in one request lose acknowledged records
 * when a leader moves, and so does an idempotent producer with several requests in flight; readers tell doubles by their
 * sequences anyway.
 */
export function createSender(cluster: Cluster, settings: SenderSettings): Sender {
  const { clock, random, settleMs } = settings;
  let closed = false;

  /** Sends the same batch until it is known to be stored, or known to be refused before anything could have been. */
  async function settle(to: TopicPartition, records: Append): Promise<readonly Appended[]> {
    const startedMs = clock.nowMs();
    const timestampMs = Math.floor(startedMs);
    const limits = { acks: ALL_IN_SYNC, timeoutMs: REPLICAS_MS_MAX };
    const body = encodeProduceRequest({ to, records, timestampMs, ...limits });
    let isMaybeStored = false;
    for (let attempt = 1; ; attempt += 1) {
      const sent = await produce(cluster, to, records, body);
      if ('appended' in sent) return sent.appended;
      isMaybeStored ||= sent.isMaybeStored;
      const { error } = sent;
      // A refusal is final only if no earlier try can have been stored; it may come from a broker that has yet to learn.
      if (!error.retryable && !isMaybeStored) throw error;
      cluster.forget(to.topic);
      if (closed || clock.nowMs() - startedMs > settleMs)
        throw isMaybeStored
          ? new LogError('unknown-outcome', { ...named(to), attempts: attempt }, error)
          : error;
      await clock.sleep(backOffMs(RETRY, attempt, random));
    }
  }

  return {
    async send({ to, appends }) {
      const places: Appended[] = [];
      for (const batch of cutBatches(appends.flat())) places.push(...(await settle(to, batch)));
      let taken = 0;
      return appends.map(({ length }) => {
        taken += length;
        return places.slice(taken - length, taken);
      });
    },
    close() {
      closed = true;
    },
  };
}

type Sent =
  | { readonly appended: readonly Appended[] }
  | { readonly error: LogError; readonly isMaybeStored: boolean };

/** One request. What it answers for another partition, or not at all, settles nothing. */
async function produce(
  cluster: Cluster,
  to: TopicPartition,
  records: Append,
  body: Buffer,
): Promise<Sent> {
  const { topic, partition } = to;
  let leader: number;
  try {
    leader = await cluster.leaderOf(to);
  } catch (error) {
    return { error: error as LogError, isMaybeStored: false };
  }
  let answer: ProduceAnswer;
  try {
    answer = await cluster.call<ProduceAnswer>(leader, 'write', 'Produce', { body });
  } catch (error) {
    // Not let in, or not understood: then nothing was sent. Otherwise the answer may be all that was lost.
    return { error: error as LogError, isMaybeStored: isRetryable(error) };
  }
  const stored = answer.topics
    .find(({ topicName }) => topicName === topic)
    ?.partitions.find((one) => one.partition === partition);
  if (!stored) return { error: new LogError('unknown-outcome', named(to)), isMaybeStored: true };
  const name = nameError(stored.errorCode);
  if (name !== undefined) return describeRefusal(name, to);
  const base = BigInt(stored.baseOffset);
  const appendedMs = Number(stored.logAppendTime);
  const timestampMs = appendedMs >= 0 ? appendedMs : Date.now();
  return {
    appended: records.map((_, index) => ({ partition, offset: base + BigInt(index), timestampMs })),
  };
}

/** Refused before it was written. Of all others, also of a leader that has moved, it may be that some replica has it. */
const NOT_WRITTEN: readonly string[] = [
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
  'CORRUPT_MESSAGE',
];

function describeRefusal(name: string, to: TopicPartition): Sent {
  const named = fromKafka(name, { topic: to.topic, partition: to.partition });
  // What a broker that does not lead knows of the topic is no last word.
  const error = isStaleLeader(name) ? new LogError('retriable', named.details, named) : named;
  return { error, isMaybeStored: error.retryable && !NOT_WRITTEN.includes(name) };
}

/** Batches that Kafka takes, each of at least one record. */
export function cutBatches(records: Append): readonly Append[] {
  const batches: Append[number][][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    if (bytes + record.bytes > BATCH_BYTES_MAX) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(record);
    bytes += record.bytes + RECORD_OVERHEAD_BYTES;
  }
  return batches;
}
/** Lengths and deltas of a record, at their longest. */
const RECORD_OVERHEAD_BYTES = 32;

const named = ({
  topic,
  partition,
}: TopicPartition): TopicPartition & Record<string, string | number> => ({ topic, partition });
