import type { CodecUse } from '@told/codec';
import type { FastifyInstance } from 'fastify';
import { actionsUseFor, recordAction, type WantedAction } from '../actions/record-action.ts';
import { createSenders, type Senders } from '../auth/create-senders.ts';
import { createTokenVerifier } from '../auth/create-token-verifier.ts';
import type { BaseConfig } from '../config/base-config.ts';
import { type Consumer, consume } from '../database/consume.ts';
import type { TopicState } from '../database/consumer-states.ts';
import type { Handle } from '../database/deliver-batch.ts';
import type { Database, Transaction } from '../database/ports.ts';
import { type RelayState, startRelay } from '../database/start-relay.ts';
import { createHttpServer, listenHttp } from '../http/create-http-server.ts';
import { createHealth, type Health, type PartState } from '../http/health.ts';
import { createMetrics, type Metrics } from '../http/metrics.ts';
import { addDeadLetterRoutes } from '../parked/dead-letter-routes.ts';
import { addParkedRoutes } from '../parked/parked-routes.ts';
import { guardByPause } from '../pauses/pause.ts';
import { addPauseRoutes } from '../pauses/pause-routes.ts';
import type { RunningService, ServiceContext } from '../run/run-service.ts';
import type { StopStep } from '../run/stop-in-order.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { LINGER, openParts, type Parts } from './open-parts.ts';
import { createRecordCounts } from './record-counts.ts';
import { type Engine, startEngine } from './start-engine.ts';

export interface OpenServiceOptions {
  readonly config: BaseConfig;
  readonly context: ServiceContext;
  /** The API's name in its documentation. */
  readonly title: string;
  /** Who it is to whoever reads what its operators did, and what could not be read here: `intake`, `gateway`, or the agency whose service it is. */
  readonly origin: string;
  /** What the service writes and reads, apart from what its operators do and its dead letters. */
  readonly uses: readonly CodecUse[];
  /** Done before the relay sends anything: what a database from a backup needs before it may speak again. */
  readonly beforeRelay?: (parts: Omit<Parts, 'calendar'>) => Promise<void>;
  /** A module that calls `runEngine`: relay and consumer run there, in a thread of their own. */
  readonly engine?: URL;
}

/** Everything a service is made of, wired to its health, its metrics and its order of stopping. */
export interface ServiceParts extends Parts {
  readonly http: FastifyInstance;
  /** For its own calls to others. */
  readonly senders: Senders;
  readonly health: Health;
  readonly metrics: Metrics;
  /**
   * Names the handler by which operators have records of these topics handled again; a consumer's own is known, that of an engine's
   * consumer is not.
   */
  redriveBy(topics: readonly string[], handle: Handle): void;
  /** Starts a consumer that ends the service if it can never go on. */
  consume(options: ConsumerOptions): Promise<Consumer>;
  /** Starts the engine, which ends the service if it can never go on. */
  startEngine(): Promise<void>;
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
  const { config, context, engine: module } = options;
  const metrics = createMetrics();
  const health = createHealth();
  const uses = [...options.uses, actionsUseFor(options.origin)];
  const { calendar, ...opened } = await openParts({ ...options, uses });
  const { db, log, logger } = opened;
  await options.beforeRelay?.(opened);
  const linger = LINGER[config.logKind];
  const counts = createRecordCounts(metrics, db);
  health.add('database', () => isAnswering(db));
  // Asked, since a consumer that has nothing to read does not notice that the log has gone.
  health.add('log', () => log.topics().then(() => true));
  const movers: StopStep[] = [];
  if (module === undefined) {
    const relay = startRelay({ db, log, logger, linger, onSent: counts.sent });
    health.add('relay', () => describeRelay(relay.state()));
    movers.push(['relay', () => relay.stop()]);
  }
  const senders = await createSenders(config);
  const http = await createHttpServer({
    ...{ config, logger, metrics, title: options.title, ready: health },
    auth: createTokenVerifier({ ...config, fetch: senders.issuer }),
  });
  const handlers = new Map<string, Handle>();
  const { origin } = options;
  addOperatorRoutes(http, { ...opened, origin, handlerOf: (topic) => handlers.get(topic) });
  const redriveBy = (topics: readonly string[], handle: Handle): void => {
    for (const topic of topics) handlers.set(topic, handle);
  };
  let engine: Engine | undefined;
  // Once it is known who asks: nobody without a token makes the engine's transactions short.
  http.addHook('preValidation', async ({ method, verifiedCaller }) => {
    if (method !== 'GET' && verifiedCaller !== null) engine?.ask();
  });
  const early: StopStep[] = [];
  const consumers: Consumer[] = [];
  return {
    ...{ ...opened, calendar, http, senders, health, metrics, redriveBy },
    async consume(wanted) {
      redriveBy(wanted.topics, wanted.handle);
      const { group, topics, pausable = false } = wanted;
      if (pausable) addPauseRoutes(http, { ...opened, origin, group, topics });
      const consumer = await consume({
        ...{ linger, ...wanted, db, log, logger, onDelivered: counts.delivered(group) },
        ...(pausable ? { guard: guardByPause(group) } : {}),
      });
      consumers.push(consumer);
      health.add(wanted.group, () => describeTopics(consumer.state()));
      consumer.done.catch(context.fail);
      return consumer;
    },
    async startEngine() {
      if (module === undefined) throw new TypeError('the service was opened without an engine');
      const started = await startEngine({ module, config, onFailure: context.fail, counts });
      engine = started;
      health.add('relay', async () => describeRelay((await started.report()).relay));
      health.add(started.group, async () => describeTopics((await started.report()).topics));
      db.onSignal(({ kind }) => {
        if (kind === 'published') started.wake();
      });
      movers.push(['engine', () => started.stop()]);
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
          ...movers,
          ['database', () => db.close()],
          ['log', () => log.close()],
        ],
      };
    },
  };
}

/** What waits for an operator, and how it is released or given up. */
function addOperatorRoutes(
  http: FastifyInstance,
  ports: Omit<Parts, 'calendar'> & {
    readonly origin: string;
    readonly handlerOf: (topic: string) => Handle | undefined;
  },
): void {
  const parked = {
    ...ports,
    record: (tx: Transaction, action: WantedAction) => recordAction(tx, action, ports),
  };
  addParkedRoutes(http, parked);
  addDeadLetterRoutes(http, parked);
}

const PROBE = { name: 'service_probe', text: 'SELECT 1' };

const isAnswering = (db: Database): Promise<boolean> => db.query(PROBE).then(() => true);

const describeRelay = ({ state, code }: RelayState): PartState =>
  state === 'running' || state === 'standby' ? true : { ready: false, reason: code ?? state };

export function describeTopics(topics: readonly TopicState[]): PartState {
  // Paused, it is as its operator wants it: a service that starts meanwhile is ready.
  const stuck = topics.find(({ state, code }) => state !== 'running' && code !== 'paused');
  return stuck === undefined ? true : { ready: false, reason: stuck.code ?? stuck.state };
}
