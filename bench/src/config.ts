import path from 'node:path';

/** What benchmarks read from their environment; where a broker comes from is the stack's to know. */
export type BenchConfig = {
  /** Runs Kafka's own tools: that of JAVA_HOME, or the first in PATH. */
  readonly java: string;
};

export const readBenchConfig = (env: NodeJS.ProcessEnv = process.env): BenchConfig => ({
  java: env['JAVA_HOME'] ? path.join(env['JAVA_HOME'], 'bin/java') : 'java',
});
