import { fork } from 'node:child_process';
import { once } from 'node:events';
import { SERVICE_NODE_FLAGS } from '@told/stack';
import { readProcessorTime } from './processor-time.ts';
import type { FromServer, ToServer } from './serve.ts';

/** The end of what it said before it failed. */
const ERROR_CHARS_MAX = 4_000;
/** Who has not listened, or ended, by then is stuck. */
const TIMEOUT_MS = 60_000;

export type ServerProgram = {
  readonly url: string;
  /** User and system time of its process so far. */
  processorTime(): number | undefined;
  /** Rejects when it ended badly. */
  stop(): Promise<void>;
};

/** Starts a program that calls `serve`, with the heap of a service of the stack. Rejects with what it said when it does not come to listen. */
export async function startServer<Work>(program: string, work: Work): Promise<ServerProgram> {
  const child = fork(program, {
    execArgv: [...SERVICE_NODE_FLAGS.roomy],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors = (errors + chunk).slice(-ERROR_CHARS_MAX);
  });
  const closed = once(child, 'close');
  const send = (message: ToServer<Work>): void => void child.send(message as object);
  const failed = (): Error =>
    new Error(
      `a server listens and ends well (exit=${child.exitCode} signal=${child.signalCode})\n${errors}`,
    );
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const listening = once(child, 'message') as Promise<[FromServer]>;
  send({ work });
  const first = await Promise.race([listening, closed.then(() => undefined)]);
  clearTimeout(timer);
  if (first === undefined) throw failed();
  return {
    url: first[0].url,
    processorTime: () => readProcessorTime(child.pid),
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
      if (child.connected) send({ stop: true });
      await closed;
      clearTimeout(late);
      if (child.exitCode !== 0) throw failed();
    },
  };
}
