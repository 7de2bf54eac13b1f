import { type Codec, type CodecUse, openCodec } from '@told/codec';
import type { EventLog } from '@told/event-log';
import type { FastifyInstance } from 'fastify';
import { createTokenVerifier } from '../auth/create-token-verifier.ts';
import type { BaseConfig } from '../config/base-config.ts';
import { readLogSettings } from '../config/log-settings.ts';
import { type Consumer, consume } from '../database/consume.ts';
import type { Handle } from '../database/deliver-batch.ts';
import { codeOf } from '../database/errors.ts';
import type { LingerOptions } from '../database/linger.ts';
import { openDatabase } from '../database/open-database.ts';
import type { Database } from '../database/ports.ts';
import { createPublisher, type Publisher } from '../database/publisher.ts';
import { type Relay, startRelay } from '../database/start-relay.ts';
import { createHttpServer, listenHttp } from '../http/create-http-server.ts';
import { createHealth, type Health } from '../http/health.ts';
import { createMetrics, type Metrics } from '../http/metrics.ts';
import type { Logger } from '../log/create-logger.ts';
import type { RunningService, ServiceContext } from '../run/run-service.ts';
import type { StopStep } from '../run/stop-in-order.ts';
import { type BusinessCalendar, createBusinessCalendar } from '../time/business-calendar.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { openEventLog } from './open-event-log.ts';
import { waitUntilAvailable } from './wait-until-available.ts';

export interface OpenServiceOptions {
  readonly config: BaseConfig;
  readonly context: ServiceContext;
  /** The API's name in its documentation. */
  readonly title: string;
  /** What the service writes and reads. */
  readonly uses: readonly CodecUse[];
  /** Done before the relay sends anything: what a database from a backup needs before it may speak again. */
  readonly beforeRelay?: (
    parts: Pick<ServiceParts, 'db' | 'log' | 'codec' | 'publisher' | 'clock' | 'logger'>,
  ) => Promise<void>;
}

export interface ConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly handle: Handle;
  /** Told of records as they are parked, for what acts on arrival. */
  readonly onParked?: Handle;
  readonly maxBatchRecords?: number;
}

/** Everything a service is made of, wired to its health, its metrics and its order of stopping. */
export interface ServiceParts {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly calendar: BusinessCalendar;
  readonly db: Database;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly relay: Relay;
  readonly http: FastifyInstance;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Starts a consumer that ends the service if it can never go on. */
  consume(options: ConsumerOptions): Promise<Consumer>;
  /** Adds what is to be stopped after the HTTP server and before the consumers. */
  stopBeforeConsumers(step: StopStep): void;
  /** Listens; call it last. */
  listen(): Promise<RunningService>;
}

/**
 * Opens database, log, codec, relay and HTTP server as the base configuration says. While log or registry are away it waits: a
 * service may be started before what it needs. Rejects with what no waiting mends.
 */
export async function openService(options: OpenServiceOptions): Promise<ServiceParts> {
  const { config, context } = options;
  const { logger } = context;
  const clock = systemClock;
  const metrics = createMetrics();
  const health = createHealth();
  const db = openDatabase({ url: config.databaseUrl, name: config.service });
  const log = openLog(config, logger);
  const publisher = await waitUntilAvailable('log', context, () => createPublisher({ log }));
  const codec = await waitUntilAvailable('registry', context, () =>
    openCodec({ registryUrl: config.registryUrl, uses: options.uses }),
  );
  await options.beforeRelay?.({ db, log, codec, publisher, clock, logger });
  const linger = LINGER[config.logKind];
  const relay = startMeasuredRelay({ db, log, logger, metrics, linger });
  health.add('database', () => isAnswering(db));
  // Asked, since a consumer that has nothing to read does not notice that the log has gone.
  health.add('log', () => log.topics().then(() => true));
  health.add('relay', () => describeState(relay.state(), ['running', 'standby']));
  const http = await createHttpServer({
    config,
    logger,
    title: options.title,
    auth: createTokenVerifier(config),
    ready: health,
    metrics,
  });
  const early: StopStep[] = [];
  const consumers: Consumer[] = [];
  return {
    ...{ logger, clock, db, log, codec, publisher, relay, http, health, metrics },
    calendar: createBusinessCalendar(config.businessDate, clock),
    async consume(wanted) {
      const consumer = await startMeasuredConsumer(wanted, { db, log, logger, metrics, linger });
      consumers.push(consumer);
      health.add(wanted.group, () => {
        const stuck = consumer.state().find(({ state }) => state !== 'running');
        return stuck === undefined ? true : describeState(stuck, ['running']);
      });
      consumer.done.catch(context.fail);
      return consumer;
    },
    stopBeforeConsumers: (step) => early.push(step),
    async listen() {
      const url = await listenHttp(http, config);
      return {
        url,
        stop: [
          ['http', () => http.close()],
          ...early,
          ['consumers', () => Promise.all(consumers.map((consumer) => consumer.stop()))],
          ['relay', () => relay.stop()],
          ['database', () => db.close()],
          ['log', () => log.close()],
        ],
      };
    },
  };
}

const RETENTION_EVERY_MS = 60 * 60 * 1000;

/** The embedded log has no process of its own: whoever uses it removes what its topics need not keep. Brokers do that themselves. */
function openLog(config: BaseConfig, logger: Logger): EventLog {
  const settings = readLogSettings(config);
  const log = openEventLog(settings, config.service);
  if (settings.kind !== 'embedded') return log;
  const timer = setInterval(() => {
    log.applyRetention().catch((error: unknown) => {
      logger.warn({ code: codeOf(error) }, 'old records stay for another hour');
    });
  }, RETENTION_EVERY_MS);
  return {
    ...log,
    close() {
      clearInterval(timer);
      return log.close();
    },
  };
}

const PROBE = { name: 'service_probe', text: 'SELECT 1' };

const isAnswering = (db: Database): Promise<boolean> => db.query(PROBE).then(() => true);

function describeState(
  { state, code }: { readonly state: string; readonly code?: string | undefined },
  good: readonly string[],
) {
  return good.includes(state) ? true : { ready: false, reason: code ?? state };
}

/** With Kafka a round is a request for each partition, and each of them costs the broker and its other clients, too. */
const LINGER: Readonly<Record<BaseConfig['logKind'], LingerOptions>> = {
  embedded: {},
  kafka: { factor: 3, maxMs: 60 },
};

type Measured = Pick<ServiceParts, 'db' | 'log' | 'logger' | 'metrics'> & {
  readonly linger: LingerOptions;
};

function startMeasuredRelay({ metrics, ...parts }: Measured): Relay {
  const sent = metrics.counter({
    name: 'told_relay_records_total',
    help: 'Records that the log has acknowledged.',
  });
  const relay = startRelay({ ...parts, onSent: ({ records }) => sent({}, records) });
  metrics.gauge({
    name: 'told_outbox_records',
    help: 'Records that wait for the log.',
    collect: () => relay.depth(),
  });
  return relay;
}

function startMeasuredConsumer(wanted: ConsumerOptions, parts: Measured): Promise<Consumer> {
  const { group } = wanted;
  const delivered = parts.metrics.counter({
    name: `told_${group.replaceAll(/[^a-z0-9]/g, '_')}_records_total`,
    help: 'Records applied, each batch in one transaction.',
    labels: ['topic'],
  });
  return consume({
    ...wanted,
    ...parts,
    onDelivered: ({ topic, records }) => delivered({ topic }, records),
  });
}
