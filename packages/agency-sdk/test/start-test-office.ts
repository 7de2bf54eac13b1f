import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Codec,
  createLocalSource,
  type Outcome,
  openCodecFrom,
  type RecordName,
  type RecordTypes,
  type Release,
} from '@told/codec';
import { createMemoryLog, type MemoryLog, partitionFor, type StoredRecord } from '@told/event-log';
import {
  type Clock,
  type Consumer,
  consume,
  createBusinessCalendar,
  createHealth,
  createHttpServer,
  createLogger,
  createMetrics,
  createPublisher,
  type Database,
  parseBusinessDate,
  type StopStep,
  startRelay,
  stopInOrder,
  type TokenVerifier,
} from '@told/service';
import {
  codecUsesOf,
  type Moment,
  type Office,
  outcomesTopic,
  releasesTopic,
  startOffice,
  submissionResultsTopic,
  submissionsTopic,
} from '../src/index.ts';

/** Monday 5 April 2010, 09:00 UTC. */
export const FIRST_MORNING_MS = Date.UTC(2010, 3, 5, 9);
const PARTITIONS = 4;
const TIMEOUT_MS = 60_000;
const POLL_MS = 5;

export interface TestBus {
  readonly log: MemoryLog;
  readonly codec: Codec;
  readonly clock: Clock & { nowMs: () => number; set(ms: number): void };
  /** Appends releases to the agency's topic, each to its case's partition. */
  release(releases: readonly Release[]): Promise<void>;
  /** Everything on a topic, partition by partition. */
  read<N extends RecordName>(schema: N, topic: string): Promise<readonly RecordTypes[N][]>;
  outcomes(): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

/** The topics of one agency on a log in memory, with a codec of this process's own. */
export async function startTestBus(agency: string): Promise<TestBus> {
  const log = createMemoryLog();
  const codec = await openCodecFrom(createLocalSource(), codecUsesOf(agency));
  const topics = [releasesTopic, outcomesTopic, submissionsTopic, submissionResultsTopic];
  await log.createTopics(
    topics.map((name) => ({ name: name(agency), partitions: PARTITIONS, retentionMs: null })),
  );
  const encode = codec.encoder('Release', releasesTopic(agency));
  let nowMs = FIRST_MORNING_MS;
  const read: TestBus['read'] = async (schema, topic) => {
    const records: StoredRecord[] = [];
    for (const { partition, low } of await log.bounds(topic)) {
      for await (const page of log.read({ topic, partition, from: low })) records.push(...page);
    }
    const decoded = await codec.decode(
      schema,
      records.map(({ value }) => value),
    );
    return decoded.flatMap((one) => (one.ok ? [one.value] : []));
  };
  return {
    log,
    codec,
    clock: {
      nowMs: () => nowMs,
      set(ms) {
        nowMs = ms;
      },
    },
    async release(releases) {
      const topic = releasesTopic(agency);
      for (const release of releases) {
        const key = Buffer.from(release.caseReference);
        const partition = partitionFor(key, PARTITIONS);
        await log.append({ topic, partition }, [{ key, value: encode(release) }]);
      }
    },
    read,
    outcomes: () => read('Outcome', outcomesTopic(agency)),
    close: () => log.close(),
  };
}

export interface TestOffice {
  readonly http: Awaited<ReturnType<typeof createHttpServer>>;
  readonly moment: () => Moment;
  /** Sends JSON, or NDJSON for a text, as an officer of `agency` (the office's own unless said otherwise). */
  call(
    method: 'GET' | 'POST',
    url: string,
    body?: object | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: ReturnType<typeof JSON.parse> }>;
  stop(): Promise<void>;
}

/** The token is the caller's agency; it has every scope of an officer. */
const TOKENS: TokenVerifier = {
  verify: async (token) => ({
    agency: token,
    clientId: `${token}-officer`,
    scopes: new Set(['cases:read', 'cases:write']),
  }),
};

/** An office as its service starts it, on a log in memory, with requests injected. */
export async function startTestOffice(
  office: Office,
  bus: TestBus,
  db: Database,
  {
    outboxRecordsMax = 1_000_000,
    ...options
  }: { readonly maxBatchRecords?: number; readonly outboxRecordsMax?: number } = {},
): Promise<TestOffice> {
  const logger = createLogger({ service: 'test', logLevel: 'silent' });
  const calendar = createBusinessCalendar(
    parseBusinessDate('2010-04-05@2010-04-05T00:00:00Z') ?? { kind: 'system' },
    bus.clock,
  );
  const log = bus.log.connect();
  const publisher = await createPublisher({ log });
  const relay = startRelay({ db, log, logger });
  const http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://127.0.0.1:1/token' },
    logger,
    title: 'Test',
    auth: TOKENS,
    ready: createHealth(),
    metrics: createMetrics({ processMetrics: false }),
    checkAnswers: true,
  });
  const early: StopStep[] = [];
  const consumers: Consumer[] = [];
  const { moment } = await startOffice({
    office,
    parts: {
      ...{ db, http, logger, publisher, calendar },
      codec: bus.codec,
      clock: bus.clock,
      stopBeforeConsumers: (step) => void early.push(step),
      async consume(wanted) {
        const consumer = await consume({ ...wanted, ...options, db, log, logger });
        consumers.push(consumer);
        return consumer;
      },
    },
    config: { identityMode: 'synthetic', outboxRecordsMax },
  });
  return {
    http,
    moment,
    async call(method, url, body, headers = {}) {
      const isLines = typeof body === 'string';
      const type = isLines ? 'application/x-ndjson' : 'application/json';
      const response = await http.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${office.agency}`,
          ...(body === undefined ? {} : { 'content-type': type }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: isLines ? body : JSON.stringify(body) }),
      });
      const lines = String(response.headers['content-type']).startsWith('application/x-ndjson');
      const text = lines ? `[${response.body.trim().split('\n').join(',')}]` : response.body;
      return { status: response.statusCode, body: JSON.parse(text) };
    },
    stop: () =>
      stopInOrder(
        [
          ['http', () => http.close()],
          ...early,
          ['consumers', () => Promise.all(consumers.map((consumer) => consumer.stop()))],
          ['relay', () => relay.stop()],
          ['log', () => log.close()],
        ],
        logger,
      ),
  };
}

/** Resolves with what `read` gives once it satisfies `isEnough`; rejects after 20 s. */
export async function eventually<T>(
  read: () => Promise<T>,
  isEnough: (value: T) => boolean,
): Promise<T> {
  const untilMs = performance.now() + TIMEOUT_MS;
  for (;;) {
    const value = await read();
    if (isEnough(value)) return value;
    if (performance.now() > untilMs) throw new Error(`still: ${JSON.stringify(value)}`);
    await sleep(POLL_MS);
  }
}
