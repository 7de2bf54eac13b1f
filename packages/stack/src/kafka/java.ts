import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../errors.ts';

export type Java = {
  readonly command: string;
  /** All that `java -version` says: what a class archive is good for. */
  readonly build: string;
};

/** Kafka 4 brokers need it. */
const JAVA_MAJOR_MIN = 17;
const ANSWER_TIMEOUT_MS = 10_000;

const run = promisify(execFile);

/** The Java of this home, or the first in PATH; or why it is none that runs a broker, or what else needs a newer one. */
export async function findJava(
  javaHome: string | undefined,
  majorMin = JAVA_MAJOR_MIN,
): Promise<Java | { readonly reason: string }> {
  const command = javaHome ? path.join(javaHome, 'bin/java') : 'java';
  try {
    const { stderr: build } = await run(command, ['-version'], { timeout: ANSWER_TIMEOUT_MS });
    const major = readMajor(build);
    if (major >= majorMin) return { command, build };
    return { reason: `${command} is Java ${major}; ${majorMin} or newer is needed` };
  } catch (error) {
    return { reason: `${command}: ${describeFailure(error)}` };
  }
}

/** `version "17.0.15"` is 17; before 9 it was `version "1.8.0_392"`. 0 when nothing of the kind is said. */
export function readMajor(build: string): number {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(build) ?? [];
  return Number((first === '1' ? second : first) ?? 0);
}

export async function requireJava(javaHome: string | undefined): Promise<Java> {
  const found = await findJava(javaHome);
  if ('reason' in found) throw new StackError('java-unusable', { found: found.reason });
  return found;
}

/** Undefined when Maven answers, or why it does not. */
export async function findMavenObstacle(): Promise<string | undefined> {
  try {
    await run('mvn', ['--version'], { timeout: ANSWER_TIMEOUT_MS });
    return undefined;
  } catch (error) {
    return `mvn: ${describeFailure(error)}`;
  }
}

function describeFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'not found' : (message.split('\n')[0] ?? String(code));
}
