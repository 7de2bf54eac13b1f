import { type FoundTopic, LogError, type TopicSpec } from '@told/event-log';
import type { LogClock } from '@told/event-log/engine';
import type { Operation } from './admin/operations.ts';
import type { Cluster, Metadata } from './wire/cluster.ts';
import { fromKafka } from './wire/failures.ts';
import { nameError } from './wire/kafkajs-parts.ts';

const TOPIC = 2;
const CREATE_MS_MAX = 10_000;
/** The controller answers before its brokers have heard: until then one of them would still show the old settings. */
const HEARD_MS_MAX = 10_000;
const HEARD_EVERY_MS = 20;
/** Kafka's way to say "for ever". */
const FOR_EVER = '-1';
const RETENTION = 'retention.ms';
/** Copies of each record, where there are as many brokers. */
export const COPIES = 3;
/** Set for the topic itself, and not by a default of its brokers (KIP-226). */
const OWN_SETTING = 1;

/** As Kafka settings: nothing that a broker's own defaults may say otherwise is left to them. */
export function describeSettings(
  retentionMs: number | null,
  copies: number,
): Record<string, string> {
  return {
    [RETENTION]: retentionMs === null ? FOR_EVER : String(retentionMs),
    'retention.bytes': '-1',
    'cleanup.policy': 'delete',
    'message.timestamp.type': 'LogAppendTime',
    // Foreign producers may compress in ways that not every reader knows.
    'compression.type': 'uncompressed',
    'min.insync.replicas': copies >= COPIES ? '2' : '1',
    'unclean.leader.election.enable': 'false',
  };
}

interface Answers {
  readonly topicErrors?: readonly { readonly topic: string; readonly errorCode: number }[];
  readonly resources?: readonly SettingsOf[];
}
interface SettingsOf {
  readonly errorCode: number;
  readonly resourceName: string;
  readonly configEntries: readonly {
    readonly configName: string;
    readonly configValue: string;
    readonly configSource?: number;
    readonly isDefault?: boolean;
  }[];
}

/** Creates what is missing and sets the retention of what is there. @throws LogError `fatal` for another partition count */
export async function createTopics(
  cluster: Cluster,
  specs: readonly TopicSpec[],
  { copies, clock }: { readonly copies: number | undefined; readonly clock: LogClock },
): Promise<void> {
  const { brokers, topicMetadata } = await cluster.describe(specs.map(({ name }) => name));
  const there = new Map(
    topicMetadata
      .filter(({ topicErrorCode }) => topicErrorCode === 0)
      .map(({ topic, partitionMetadata }) => [topic, partitionMetadata]),
  );
  for (const { name: topic, partitions } of specs) {
    const found = there.get(topic)?.length ?? partitions;
    if (found !== partitions)
      throw new LogError('fatal', { topic, partitions: found, asked: partitions });
  }
  const missing = specs.filter(({ name }) => !there.has(name));
  await make(cluster, missing, copies ?? Math.min(COPIES, brokers.length));
  const changed = await keepFor(
    cluster,
    specs.filter(({ name }) => there.has(name)),
  );
  for (const { nodeId } of brokers) await untilHeard(cluster, clock, nodeId, changed);
  for (const { name } of missing) await cluster.partitionsOf(name);
}

async function make(cluster: Cluster, specs: readonly TopicSpec[], copies: number): Promise<void> {
  if (specs.length === 0) return;
  const answer = await cluster.ask<Answers>('CreateTopics', {
    timeout: CREATE_MS_MAX,
    validateOnly: false,
    topics: specs.map(({ name, partitions, retentionMs }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: copies,
      configEntries: Object.entries(describeSettings(retentionMs, copies)).map(([key, value]) => ({
        name: key,
        value,
      })),
    })),
  });
  for (const { topic, errorCode } of answer.topicErrors ?? []) {
    const name = nameError(errorCode);
    // Another who starts at the same time has made it; the retention is set by whoever comes next.
    if (name !== undefined && name !== 'TOPIC_ALREADY_EXISTS') throw fromKafka(name, { topic });
  }
}

