import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readStackConfig } from '../packages/stack/src/config.ts';
import { StackError } from '../packages/stack/src/errors.ts';
import { findEngineObstacle } from '../packages/stack/src/kafka/container-engine.ts';
import { findJavaObstacle } from '../packages/stack/src/kafka/find-kafka-source.ts';
import { type Kafka, startKafka } from '../packages/stack/src/kafka/index.ts';
import { isAlive } from '../packages/stack/src/processes/process-state.ts';

/** The maker's process id is in the folder's name, so that a later run finds what a killed one left behind. */
const PREFIX = 'told-test-kafka-';
/** Tests of failing members must not wait six seconds, Kafka's own least, to see one expire. */
const SESSION_MS_MIN = 500;
/** What a broker refuses less than, unless it was told otherwise. */
const SESSION_MS_MIN_DEFAULT = 6_000;

type Running = { readonly kafka: Kafka; readonly dir: string };
let running: Running | undefined;

/** What tests find in the variable TEST_KAFKA. */
export type TestKafka = Pick<Kafka, 'brokers' | 'source'> & {
  /** The shortest lease that the brokers grant. */
  readonly leaseMsMin: number;
};

/**
 * One broker for all tests of a run, in a temporary folder; KAFKA_BROKERS replaces it. Where none can be had: the reason.
 * Throws it when `required`.
 */
export async function startTestKafka(
  required: boolean,
): Promise<TestKafka | { readonly missing: string }> {
  removeAbandoned(os.tmpdir());
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    const kafka = await startKafka({
      dir,
      settings: { 'group.min.session.timeout.ms': String(SESSION_MS_MIN) },
      onProgress: (what) => process.stderr.write(`Kafka for tests: ${what}\n`),
    });
    running = { kafka, dir };
    const leaseMsMin = kafka.source === 'given' ? SESSION_MS_MIN_DEFAULT : SESSION_MS_MIN;
    return { brokers: kafka.brokers, source: kafka.source, leaseMsMin };
  } catch (error) {
    fs.rmSync(dir, { recursive: true, force: true });
    if (required || !(error instanceof StackError)) throw error;
    return { missing: error.message };
  }
}

export async function stopTestKafka(): Promise<void> {
  if (!running) return;
  const { kafka, dir } = running;
  running = undefined;
  await kafka.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}

/** Why tests cannot start clusters of their own from these sources, if they cannot. */
export const describeEngineObstacle = (): Promise<string | undefined> =>
  findEngineObstacle(readStackConfig());
export const describeJavaObstacle = (): Promise<string | undefined> =>
  findJavaObstacle(readStackConfig());

/** Folders of runs that were killed; their brokers have ended with them. Returns the folders removed. */
export function removeAbandoned(parent: string): string[] {
  const abandoned = fs.readdirSync(parent).filter((name) => {
    const maker = name.startsWith(PREFIX) && /^\d+/.exec(name.slice(PREFIX.length))?.[0];
    return maker && !isAlive(Number(maker));
  });
  for (const name of abandoned)
    fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  return abandoned;
}
