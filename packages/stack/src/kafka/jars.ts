import fs from 'node:fs';
import path from 'node:path';
import { StackError } from '../errors.ts';
import { CACHE, INFRA } from '../repository.ts';
import { prepareOnce } from './prepare-once.ts';
import { runMaven } from './run-maven.ts';

const POM = path.join(INFRA, 'kafka/pom.xml');
const POM_TOOLS = path.join(INFRA, 'kafka/pom-tools.xml');

/** Where jars and class archives of this version of Kafka are kept. */
export const kafkaCache = (): string => path.join(CACHE, `kafka-${readKafkaVersion()}`);

/** It is written in infra/kafka/pom.xml and nowhere else. */
export function readKafkaVersion(): string {
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
    const version = readKafkaVersion();
    onProgress?.(`fetching Kafka ${version} with Maven, once`);
    const settings = [`-Dkafka.version=${version}`, `-DoutputDirectory=${partial}`];
    await runMaven(pom, 'copy-dependencies', settings).catch((error: unknown) => {
      if (error instanceof StackError) throw error;
      throw new StackError('kafka-not-fetched', { pom }, error);
    });
  });
  // A class archive is only good for the same class path in the same order.
  const jars = fs.readdirSync(folder).filter((file) => file.endsWith('.jar'));
  return jars
    .sort()
    .map((jar) => path.join(folder, jar))
    .join(path.delimiter);
}
