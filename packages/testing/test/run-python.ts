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
  /** It shows the agency's certificate instead of its password. */
  readonly byCertificate?: boolean;
}

/** Runs a program of foreign/python as an agency, with the agency's own login to a secured log, and waits for its end. */
export async function runPython(
  { stack }: RunningArea,
  [program = '', ...args]: readonly string[],
  { agency, dir, input = '', byCertificate = false }: PythonOptions,
): Promise<PythonRun> {
  const child = spawn(readTestPython(), [path.join(PROGRAMS, program), ...args], {
    cwd: dir,
    stdio: 'pipe',
    env: {
      PYTHONDONTWRITEBYTECODE: '1',
      TOLD_AGENCY: agency,
      TOLD_REGISTRY_URL: stack.registry.url,
      ...describeAccess(stack.log, { agency, dir, byCertificate }),
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

function describeAccess(
  log: RunningArea['stack']['log'],
  { agency, dir, byCertificate }: PythonOptions,
): Readonly<Record<string, string>> {
  if (log.kind !== 'kafka' || !log.tls || !log.users || !log.certificates)
    throw new TypeError('a foreign client logs in to a secured Kafka');
  const caFile = path.join(dir, 'ca.pem');
  fs.writeFileSync(caFile, log.tls.ca);
  if (!byCertificate)
    return {
      TOLD_BROKERS: log.brokers.join(','),
      TOLD_CA_FILE: caFile,
      TOLD_PASSWORD: log.users[agency] ?? '',
    };
  const { brokers, dir: certificates } = log.certificates;
  return {
    TOLD_BROKERS: brokers.join(','),
    TOLD_CA_FILE: caFile,
    TOLD_CERT_FILE: path.join(certificates, `${agency}.pem`),
    TOLD_KEY_FILE: path.join(certificates, `${agency}.key`),
  };
}

/** A notice as `office.py tell` takes it. */
export function writeNotice(dir: string, notice: object): string {
  const file = path.join(dir, 'notice.json');
  fs.writeFileSync(file, JSON.stringify(notice));
  return file;
}
