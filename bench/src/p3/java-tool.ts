import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fetchToolJars } from '@told/stack';
import { readBenchConfig } from '../config.ts';

export type JavaTool = {
  readonly java: string;
  readonly classPath: string;
  /** What it is: the client's version, and that of the machine it runs on. */
  readonly versions: { readonly java: string; readonly kafkaClient: string };
};

const ANSWER_TIMEOUT_MS = 10_000;
const run = promisify(execFile);

/** Java and the jars of Kafka's own tools; Maven fetches these once. Rejects with a StackError, or when there is no Java. */
export async function findJavaTool(onProgress: (what: string) => void): Promise<JavaTool> {
  const { java } = readBenchConfig();
  const { stderr } = await run(java, ['-version'], { timeout: ANSWER_TIMEOUT_MS });
  const classPath = await fetchToolJars(onProgress);
  return {
    java,
    classPath,
    versions: {
      java: /version "(.+?)"/.exec(stderr)?.[1] ?? 'unknown',
      kafkaClient: /kafka-clients-([\d.]+)\.jar/.exec(classPath)?.[1] ?? 'unknown',
    },
  };
}
