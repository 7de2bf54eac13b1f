import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { JavaTool } from './java-tool.ts';
import { bareValueBytes, batchBytes } from './record-bytes.ts';
import { RECORD_SHAPE, type Work } from './work.ts';

/** As kafka-producer-perf-test.sh and kafka-run-class.sh start it. */
const JVM_FLAGS = [
  '-Xmx512M',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-Djava.awt.headless=true',
];
const MAIN_CLASS = 'org.apache.kafka.tools.ProducerPerformance';
/** How finely it tells what was acknowledged when. */
const REPORT_EVERY_MS = 100;
const TIMEOUT_MS = 120_000;
const ERROR_CHARS_MAX = 4_000;

export type Progressed = { readonly records: number; readonly seconds: number };

/**
 * Kafka's own producer benchmark: records as long as the product's (it sends no keys and no headers, so its values make up
 * for them), batches of as many records, acks of all.
 * @param onEdge called when its warm-up is over, and at its end; with its process id
 */
export async function runProducerPerformance(
  { java, classPath }: Pick<JavaTool, 'java' | 'classPath'>,
  work: Work,
  onEdge: (pid: number | undefined) => void,
): Promise<Progressed> {
  const child = spawn(java, [...JVM_FLAGS, '-cp', classPath, MAIN_CLASS, ...argumentsOf(work)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-ERROR_CHARS_MAX);
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (isWarm(line) || isTotal(line)) onEdge(child.pid);
    lines.push(line);
  }
  await ended;
  clearTimeout(timer);
  if (child.exitCode !== 0)
    throw new Error(`ProducerPerformance ends well (exit=${child.exitCode})\n${errors}`);
  return readSteadyRate(lines, work.warmUpRecords + work.records);
}

const argumentsOf = (work: Work): readonly string[] => [
  ...['--bootstrap-server', work.brokers.join(',')],
  ...['--topic', work.topic],
  ...['--num-records', String(work.warmUpRecords + work.records)],
  ...['--warmup-records', String(work.warmUpRecords)],
  ...['--record-size', String(bareValueBytes(RECORD_SHAPE))],
  ...['--throughput', '-1'],
  ...['--reporting-interval', String(REPORT_EVERY_MS)],
  '--command-property',
  'acks=all',
  `batch.size=${batchBytes(work.batchRecords, RECORD_SHAPE)}`,
];

const isWarm = (line: string): boolean => line.startsWith('In steady state');
const isTotal = (line: string): boolean => /^\d+ records sent, .* 99\.9th\.$/.test(line);
const COUNTED = /^(\d+) records sent, ([\d.]+) records\/sec/;

/**
 * What was acknowledged after the warm-up, and in what time. Its own steady-state line is not used: that counts only records
 * handed over after the warm-up, while the time also went on those that still waited in its buffer, up to 32 MB of them.
 */
export function readSteadyRate(lines: readonly string[], records: number): Progressed {
  const warmAt = lines.findIndex(isWarm);
  const total = lines.find(isTotal);
  if (warmAt < 0 || total === undefined)
    throw new Error('ProducerPerformance tells when it is warm, and its total');
  const all = readCounted(total);
  const early = lines.slice(0, warmAt).map(readCounted).reduce(add, { records: 0, seconds: 0 });
  if (all.records !== records)
    throw new Error(`ProducerPerformance sends what it was asked to (sent=${all.records})`);
  return { records: all.records - early.records, seconds: all.seconds - early.seconds };
}

const add = (a: Progressed, b: Progressed): Progressed => ({
  records: a.records + b.records,
  seconds: a.seconds + b.seconds,
});

function readCounted(line: string): Progressed {
  const [, count, rate] = COUNTED.exec(line) ?? [];
  const records = Number(count ?? 0);
  return { records, seconds: records === 0 ? 0 : records / Number(rate) };
}
