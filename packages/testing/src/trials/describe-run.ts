import { execFileSync } from 'node:child_process';
import os from 'node:os';

const GIB = 1024 ** 3;

/** Where and of which source something was tried; the same shape as in bench/results. */
export function describeRun(log: 'embedded' | 'kafka') {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  return {
    log,
    machine: {
      cores: os.cpus().length,
      cpu: os.cpus()[0]?.model ?? 'unknown',
      memoryGib: Math.round(os.totalmem() / GIB),
      system: `${os.type()} ${os.arch()}`,
      node: process.version,
    },
    commit: git('rev-parse', '--short=12', 'HEAD'),
  };
}
