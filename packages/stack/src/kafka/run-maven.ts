import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StackError } from '../errors.ts';
import { findMavenObstacle } from './java.ts';

/** Seconds on a good line; more than this is a line that does not answer. */
const TIMEOUT_MS = 300_000;
const OUTPUT_CHARS = 2_000;
const QUIET = ['-q', '-B', '-Dstyle.color=never'];

const run = promisify(execFile);

/** Runs one goal of Maven's plugin for dependencies. Throws `maven-missing`, or an Error with what Maven said. */
export async function runMaven(
  pom: string,
  goal: 'copy-dependencies' | 'unpack-dependencies',
  settings: readonly string[],
): Promise<void> {
  const obstacle = await findMavenObstacle();
  if (obstacle) throw new StackError('maven-missing', { found: obstacle });
  const plugin = `org.apache.maven.plugins:maven-dependency-plugin:3.7.1:${goal}`;
  try {
    await run('mvn', [...QUIET, '-f', pom, plugin, ...settings], { timeout: TIMEOUT_MS });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}`.slice(0, OUTPUT_CHARS), { cause: error });
  }
}
