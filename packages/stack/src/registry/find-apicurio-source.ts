import type { StackConfig } from '../config.ts';
import { findEngineObstacle } from '../kafka/container-engine.ts';
import { findMavenObstacle } from '../kafka/java.ts';
import { hasApicurio } from './fetch-apicurio.ts';
import { findApicurioJava } from './find-apicurio-java.ts';
import type { ApicurioSource } from './registry.ts';

/** Each says undefined when it would do, or why not. */
export type ApicurioObstacles = {
  engine(config: StackConfig): Promise<string | undefined>;
  java(config: StackConfig): Promise<string | undefined>;
};

export type FoundApicurio =
  | { readonly source: ApicurioSource }
  | { readonly source: undefined; readonly reasons: readonly string[] };

/** Where Apicurio would come from: a container engine that answers, or Java with Maven (or with what Maven fetched before). */
export const findApicurioSource = (config: StackConfig): Promise<FoundApicurio> =>
  chooseApicurioSource(config, { engine: findEngineObstacle, java: findApicurioJavaObstacle });

export async function chooseApicurioSource(
  config: StackConfig,
  find: ApicurioObstacles,
): Promise<FoundApicurio> {
  const engine = await find.engine(config);
  if (engine === undefined) return { source: 'container' };
  const java = await find.java(config);
  if (java === undefined) return { source: 'java' };
  return { source: undefined, reasons: [engine, java] };
}

/** Undefined when Apicurio can run as a process of our own, or why it cannot. */
export async function findApicurioJavaObstacle(config: StackConfig): Promise<string | undefined> {
  const java = await findApicurioJava(config);
  if ('reason' in java) return java.reason;
  return hasApicurio() ? undefined : findMavenObstacle();
}
