import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '..');
const CONFIG = {
  rootDir: ROOT,
  roots: ['<rootDir>/tools/test/leaks'],
  testMatch: ['**/*.leak.ts'],
  testEnvironment: '<rootDir>/tools/jest-environment.mjs',
  reporters: ['default', ['<rootDir>/tools/jest-exit-reporter.mjs', { graceMs: 500 }]],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.mjs' },
};

/** A run of jest of its own, on one file that passes but for what it leaves open. */
async function runJest(
  name: string,
  how = '--runInBand',
): Promise<{ code: number | null; output: string }> {
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const run = spawn(
    process.execPath,
    [...args, '--config', JSON.stringify(CONFIG), how, `leaks/${name}.leak`],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code] = (await once(run, 'close')) as [number | null];
  return { code, output };
}

test('a test file that leaves a server behind fails, by name', async () => {
  const { code, output } = await runJest('server');
  expect(output).toContain('The test file leaves open: 1 TCPServerWrap');
  expect(code).toBe(1);
});

test('a run that cannot end because of a timer fails instead of hanging', async () => {
  const { code, output } = await runJest('timer');
  expect(output).toContain('The run is over but does not end; still open:');
  expect(code).toBe(1);
});

test('a test file that leaves nothing behind passes', async () => {
  expect(await runJest('none')).toMatchObject({ code: 0 });
});

// Asked to mind a worker's memory, jest takes one also for a single file.
test('a test file that is the first in a worker to use the pipes of its process leaves nothing behind', async () => {
  expect(await runJest('streams', '--workerIdleMemoryLimit=1GB')).toMatchObject({ code: 0 });
});
