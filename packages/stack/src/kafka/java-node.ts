import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitCoordinator, type BrokerAccess, describeCluster } from '@told/event-log-kafka';
import { StackError } from '../errors.ts';
import { readTail } from '../processes/read-tail.ts';
import { type KafkaRuntime, launchBroker } from './jvm.ts';
import type { KafkaNode } from './kafka.ts';
import type { NodePlace } from './node-settings.ts';

/** Many times what an idle machine needs; a broker that ends is noticed at once. */
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
/** The last of several waits five seconds for a quorum that is gone; its records are safe by then. */
const LAST_STOP_TIMEOUT_MS = 1_000;
const POLL_MS = 50;
/** After these a process goes on, or stands still; after all others it ends. */
const SURVIVED: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGCONT', 'SIGTSTP', 'SIGQUIT'];

/** As whom to ask a node whether it is ready. */
export type NodeAccess = Omit<BrokerAccess, 'brokers'>;

export type JavaNode = KafkaNode & {
  readonly access: NodeAccess;
  launch(): void;
  /** Rejects with `kafka-not-started` when the process running now ends. */
  died(): Promise<never>;
  /** SIGTERM; SIGKILL at the deadline, or when `hurry` is aborted. */
  stop(hurry?: AbortSignal): Promise<void>;
};

export function createJavaNode(
  place: NodePlace,
  { settingsFile, logFile }: { readonly settingsFile: string; readonly logFile: string },
  runtime: KafkaRuntime,
  access: NodeAccess,
  /** A process of this node has started. */
  onLaunch: () => void,
): JavaNode {
  let child: ChildProcess | undefined;
  const broker = `127.0.0.1:${place.port}`;

  function launch(): void {
    child = launchBroker(runtime, settingsFile, logFile);
    onLaunch();
  }

  async function died(): Promise<never> {
    if (child && isRunning(child)) await once(child, 'exit');
    const code = child?.exitCode ?? child?.signalCode ?? 'not started';
    throw notStarted(logFile, { node: place.id, code });
  }

  return {
    id: place.id,
    broker,
    logFile,
    dataDir: place.dataDir,
    access,
    launch,
    died,
    pid: () => (isRunning(child) ? child?.pid : undefined),
    async kill(signal) {
      child?.kill(signal);
      if (!SURVIVED.includes(signal)) await waitForEnd(child);
    },
    async start() {
      if (isRunning(child)) return;
      launch();
      await becomesReady(logFile, [this], (signal) =>
        awaitOwnAnswer(place.id, { ...access, brokers: [broker] }, signal),
      );
    },
    async stop(hurry) {
      child?.kill('SIGTERM');
      child?.kill('SIGCONT'); // one that stands still would not hear it
      const end = (): void => void child?.kill('SIGKILL');
      const timer = setTimeout(end, STOP_TIMEOUT_MS);
      hurry?.addEventListener('abort', end, { once: true });
      await waitForEnd(child);
      hurry?.removeEventListener('abort', end);
      clearTimeout(timer);
    },
  };
}

/** Resolves when all nodes form one cluster that coordinates groups. Throws `kafka-not-started`. */
export async function awaitCluster(nodes: readonly JavaNode[]): Promise<void> {
  const brokers = nodes.map(({ broker }) => broker);
  await becomesReady(nodes[0]?.logFile ?? '', nodes, (signal) =>
    awaitCoordinator({
      ...{ ...nodes[0]?.access, brokers },
      ...{ nodes: nodes.length, timeoutMs: READY_TIMEOUT_MS, signal },
    }),
  );
}

/** All at once, and none longer than it takes to close its log. */
export async function stopNodes(nodes: readonly JavaNode[]): Promise<void> {
  const hurry = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = nodes.length;
  await Promise.all(
    nodes.map(async (node) => {
      await node.stop(hurry.signal);
      running -= 1;
      if (running === 1) timer = setTimeout(() => hurry.abort(), LAST_STOP_TIMEOUT_MS);
    }),
  );
  clearTimeout(timer);
}

async function becomesReady(
  logFile: string,
  nodes: readonly JavaNode[],
  ready: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const failures = nodes.map((node) => node.died());
  try {
    await Promise.race([ready(stop.signal), ...failures]);
  } catch (error) {
    if (error instanceof StackError) throw error;
    throw notStarted(logFile, { readyTimeoutMs: READY_TIMEOUT_MS }, error);
  } finally {
    stop.abort();
    for (const failure of failures) failure.catch(() => undefined); // it may end later, and is asked to at the end
  }
}

/** The node itself must know that it is a member: while it is catching up, the others may still list its former self. */
async function awaitOwnAnswer(
  id: number,
  access: BrokerAccess,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      const { brokers } = await describeCluster(access);
      if (brokers.some((one) => one.id === id)) break;
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await sleep(POLL_MS);
  }
  const timeoutMs = Math.max(0, deadline - Date.now());
  await awaitCoordinator({ ...access, nodes: 1, timeoutMs, signal });
}

const notStarted = (
  log: string,
  details: Readonly<Record<string, string | number>>,
  cause?: unknown,
): StackError =>
  new StackError(
    'kafka-not-started',
    { ...details, log },
    new Error(`its log ends with:\n${readTail(log)}`, { cause }),
  );

const isRunning = (child: ChildProcess | undefined): boolean =>
  child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

async function waitForEnd(child: ChildProcess | undefined): Promise<void> {
  if (!child || !isRunning(child)) return;
  child.ref(); // a broker that merely runs must not keep this process alive
  await once(child, 'exit');
}
