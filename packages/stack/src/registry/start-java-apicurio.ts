import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readStackConfig } from '../config.ts';
import { StackError } from '../errors.ts';
import { startGuard } from '../kafka/guard.ts';
import type { Java } from '../kafka/java.ts';
import { takePort } from '../ports.ts';
import { isRunning, stopChild, waitForEnd } from '../processes/child-process.ts';
import { identifyProcess } from '../processes/process-state.ts';
import { readTail } from '../processes/read-tail.ts';
import { lockFolder } from '../stack/folder-lock.ts';
import { createUndo, type Undo } from '../stack/undo.ts';
import { type ApicurioOptions, CONFLUENT_PATH, describeApicurio } from './apicurio-settings.ts';
import { awaitAnswer } from './await-answer.ts';
import { fetchApicurio } from './fetch-apicurio.ts';
import { findApicurioJava } from './find-apicurio-java.ts';
import type { Registry, RegistryProcess } from './registry.ts';

/** Many times what an idle machine needs; a process that ends is noticed at once. */
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;
/** Quick to start and small, rather than fast: its answers are kept by those who ask. */
const FLAGS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-XX:-UsePerfData'];
/** After these a process goes on, or stands still; after all others it ends. */
const SURVIVED: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGCONT'];

/**
 * Apicurio as a child process on loopback. What an earlier start of this folder left running is ended first; if this process is
 * killed, it is ended within seconds. Throws StackError `apicurio-unavailable`, `maven-missing`, `apicurio-not-fetched`, `port-taken`,
 * `apicurio-not-started`, `stack-running`.
 */
export async function startJavaApicurio(options: ApicurioOptions): Promise<Registry> {
  const undo = createUndo();
  try {
    return await startProcess(options, undo);
  } catch (error) {
    await undo.all().catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
}

async function startProcess(options: ApicurioOptions, undo: Undo): Promise<Registry> {
  const { dir, database, onProgress } = options;
  const lock = await lockFolder(dir);
  undo.later(() => lock.release());
  const config = readStackConfig();
  const java = await findApicurioJava(config);
  if ('reason' in java) throw new StackError('apicurio-unavailable', { found: java.reason });
  const jar = await fetchApicurio(onProgress);
  const port = await takePort(options.port);
  const guard = startGuard();
  undo.later(() => guard.release());
  const url = `http://127.0.0.1:${port}${CONFLUENT_PATH}`;
  const logFile = path.join(dir, 'apicurio.log');
  const process = watchProcess({
    ...{ url, logFile },
    launch() {
      const child = launch(
        java,
        jar,
        { PATH: config.path, ...describeApicurio(database, port) },
        logFile,
      );
      const pids = child.pid === undefined ? [] : [child.pid];
      lock.recordChildren(pids);
      guard.watch(pids.flatMap((pid) => identifyProcess(pid) ?? []));
      return child;
    },
  });
  undo.later(() => process.stop());
  await process.start();
  return { kind: 'apicurio', url, process, close: () => undo.all() };
}

/** With its output in `logFile`. In its own process group: Ctrl-C must reach Node first. */
function launch(
  java: Java,
  jar: string,
  env: Readonly<Record<string, string>>,
  logFile: string,
): ChildProcess {
  const output = fs.openSync(logFile, 'a');
  const child = spawn(java.command, [...FLAGS, '-jar', jar], {
    env: { ...env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  child.once('error', (error) => fs.appendFileSync(logFile, `${error.message}\n`));
  fs.closeSync(output);
  child.unref();
  return child;
}

interface Watched {
  readonly url: string;
  readonly logFile: string;
  launch(): ChildProcess;
}

function watchProcess({ url, logFile, launch: launchOne }: Watched): RegistryProcess & {
  stop(): Promise<void>;
} {
  let child: ChildProcess | undefined;
  const notStarted = (details: Readonly<Record<string, string | number>>, cause?: unknown) =>
    new StackError(
      'apicurio-not-started',
      { ...details, log: logFile },
      new Error(`its log ends with:\n${readTail(logFile)}`, { cause }),
    );
  return {
    logFile,
    pid: () => (child && isRunning(child) ? child.pid : undefined),
    async kill(signal) {
      child?.kill(signal);
      if (child && !SURVIVED.includes(signal)) await waitForEnd(child);
    },
    async start() {
      if (child && isRunning(child)) return;
      const started = launchOne();
      child = started;
      const stop = new AbortController();
      const ended = waitForEnd(started).then(() => {
        throw notStarted({ code: started.exitCode ?? started.signalCode ?? 'not started' });
      });
      try {
        await Promise.race([awaitAnswer(url, READY_TIMEOUT_MS, stop.signal), ended]);
      } catch (error) {
        if (error instanceof StackError) throw error;
        throw notStarted({ readyTimeoutMs: READY_TIMEOUT_MS }, error);
      } finally {
        stop.abort();
        ended.catch(() => undefined); // it may end later, and is asked to at the end
        started.unref();
      }
    },
    async stop() {
      if (child) await stopChild(child, STOP_TIMEOUT_MS);
    },
  };
}
