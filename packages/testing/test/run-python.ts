import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readTestPython } from '../../../tools/read-test-kafka.ts';
import type { RunningArea } from '../src/trials/start-area.ts';

const PROGRAMS = path.join(import.meta.dirname, '../foreign/python');

export interface PythonRun {
  readonly code: number | null;
  /** What it printed, one JSON text a line. */
  readonly lines: readonly unknown[];
  readonly err: string;
}

export interface PythonOptions {
  readonly agency: string;
  /** Where it works, and keeps what it keeps. */
  readonly dir: string;
  readonly input?: string;
}

/** Runs a program of foreign/python as an agency, with the agency's own login, and waits for its end. */
export async function runPython(
  { stack }: RunningArea,
  [program = '', ...args]: readonly string[],
  { agency, dir, input = '' }: PythonOptions,
): Promise<PythonRun> {
  if (stack.log.kind !== 'kafka') throw new TypeError('a Kafka client needs brokers');
  const child = spawn(readTestPython(), [path.join(PROGRAMS, program), ...args], {
    cwd: dir,
    stdio: 'pipe',
    env: {
      PYTHONDONTWRITEBYTECODE: '1',
      TOLD_AGENCY: agency,
      TOLD_BROKERS: stack.log.brokers.join(','),
      TOLD_REGISTRY_URL: stack.registry.url,
    },
  });
  child.stdin.on('error', () => undefined); // it may end without having read all
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const lines = out.split('\n').filter((line) => line !== '');
  return { code, lines: lines.map((line) => JSON.parse(line) as unknown), err };
}

/** A notice as `office.py tell` takes it. */
export function writeNotice(dir: string, notice: object): string {
  const file = path.join(dir, 'notice.json');
  fs.writeFileSync(file, JSON.stringify(notice));
  return file;
}
