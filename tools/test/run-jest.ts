import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';

export const ROOT = path.join(import.meta.dirname, '../..');

/** What every run of samples of tests has in common. */
export const SAMPLES = {
  rootDir: ROOT,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.mjs' },
} as const;

/** A run of jest of its own, with nothing of this one's environment. */
export async function runJest(
  config: object,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const args = [...jest, '--config', JSON.stringify({ ...SAMPLES, ...config }), '--runInBand'];
  const run = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code] = (await once(run, 'close')) as [number | null];
  return { code, output };
}
