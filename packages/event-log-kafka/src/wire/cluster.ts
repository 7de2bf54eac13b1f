import { LogError, type TopicPartition } from '@told/event-log';
import { backOffMs, type LogClock } from '@told/event-log/engine';
import type { BrokerAccess } from '../broker-access.ts';
import { fromKafka, isStaleLeader } from './failures.ts';
import { nameError } from './kafkajs-parts.ts';
import { type Line, type LineOptions, openLine } from './lines.ts';
import { type Address, describeSocket } from './open-socket.ts';

export interface ClusterOptions extends Omit<LineOptions, 'openSocket'>, BrokerAccess {
  readonly clock: LogClock;
  readonly random: () => number;
}

/** How long a call looks for a leader before it says that there is none. */
const LEADER_MS_MAX = 3_000;
/** A topic just made is not known to every broker at once. */
const UNKNOWN_MS_MAX = 1_500;
const RETRY = { firstMs: 20, maxMs: 400 };

/** What a purpose has to wait for must not hold up another's: each has connections of its own. */
export type Purpose = 'write' | 'read' | 'tail' | 'ask' | `member ${string}`;

export interface Cluster {
  /** Calls one broker. @throws LogError `retriable` without an answer */
  call<Answer>(broker: number, purpose: Purpose, api: string, values: object): Promise<Answer>;
  /** Calls whichever broker answers. */
  ask<Answer>(api: string, values: object): Promise<Answer>;
  /** Brokers and topics; all topics unless some are named. A topic that does not exist carries its error. */
  describe(topics?: readonly string[]): Promise<Metadata>;
  /** Partition numbers of a topic. @throws LogError `unknown-topic` */
  partitionsOf(topic: string): Promise<readonly number[]>;
  /** Which broker leads a partition, as far as is known. @throws LogError `unknown-topic`, or `retriable` while nobody does */
  leaderOf(at: TopicPartition): Promise<number>;
  /** Calls a partition's leader until it is the leader that answers. `ask` gives the error's code along with the answer.
   *  `once`: a leader that does not answer, or does not lead, is `retriable` at once. */
  atLeader<Answer>(
    at: TopicPartition,
    ask: (leader: number) => Promise<Answer & { readonly errorCode: number }>,
    once?: boolean,
  ): Promise<Answer>;
  /** What is known of a topic's leaders is out of date. */
  forget(topic: string): void;
  closePurpose(purpose: Purpose): Promise<void>;
  close(): Promise<void>;
}

export interface Metadata {
  readonly brokers: readonly (Address & { readonly nodeId: number })[];
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number;
    readonly topic: string;
    readonly isInternal: boolean;
    readonly partitionMetadata: readonly {
      readonly partitionId: number;
      /** -1: nobody. */
      readonly leader: number;
      readonly replicas: readonly number[];
      readonly isr: readonly number[];
    }[];
  }[];
}

