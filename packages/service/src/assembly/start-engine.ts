import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BaseConfig } from '../config/base-config.ts';
import type { EngineReport, FromEngine, ToEngine } from './engine-messages.ts';
import type { RecordCounts } from './record-counts.ts';

export interface StartEngineOptions {
  /** A module that calls `runEngine`. */
  readonly module: URL;
  /** Handed to the module; plain values only. */
  readonly config: BaseConfig;
  /** Told once, when the engine has ended unasked. */
  readonly onFailure: (error: unknown) => void;
  readonly counts: RecordCounts;
}

export interface Engine {
  /** The group that it consumes as. */
  readonly group: string;
  /** Asked of the thread itself: no answer comes while it is stuck. */
  report(): Promise<EngineReport>;
  /** Tells it of a publication, which its relay would find a quarter of a second later. */
  wake(): void;
  /** Tells it that somebody waits for an answer that writes; for a second its transactions are short. */
  ask(): void;
  /** Resolves when what was under way is finished. */
  stop(): Promise<void>;
}

/** With a limit near what the gateway's engine holds at full load (256), collecting garbage took as much as the work. */
const OLD_SPACE_MB = 320;

/** Of many who ask, an engine hears five times a second. */
const TELL_EVERY_MS = 200;

/**
 * Starts relay and consumer in a thread of their own: an answer over HTTP then never waits until a batch has been worked through.
 * Rejects when the engine cannot start.
 */
export async function startEngine({
  module,
  config,
  onFailure,
  counts,
}: StartEngineOptions): Promise<Engine> {
  const worker = new Worker(module, {
    workerData: config,
    resourceLimits: { maxOldGenerationSizeMb: OLD_SPACE_MB },
  });
  const tell = (message: ToEngine): void => worker.postMessage(message);
  const started = Promise.withResolvers<string>();
  let asked: PromiseWithResolvers<EngineReport> | undefined;
  let countDelivered: ReturnType<RecordCounts['delivered']> | undefined;
  let isStopping = false;
  let toldMs = Number.NEGATIVE_INFINITY;
  const end = (error: unknown): void => {
    started.reject(error);
    if (!isStopping) onFailure(error);
    isStopping = true;
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the engine has ended')));
  worker.on('message', (message: FromEngine) => {
    if (message.kind === 'started') {
      countDelivered = counts.delivered(message.group);
      started.resolve(message.group);
    }
    if (message.kind === 'delivered') countDelivered?.(message);
    if (message.kind === 'sent') counts.sent(message);
    if (message.kind !== 'report') return;
    asked?.resolve(message);
    asked = undefined;
  });
  const group = await started.promise;
  return {
    group,
    report() {
      if (asked !== undefined) return asked.promise;
      asked = Promise.withResolvers();
      tell({ kind: 'report' });
      return asked.promise;
    },
    wake: () => tell({ kind: 'published' }),
    ask() {
      const nowMs = performance.now();
      if (nowMs - toldMs < TELL_EVERY_MS) return;
      toldMs = nowMs;
      tell({ kind: 'asked' });
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      const exited = once(worker, 'exit');
      tell({ kind: 'stop' });
      await exited;
    },
  };
}
