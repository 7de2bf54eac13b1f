import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../errors.ts';
import { CACHE, INFRA } from '../repository.ts';
import { findMavenObstacle } from './java.ts';
import { prepareOnce } from './prepare-once.ts';

const POM = path.join(INFRA, 'kafka/pom.xml');
const POM_TOOLS = path.join(INFRA, 'kafka/pom-tools.xml');
const GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.7.1:copy-dependencies';
/** 43 MB, seven seconds on a good line; more than this is a line that does not answer. */
const FETCH_TIMEOUT_MS = 300_000;
const OUTPUT_CHARS = 2_000;

const run = promisify(execFile);

/** Where jars and class archives of this version of Kafka are kept. */
export const kafkaCache = (): string => path.join(CACHE, `kafka-${readKafkaVersion()}`);

function readKafkaVersion(): string {
  const [, version] = /<kafka\.version>(.+?)</.exec(fs.readFileSync(POM, 'utf8')) ?? [];
  if (!version) throw new Error(`${POM} names no kafka.version`);
  return version;
}

/** Whether a broker's jars are there already, so that Maven is not needed. */
export const hasJars = (): boolean => fs.existsSync(path.join(kafkaCache(), 'broker'));

/** The broker's class path; its jars are fetched by Maven once. Throws `maven-missing`, `kafka-not-fetched`. */
export const fetchBrokerJars = (onProgress?: (what: string) => void): Promise<string> =>
  fetchJars(POM, 'broker', onProgress);

/** The class path of Kafka's command line programs, fetched in the same way; for measurements. */
export const fetchToolJars = (onProgress?: (what: string) => void): Promise<string> =>
  fetchJars(POM_TOOLS, 'tools', onProgress);

async function fetchJars(
  pom: string,
  name: string,
  onProgress?: (what: string) => void,
): Promise<string> {
  const folder = path.join(kafkaCache(), name);
  await prepareOnce(folder, async (partial) => {
    const obstacle = await findMavenObstacle();
    if (obstacle) throw new StackError('maven-missing', { found: obstacle });
    onProgress?.(`fetching Kafka ${readKafkaVersion()} with Maven, once`);
    await fetchInto(partial, pom);
  });
  // A class archive is only good for the same class path in the same order.
  const jars = fs.readdirSync(folder).filter((file) => file.endsWith('.jar'));
  return jars
    .sort()
    .map((jar) => path.join(folder, jar))
    .join(path.delimiter);
}

async function fetchInto(folder: string, pom: string): Promise<void> {
  const version = `-Dkafka.version=${readKafkaVersion()}`;
  const quiet = ['-q', '-B', '-Dstyle.color=never'];
  const args = [...quiet, '-f', pom, version, GOAL, `-DoutputDirectory=${folder}`];
  try {
    await run('mvn', args, { timeout: FETCH_TIMEOUT_MS });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said = `${stdout}${stderr}`.slice(0, OUTPUT_CHARS);
    throw new StackError('kafka-not-fetched', { pom }, new Error(said, { cause: error }));
  }
}
