import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { CodecUse } from '@told/codec';
import type { BaseConfig } from '../config/base-config.ts';
import { type Consumer, consume } from '../database/consume.ts';
import { type Relay, startRelay } from '../database/start-relay.ts';
import { createLogger } from '../log/create-logger.ts';
import { shrinkWhenIdle } from '../run/shrink-when-idle.ts';
import { type StopStep, stopInOrder } from '../run/stop-in-order.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';
import { LINGER, openParts, type Parts } from './open-parts.ts';

/** `C` is the configuration of the service that starts it. */
export interface EngineOptions<C extends BaseConfig> {
  /** As the service that starts it was opened with. */
  readonly origin: string;
  /** What it writes and reads. */
  readonly uses: (config: C) => readonly CodecUse[];
  /** What it consumes, and how. */
  readonly consumer: (parts: Parts, config: C) => Promise<ConsumerOptions>;
}

/** Of the processor, the engine takes what those who wait for an answer leave. */
const NICENESS = 10;
const THIS_THREAD = 0;
/**
 * While people wait for answers, a transaction takes no more records than this: on two cores each statement of a large one keeps one of them
 * for tens of milliseconds, and an answer needs a core a dozen times.
 */
const RECORDS_WHILE_ASKED = 50;
const ASKED_FOR_MS = 1_000;

/**
 * Runs the relay and a consumer in this thread, with a database, a log and a codec of their own, until it is told to stop. A failure that
 * no waiting mends ends the thread, and `startEngine` tells of it. It is the whole of a module that `startEngine` is given.
 */
export async function runEngine<C extends BaseConfig>(options: EngineOptions<C>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new TypeError('an engine runs in a thread of its own');
  const config = workerData as C;
  const tell = (message: FromEngine): void => port.postMessage(message);
  os.setPriority(THIS_THREAD, NICENESS);
  const logger = createLogger(config);
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve());
  });
  const context = { logger, signal: stopping.signal };
  const parts = await openParts({
    ...{ config, context, origin: options.origin },
    uses: options.uses(config),
  });
  const linger = LINGER[config.logKind];
  const wanted = await options.consumer(parts, config);
  const relay = startRelay({
    ...{ ...parts, linger },
    onSent: ({ records }) => tell({ kind: 'sent', records }),
  });
  let askedMs = Number.NEGATIVE_INFINITY;
  const isAsked = (): boolean => performance.now() - askedMs < ASKED_FOR_MS;
  const consumer = await consume({
    ...{ linger, ...wanted, ...parts },
    goesAlone: isAsked,
    recordsAtOnce: () => (isAsked() ? RECORDS_WHILE_ASKED : Number.POSITIVE_INFINITY),
    onDelivered: ({ topic, records }) => tell({ kind: 'delivered', topic, records }),
  });
  port.on('message', ({ kind }: ToEngine) => {
    if (kind === 'stop') stopping.abort();
    if (kind === 'published') relay.wake();
    if (kind === 'asked') askedMs = performance.now();
    if (kind === 'report') tell({ kind: 'report', relay: relay.state(), topics: consumer.state() });
  });
  shrinkWhenIdle();
  tell({ kind: 'started', group: wanted.group });
  await Promise.race([stopped, consumer.done]);
  await stopInOrder(stepsOf(relay, consumer, parts), logger);
  logger.flush();
  port.close();
}

const stepsOf = (relay: Relay, consumer: Consumer, { db, log }: Parts): readonly StopStep[] => [
  ['consumers', () => consumer.stop()],
  ['relay', () => relay.stop()],
  ['database', () => db.close()],
  ['log', () => log.close()],
];
