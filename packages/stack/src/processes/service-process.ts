import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from '../errors.ts';
import { askWhetherReady } from './ask-whether-ready.ts';
import { isRunning, stopChild, waitForEnd } from './child-process.ts';
import { readTail } from './read-tail.ts';
import { type Heap, SERVICE_MALLOC, SERVICE_NODE_FLAGS } from './service-memory.ts';

/** Many times what an idle machine needs; one that ends is noticed at once. */
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 25;
const ANSWER_TIMEOUT_MS = 2_000;
const CHILD_GUARD = path.join(import.meta.dirname, 'child-guard.mjs');

export type ServiceOptions = {
  readonly name: string;
  /** The program: `services/<name>/src/main.ts`. */
  readonly main: string;
  readonly heap: Heap;
  /** Modules loaded before it (`--import`). */
  readonly preload?: readonly string[];
  /** The whole environment but for the allocator's; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it will listen; `/health/ready` there tells when it is ready. */
  readonly url: string;
  /** Output goes to `<logDir>/<name>.log`. */
  readonly logDir: string;
  readonly readyTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
  /** Aborted: stop waiting for readiness and end it. */
  readonly signal?: AbortSignal | undefined;
};

export type ServiceProcess = {
  readonly name: string;
  readonly url: string;
  readonly log: string;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process running now has ended, with its exit code or signal. */
  ended(): Promise<string>;
  /** Ends it if it runs, starts it again and waits until it is ready. `env` changes single variables; `signal` aborted ends what is not ready. */
  restart(env?: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  /** SIGTERM; SIGKILL at the deadline. Stopping what does not run is fine. */
  stop(): Promise<void>;
};

/**
 * Starts a service as a Node process of its own and resolves when it is ready. It is in a process group of its own, so
 * that Ctrl-C reaches the stack first, which stops services in order. Throws StackError `service-ended` or
 * `service-not-ready`, whose cause shows the end of the log; the process is gone then.
 */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const { stopTimeoutMs = STOP_TIMEOUT_MS } = options;
  const log = path.join(options.logDir, `${options.name}.log`);
  let child = await launchUntilReady(options, log);
  return {
    name: options.name,
    url: options.url,
    log,
    pid: () => (isRunning(child) ? child.pid : undefined),
    kill: (signal) => void child.kill(signal),
    async ended() {
      const running = child;
      await waitForEnd(running);
      return nameEnd(running);
    },
    async restart(env = {}, signal = options.signal) {
      await stopChild(child, stopTimeoutMs);
      child = await launchUntilReady({ ...options, signal, env: { ...options.env, ...env } }, log);
    },
    stop: () => stopChild(child, stopTimeoutMs),
  };
}

async function launchUntilReady(options: ServiceOptions, log: string): Promise<ChildProcess> {
  const child = launch(options, log);
  try {
    await waitUntilReady(child, options, log);
  } catch (error) {
    child.kill('SIGKILL');
    await waitForEnd(child);
    throw error;
  }
  return child;
}

function launch(
  { logDir, heap, preload = [], main, env }: ServiceOptions,
  log: string,
): ChildProcess {
  fs.mkdirSync(logDir, { recursive: true });
  const output = fs.openSync(log, 'a');
  const imports = [...preload, CHILD_GUARD].flatMap((file) => ['--import', file]);
  const child = spawn(process.execPath, [...SERVICE_NODE_FLAGS[heap], ...imports, main], {
    env: { ...SERVICE_MALLOC, ...env },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  child.once('error', (error) => fs.appendFileSync(log, `${error.message}\n`));
  fs.closeSync(output);
  return child;
}

async function waitUntilReady(child: ChildProcess, options: ServiceOptions, log: string) {
  const readyTimeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS;
  const deadline = Date.now() + readyTimeoutMs;
  let answer = 'no answer yet';
  while (Date.now() < deadline) {
    options.signal?.throwIfAborted();
    if (!isRunning(child)) {
      throw failed('service-ended', { service: options.name, code: nameEnd(child), log });
    }
    answer = await askWhetherReady(`${options.url}/health/ready`, ANSWER_TIMEOUT_MS);
    if (answer === 'ready') return;
    await sleep(POLL_MS);
  }
  throw failed('service-not-ready', { service: options.name, readyTimeoutMs, log }, answer);
}

const nameEnd = ({ exitCode, signalCode }: ChildProcess): string =>
  String(exitCode ?? signalCode ?? 'not started');

function failed(
  code: 'service-ended' | 'service-not-ready',
  details: Readonly<Record<string, string | number>> & { readonly log: string },
  answer?: string,
): StackError {
  const said = answer ? `/health/ready says: ${answer}\n` : '';
  return new StackError(
    code,
    details,
    new Error(`${said}its log ends with:\n${readTail(details.log)}`),
  );
}
