import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { FromContender, ToContender } from './contend.ts';

/** A contender that has not finished by then is stuck. */
const TIMEOUT_MS = 120_000;
/** The end of what it said before it failed. */
const ERROR_CHARS_MAX = 4_000;

type Report = Extract<FromContender, { readonly done: number }> &
  Extract<FromContender, { readonly figures: object }>;

/**
 * Starts a program that calls `contend`, has it warm up and work, and answers its report once it has ended.
 * @param onEdge called right before the measured work, and right after its report
 */
export async function runContender<Work>(
  program: string,
  work: Work,
  onEdge: () => void,
  timeoutMs = TIMEOUT_MS,
  nodeFlags: readonly string[] = [],
): Promise<Report> {
  const execArgv = [...process.execArgv, ...nodeFlags];
  const child = fork(program, { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const send = (message: ToContender<Work>): void => void child.send(message as object);
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors = (errors + chunk).slice(-ERROR_CHARS_MAX);
  });
  let report: Partial<Report> = {};
  child.on('message', (message: FromContender) => {
    if (!('figures' in message)) onEdge();
    if ('warm' in message) send({ go: true });
    else report = { ...report, ...message };
  });
  send({ work });
  await endOf(child);
  clearTimeout(timer);
  if (!isWhole(report) || child.exitCode !== 0)
    throw new Error(
      `a contender reports and ends well (exit=${child.exitCode} signal=${child.signalCode})\n${errors}`,
    );
  return report;
}

const isWhole = (report: Partial<Report>): report is Report =>
  report.done !== undefined && report.figures !== undefined;

async function endOf(child: ChildProcess): Promise<void> {
  await once(child, 'close');
}
