import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadAgreementTexts, readAgencyFiles } from '@told/agreements';
import {
  type Codec,
  createLocalSource,
  factFields,
  openCodecFrom,
  type RecordName,
  type RecordTypes,
  readOrThrow,
} from '@told/codec';
import { type EventLog, LogError, partitionFor } from '@told/event-log';
import { type Clock, consume, createPublisher, type Publisher, startRelay } from '@told/service';
import { keepAgencies } from '../src/agencies/keep-agencies.ts';
import { keepAgreements } from '../src/agreements/keep-agreements.ts';
import { connectDecisions } from '../src/connect-decisions.ts';
import { BATCHES, createRecordHandler } from '../src/consume-records.ts';
import { createDecider } from '../src/decisions/create-decider.ts';
import type { InterestPorts } from '../src/interests/ports.ts';
import { CHANGES_TOPIC, codecUsesFor } from '../src/topics.ts';
import { type GatewayDatabase, openGatewayDatabase } from './gateway-database.ts';
import { AGENCIES } from './open-gateway.ts';
import type { TestChange } from './people.ts';

const INFRA = path.join(import.meta.dirname, '../../../infra');
const PARTITIONS = 4;
const LOGGER = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface RunningGateway extends GatewayDatabase {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly interests: InterestPorts;
  /** Appends the changes of one person, in order. */
  tell(...told: readonly TestChange[]): Promise<void>;
  /** Resolves with what a batch takes, in milliseconds, as soon as one with changes of this person is being decided. */
  underWay(subjectKey: string): Promise<number>;
  /** Resolves once so many changes are decided and everything said is on the log. */
  settle(changes: number): Promise<void>;
  /** Rejects when a member cannot go on. */
  readonly running: Promise<unknown>;
  /** Everything on a topic, each partition in order. */
  read<N extends RecordName>(schema: N, topic: string): Promise<readonly RecordTypes[N][]>;
}

/**
 * The gateway over a log, as it runs: `members` that consume side by side and remember on their own, as separate processes do, and a relay.
 * Everything that changes what may be decided goes through a third, as requests do.
 */
export async function runGateway(log: EventLog, members: number): Promise<RunningGateway> {
  const database = await openGatewayDatabase();
  const { db } = database;
  const uses = codecUsesFor(AGENCIES);
  await log.createTopics(
    uses.flatMap((use) =>
      'topic' in use ? [{ name: use.topic, partitions: PARTITIONS, retentionMs: null }] : [],
    ),
  );
  const codec = await openCodecFrom(createLocalSource(), uses);
  const publisher = await createPublisher({ log });
  const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
  const folder = path.join(INFRA, 'agreements');
  const { agreements, texts } = await loadAgreementTexts(folder, {
    set: '2010',
    facts: factFields,
  });
  await keepAgreements(db, agreements, texts);
  const files = await readAgencyFiles(path.join(INFRA, 'agencies'), factFields);
  await db.transaction((tx) => keepAgencies(tx, files, clock));
  const connect = () =>
    connectDecisions({
      ...{ db, codec, publisher, clock, agreements, agencies: AGENCIES },
      moment: () => ({ businessDate: '2010-05-13', nowMs: clock.nowMs() }),
    });
  const watch = watchBatches();
  const consumers = await Promise.all(
    Array.from({ length: members }, () =>
      consume({
        ...{ log, db, logger: LOGGER, group: 'gateway', topics: [CHANGES_TOPIC] },
        ...BATCHES,
        handle: watch.over(
          createRecordHandler({ codec, decide: createDecider(connect().decisions) }),
        ),
      }),
    ),
  );
  const relay = startRelay({ db, log, logger: LOGGER });
  return {
    ...database,
    ...{ codec, publisher, clock, interests: connect().interests },
    tell: createTeller(log, codec),
    underWay: watch.underWay,
    running: Promise.all(consumers.map((one) => one.done)),
    settle: (changes) => settle(database, changes),
    read: (schema, topic) => readTopic(log, codec, schema, topic),
    async close() {
      await Promise.all(consumers.map((one) => one.stop()));
      await relay.stop();
      await database.close();
    },
  };
}

type Handle = ReturnType<typeof createRecordHandler>;

/** A share of each new batch in what is taken for the usual time. */
const WEIGHT = 0.1;

/** Tells when a person's changes are being decided, and how long that takes as a rule. */
function watchBatches() {
  const waiting = new Map<string, () => void>();
  let usualMs = 10;
  return {
    over:
      (handle: Handle): Handle =>
      async (tx, records) => {
        for (const key of new Set(records.map((one) => one.key.toString()))) waiting.get(key)?.();
        const startedMs = performance.now();
        await handle(tx, records);
        usualMs += WEIGHT * (performance.now() - startedMs - usualMs);
      },
    underWay: (subjectKey: string) =>
      new Promise<number>((resolve) => {
        waiting.set(subjectKey, () => {
          waiting.delete(subjectKey);
          resolve(usualMs);
        });
      }),
  };
}

function createTeller(log: EventLog, codec: Codec): RunningGateway['tell'] {
  const encodeBody = codec.encoder('ChangeBody', 'told.changes-body');
  const encodeChange = codec.encoder('ClaimantChange', CHANGES_TOPIC);
  return async (...told) => {
    const key = Buffer.from(told[0]?.change.subjectKey ?? '');
    const to = { topic: CHANGES_TOPIC, partition: partitionFor(key, PARTITIONS) };
    const records = told.map(({ change, body }) => ({
      key,
      value: encodeChange({ ...change, body: encodeBody(body) }),
    }));
    for (;;) {
      try {
        await log.append(to, records);
        return;
      } catch (error) {
        // Perhaps stored: the same again, which the sequence tells from a second change.
        if (!(error instanceof LogError && error.retryable)) throw error;
      }
    }
  };
}

const SETTLE_MS_MAX = 90_000;

async function settle({ rows }: GatewayDatabase, changes: number): Promise<void> {
  const deadline = performance.now() + SETTLE_MS_MAX;
  for (;;) {
    const [now] = await rows<{ decided: number; waiting: number }>(
      'SELECT (SELECT count(*) FROM decision) AS decided, (SELECT count(*) FROM outbox) AS waiting',
    );
    if (now?.decided === changes && now.waiting === 0) return;
    if (performance.now() > deadline) {
      throw new Error(
        `not settled: ${now?.decided} of ${changes} decided, ${now?.waiting} waiting`,
      );
    }
    await sleep(100);
  }
}

async function readTopic<N extends RecordName>(
  log: EventLog,
  codec: Codec,
  schema: N,
  topic: string,
): Promise<readonly RecordTypes[N][]> {
  const found: RecordTypes[N][] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for await (const some of log.read({ topic, partition, from: 0n })) {
      const values = some.map(({ value }) => value);
      const decoded = await codec.decode(schema, values);
      found.push(...decoded.map(readOrThrow));
    }
  }
  return found;
}