export function openCluster(options: ClusterOptions): Cluster {
  const { clock, random } = options;
  const lineOptions = { ...options, openSocket: describeSocket(options, options.connectVia) };
  const lines = new Map<string, Line>();
  const addresses = new Map<number, Address>();
  const leaders = new Map<string, ReadonlyMap<number, number>>();
  const looking = new Map<string, Promise<void>>();
  let seed = Math.floor(random() * options.brokers.length);
  let isClosed = false;

  function lineTo(address: Address, purpose: Purpose): Line {
    if (isClosed) throw new LogError('retriable', { state: 'closed' }); // or what comes late would stay open
    const key = `${purpose}@${address.host}:${address.port}`;
    // A tail must know of every break, also one between two of its requests.
    const line = lines.get(key) ?? openLine(address, lineOptions, purpose === 'tail');
    lines.set(key, line);
    return line;
  }

  async function call<A>(broker: number, purpose: Purpose, api: string, values: object) {
    if (!addresses.has(broker)) await describe([]);
    const address = addresses.get(broker);
    if (!address) throw new LogError('retriable', { api, broker, state: 'unknown broker' });
    return lineTo(address, purpose).call<A>(api, values);
  }

  /** The brokers that were named, and those that they named; whoever answered last is asked first. */
  async function ask<A>(api: string, values: object): Promise<A> {
    const known = [...options.brokers.map(parseAddress), ...addresses.values()];
    let failure: unknown;
    for (let n = 0; n < known.length; n += 1) {
      try {
        return await lineTo(known[seed % known.length] as Address, 'ask').call<A>(api, values);
      } catch (error) {
        failure = error;
        seed += 1;
      }
    }
    throw failure;
  }

  async function describe(topics?: readonly string[]): Promise<Metadata> {
    // Kafka takes no names for all names; a name that cannot exist asks for the brokers alone.
    const asked = topics?.length === 0 ? [NO_TOPIC] : (topics ?? []);
    const metadata = await ask<Metadata>('Metadata', {
      topics: asked,
      allowAutoTopicCreation: false,
    });
    for (const { nodeId, host, port } of metadata.brokers) addresses.set(nodeId, { host, port });
    for (const { topic, topicErrorCode, partitionMetadata } of metadata.topicMetadata) {
      if (topicErrorCode !== 0) leaders.delete(topic);
      else
        leaders.set(topic, new Map(partitionMetadata.map((one) => [one.partitionId, one.leader])));
    }
    return metadata;
  }

  /** Looks a topic up; those who ask at once share the look. @throws LogError for what another look would not change */
  function look(topic: string): Promise<void> {
    const running = looking.get(topic);
    if (running) return running;
    const starting = describe([topic])
      .then(({ topicMetadata }) => {
        const name = nameError(topicMetadata[0]?.topicErrorCode ?? 0);
        if (name && !isStaleLeader(name)) throw fromKafka(name, { topic });
      })
      .finally(() => looking.delete(topic));
    looking.set(topic, starting);
    return starting;
  }

  async function partitionsOf(topic: string): Promise<readonly number[]> {
    const startedMs = clock.nowMs();
    for (let attempt = 1; ; attempt += 1) {
      const known = leaders.get(topic);
      if (known) return [...known.keys()].sort((a, b) => a - b);
      if (clock.nowMs() - startedMs > UNKNOWN_MS_MAX && attempt > 2)
        throw new LogError('unknown-topic', { topic });
      if (attempt > 1) await clock.sleep(backOffMs(RETRY, attempt - 1, random));
      await look(topic);
    }
  }

  async function leaderOf({ topic, partition }: TopicPartition): Promise<number> {
    const known = leaders.get(topic)?.get(partition) ?? NOBODY;
    if (known !== NOBODY) return known; // asked for every request
    const partitions = await partitionsOf(topic);
    if (!partitions.includes(partition)) throw new LogError('unknown-topic', { topic, partition });
    const leader = leaders.get(topic)?.get(partition) ?? NOBODY;
    if (leader !== NOBODY) return leader;
    leaders.delete(topic);
    throw new LogError('retriable', { topic, partition, state: 'no leader' });
  }

  async function atLeader<A>(
    at: TopicPartition,
    askLeader: (leader: number) => Promise<A & { readonly errorCode: number }>,
    once = false,
  ): Promise<A> {
    const { topic, partition } = at;
    const startedMs = clock.nowMs();
    for (let attempt = 1; ; attempt += 1) {
      const failure = await leaderOf(at)
        .then(askLeader)
        .then((answer) => {
          const name = nameError(answer.errorCode);
          if (name === undefined) return { answer };
          const error = fromKafka(name, { topic, partition });
          return { error, again: isStaleLeader(name) };
        })
        .catch((error: unknown) => ({
          error,
          again: error instanceof LogError && error.retryable,
        }));
      if ('answer' in failure) return failure.answer;
      if (!failure.again) throw failure.error;
      leaders.delete(topic);
      if (once || isClosed || clock.nowMs() - startedMs > LEADER_MS_MAX)
        throw new LogError(
          'retriable',
          { topic, partition, state: 'no leader answers' },
          failure.error,
        );
      await clock.sleep(backOffMs(RETRY, attempt, random));
    }
  }

  async function closeLines(chosen: (key: string) => boolean): Promise<void> {
    const closing = [...lines].filter(([key]) => chosen(key));
    for (const [key] of closing) lines.delete(key);
    await Promise.all(closing.map(([, line]) => line.close()));
  }

  return {
    call,
    ask,
    describe,
    partitionsOf,
    leaderOf,
    atLeader,
    forget: (topic) => void leaders.delete(topic),
    closePurpose: (purpose) => closeLines((key) => key.startsWith(`${purpose}@`)),
    close() {
      isClosed = true;
      return closeLines(() => true);
    },
  };
}

const NOBODY = -1;
/** Longer than a topic's name may be would be refused whole; this one is well-formed and never made. */
const NO_TOPIC = 'told.none';

function parseAddress(broker: string): Address {
  const colon = broker.lastIndexOf(':');
  return { host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)) };
}
