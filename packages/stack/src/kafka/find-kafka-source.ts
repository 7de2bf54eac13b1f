import { readStackConfig, type StackConfig } from '../config.ts';
import { findEngineObstacle } from './container-engine.ts';
import { hasJars } from './jars.ts';
import { findJava, findMavenObstacle } from './java.ts';
import type { KafkaSource } from './kafka.ts';

/** Each says undefined when it would do, or why not. */
export type Obstacles = {
  engine(config: StackConfig): Promise<string | undefined>;
  java(config: StackConfig): Promise<string | undefined>;
};

export type FoundSource =
  | { readonly source: KafkaSource }
  | { readonly source: undefined; readonly reasons: readonly string[] };

/**
 * Where a broker would come from: KAFKA_BROKERS, or a container engine that answers, or Java with Maven (or with the jars
 * that Maven fetched before). None: what was looked for, and what was found instead.
 */
export const findKafkaSource = (env?: NodeJS.ProcessEnv): Promise<FoundSource> =>
  chooseSource(readStackConfig(env), { engine: findEngineObstacle, java: findJavaObstacle });

export async function chooseSource(config: StackConfig, find: Obstacles): Promise<FoundSource> {
  if (config.kafkaBrokers.length > 0) return { source: 'given' };
  const engine = await find.engine(config);
  if (engine === undefined) return { source: 'container' };
  const java = await find.java(config);
  if (java === undefined) return { source: 'java' };
  return { source: undefined, reasons: ['KAFKA_BROKERS is not set', engine, java] };
}

/** Undefined when brokers can run as processes of our own, or why they cannot. */
export async function findJavaObstacle({
  javaHome,
}: Pick<StackConfig, 'javaHome'>): Promise<string | undefined> {
  const java = await findJava(javaHome);
  if ('reason' in java) return java.reason;
  return hasJars() ? undefined : findMavenObstacle();
}
