import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '..');
const CONFIG = {
  rootDir: ROOT,
  roots: ['<rootDir>/tools/test/kafka'],
  testMatch: ['**/*.kafka.sample.ts'],
  testEnvironment: '<rootDir>/tools/jest-kafka-environment.mjs',
  globalSetup: '<rootDir>/tools/jest-kafka.mjs',
  globalTeardown: '<rootDir>/tools/jest-kafka-stop.mjs',
  reporters: ['default', '<rootDir>/tools/jest-kafka-reporter.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.mjs' },
};
/** Nothing on it that a broker could come from. */
const BARE_MACHINE = { DOCKER_HOST: 'tcp://127.0.0.1:1', JAVA_HOME: '/nonexistent' };

/** A run of jest of its own, of three tests that need a broker. */
async function runJest(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const run = spawn(
    process.execPath,
    [...args, '--config', JSON.stringify(CONFIG), '--runInBand'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...BARE_MACHINE, ...env } },
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

describe('where no broker can be had', () => {
  test('tests that need one are counted, named and not run', async () => {
    const { code, output } = await runJest({});
    expect(output).toContain('NOT RUN: 1 suite(s) with 3 test(s) need Kafka.');
    expect(output).toContain('KAFKA_BROKERS is not set');
    expect(output).toContain('/nonexistent/bin/java: not found');
    expect(output).toContain('Tests:       3 skipped, 3 total');
    expect(code).toBe(0);
  });

  test('a run that must have one fails', async () => {
    const { code, output } = await runJest({ REQUIRE_KAFKA: '1' });
    expect(output).toContain('there is no Kafka here, and nothing that could start one');
    expect(code).toBe(1);
  });

  test('a run that was given one that does not answer fails in the same way', async () => {
    const given = { KAFKA_BROKERS: '127.0.0.1:1' };
    expect((await runJest(given)).output).toContain('the brokers of KAFKA_BROKERS do not answer');
    expect((await runJest({ ...given, REQUIRE_KAFKA: '1' })).code).toBe(1);
  });
});
