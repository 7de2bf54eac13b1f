import { rename, rm, writeFile } from 'node:fs/promises';
import closeWithGrace from 'close-with-grace';
import type { Logger } from '../log/create-logger.ts';
import { serializeError } from '../log/serialize-error.ts';
import { shrinkWhenIdle } from './shrink-when-idle.ts';
import { type StopStep, stopInOrder } from './stop-in-order.ts';
import { watchParent } from './watch-parent.ts';

/** 0: stopped as asked. 1: failed, or did not stop in time. 70 (sysexits.h EX_SOFTWARE): could not start. 78: the environment is unfit (readConfigOrExit). */
export const EXIT_CODES = { stopped: 0, failed: 1, startFailed: 70, unfit: 78 } as const;

export interface ServiceContext {
  readonly logger: Logger;
  /** Aborted when the service begins to stop. */
  readonly signal: AbortSignal;
  /** Ends the service with exit code 1: for a failure that only a new start can mend. */
  readonly fail: (error: unknown) => void;
}

export interface RunningService {
  /** Where it listens. */
  readonly url?: string;
  /** In order: stop accepting and drain (`http`), stop reading (`consumers`), stop sending (`relay`), close (`database`, `log`). */
  readonly stop: readonly StopStep[] | (() => Promise<void>);
}

export interface RunServiceOptions {
  readonly config: { readonly stopDeadlineMs: number; readonly readyFile?: string | undefined };
  readonly logger: Logger;
  readonly start: (context: ServiceContext) => Promise<RunningService>;
}

/**
 * Runs a service from start to exit. Stops on SIGTERM, SIGINT, the parent's death, an uncaught error or `fail`; each within the deadline, and the exit
 * code says which. Tells its parent `{ type: 'listening', url }` over IPC, and writes the ready file.
 */
export async function runService(options: RunServiceOptions): Promise<void> {
  const { config, logger } = options;
  const stopping = new AbortController();
  let running: RunningService | undefined;
  let failure: unknown;

  const grace = closeWithGrace(
    {
      delay: config.stopDeadlineMs,
      logger: false,
      skip: ['beforeExit'],
      onTimeout: () => giveUp(options),
    },
    async ({ err, signal }) => {
      stopping.abort();
      const cause = err ?? failure;
      if (cause !== undefined) logger.fatal({ err: cause }, 'service failed');
      logger.info({ signal }, 'service stopping');
      if (config.readyFile !== undefined) await rm(config.readyFile, { force: true });
      try {
        await stopInOrder(running?.stop ?? [], logger);
        logger.info('service stopped');
      } finally {
        await flush(logger);
      }
      // close-with-grace answers a rejection with exit code 1, and an own `err` too.
      if (failure !== undefined) throw failure;
    },
  );
  watchParent(() => {
    logger.warn('parent process is gone');
    grace.close();
  });
  const fail = (error: unknown) => {
    failure ??= error ?? new Error('a part of the service failed');
    grace.close();
  };

  try {
    running = await options.start({ logger, signal: stopping.signal, fail });
  } catch (error) {
    if (stopping.signal.aborted) return;
    logger.fatal({ err: error }, 'service could not start');
    process.stderr.write(`the service could not start: ${JSON.stringify(serializeError(error))}\n`);
    await flush(logger);
    process.exit(EXIT_CODES.startFailed);
  }
  if (stopping.signal.aborted) await stopInOrder(running.stop, logger);
  else {
    shrinkWhenIdle();
    await announce(running.url, options);
  }
}

async function announce(
  url: string | undefined,
  { config, logger }: RunServiceOptions,
): Promise<void> {
  logger.info({ origin: url }, 'listening');
  if (config.readyFile !== undefined) {
    // Renamed into place, so that nobody reads half of it.
    await writeFile(`${config.readyFile}.new`, `${url ?? ''}\n`, { mode: 0o600 });
    await rename(`${config.readyFile}.new`, config.readyFile);
  }
  if (process.connected === true) process.send?.({ type: 'listening', url });
}

function giveUp({ config, logger }: RunServiceOptions): void {
  logger.error({ deadlineMs: config.stopDeadlineMs }, 'service did not stop in time');
  logger.flush();
}

/** Long enough for a disk or a pipe; a pipe whose reader has died never says that it is done. */
const FLUSH_MS_MAX = 500;

function flush(logger: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, FLUSH_MS_MAX);
  logger.flush(() => resolve());
  return promise;
}