/** Sets the retention where it differs, and tells where. Kafka forgets every setting that is not named with the one to change. */
async function keepFor(
  cluster: Cluster,
  specs: readonly TopicSpec[],
): Promise<readonly TopicSpec[]> {
  const settings = await readSettings(
    cluster.ask,
    specs.map(({ name }) => name),
  );
  const changed: TopicSpec[] = [];
  const changes = specs.flatMap((spec) => {
    const { name, retentionMs } = spec;
    const own = new Map(
      settings
        .get(name)
        ?.configEntries.filter(isOwn)
        .map(({ configName, configValue }) => [configName, configValue]),
    );
    const wanted = retentionMs === null ? FOR_EVER : String(retentionMs);
    if (own.get(RETENTION) === wanted) return [];
    changed.push(spec);
    own.set(RETENTION, wanted);
    const configEntries = [...own].map(([key, value]) => ({ name: key, value }));
    return [{ type: TOPIC, name, configEntries }];
  });
  if (changes.length === 0) return changed;
  const { resources = [] } = await cluster.ask<Answers>('AlterConfigs', { resources: changes });
  refuseFailed(resources, 'AlterConfigs');
  return changed;
}

/** Waits until a broker shows the retention asked for. @throws LogError `retriable` when it does not in time */
async function untilHeard(
  cluster: Cluster,
  clock: LogClock,
  broker: number,
  specs: readonly TopicSpec[],
): Promise<void> {
  const ask: Ask = (api, values) => cluster.call(broker, 'ask', api, values);
  const names = specs.map(({ name }) => name);
  const startedMs = clock.nowMs();
  for (;;) {
    const settings = await readSettings(ask, names);
    const behind = specs.find(
      ({ name, retentionMs }) => readRetention(settings.get(name)) !== retentionMs,
    );
    if (behind === undefined) return;
    if (clock.nowMs() - startedMs > HEARD_MS_MAX)
      throw new LogError('retriable', { topic: behind.name, broker, state: 'settings not heard' });
    await clock.sleep(HEARD_EVERY_MS);
  }
}

const isOwn = ({ configSource, isDefault }: SettingsOf['configEntries'][number]): boolean =>
  configSource === undefined ? isDefault === false : configSource === OWN_SETTING;

/** Deleted since somebody named it, or not yet known to the broker that is asked. */
const GONE = 'UNKNOWN_TOPIC_OR_PARTITION';
/** Who may use a topic may not always ask for its settings. */
const REFUSED = 'TOPIC_AUTHORIZATION_FAILED';

type Ask = <Answer>(api: string, values: object) => Promise<Answer>;

async function readSettings(
  ask: Ask,
  names: readonly string[],
): Promise<ReadonlyMap<string, SettingsOf>> {
  const found = await askSettings(ask, names);
  refuseFailed([...found.values()], 'DescribeConfigs');
  return found;
}

/** Of each that is there: its settings, or the refusal to tell them. */
async function askSettings(
  ask: Ask,
  names: readonly string[],
): Promise<ReadonlyMap<string, SettingsOf>> {
  if (names.length === 0) return new Map();
  const { resources = [] } = await ask<Answers>('DescribeConfigs', {
    resources: names.map((name) => ({ type: TOPIC, name, configNames: [] })),
  });
  const there = resources.filter(({ errorCode }) => nameError(errorCode) !== GONE);
  return new Map(there.map((one) => [one.resourceName, one]));
}

const isRefused = ({ errorCode }: SettingsOf): boolean => nameError(errorCode) === REFUSED;

function refuseFailed(resources: readonly SettingsOf[], right: Operation): void {
  for (const { errorCode, resourceName: topic } of resources) {
    const name = nameError(errorCode);
    if (name !== undefined) throw fromKafka(name, name === REFUSED ? { topic, right } : { topic });
  }
}

/** All topics that this user may use, but for Kafka's own. */
export async function listTopics(cluster: Cluster): Promise<readonly FoundTopic[]> {
  const { topicMetadata } = await cluster.describe();
  const known = topicMetadata.filter(isThere);
  const settings = await askSettings(
    cluster.ask,
    known.map(({ topic }) => topic),
  );
  refuseFailed(
    [...settings.values()].filter((one) => !isRefused(one)),
    'DescribeConfigs',
  );
  return known
    .filter(({ topic }) => settings.has(topic))
    .map(({ topic, partitionMetadata }) => ({
      name: topic,
      partitions: partitionMetadata.length,
      retentionMs: findRetention(settings.get(topic)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const isThere = ({ topicErrorCode, isInternal }: Metadata['topicMetadata'][number]): boolean =>
  topicErrorCode === 0 && !isInternal;

const findRetention = (settings: SettingsOf | undefined): number | null | undefined =>
  settings && isRefused(settings) ? undefined : readRetention(settings);

function readRetention(settings: SettingsOf | undefined): number | null {
  const value = settings?.configEntries.find(
    ({ configName }) => configName === RETENTION,
  )?.configValue;
  return value === undefined || value === FOR_EVER ? null : Number(value);
}
