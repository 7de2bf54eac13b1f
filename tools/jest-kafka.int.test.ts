import { describe, expect, test } from '@jest/globals';
import { runJest } from './test/run-jest.ts';

const CONFIG = {
  roots: ['<rootDir>/tools/test/kafka'],
  testMatch: ['**/*.kafka.sample.ts'],
  testEnvironment: '<rootDir>/tools/jest-kafka-environment.mjs',
  globalSetup: '<rootDir>/tools/jest-kafka.mjs',
  globalTeardown: '<rootDir>/tools/jest-kafka-stop.mjs',
  reporters: ['default', '<rootDir>/tools/jest-kafka-reporter.mjs'],
};
/** Nothing on it that a broker could come from. */
const BARE_MACHINE = { DOCKER_HOST: 'tcp://127.0.0.1:1', JAVA_HOME: '/nonexistent' };

const runKafka = (env: Readonly<Record<string, string>>) =>
  runJest(CONFIG, { ...BARE_MACHINE, ...env });

describe('where no broker can be had', () => {
  test('tests that need one are counted, named and not run', async () => {
    const { code, output } = await runKafka({});
    expect(output).toContain('NOT RUN: 1 suite(s) with 3 test(s) need Kafka.');
    expect(output).toContain('KAFKA_BROKERS is not set');
    expect(output).toContain('/nonexistent/bin/java: not found');
    expect(output).toContain('Tests:       3 skipped, 3 total');
    expect(code).toBe(0);
  });

  test('a run that must have one fails', async () => {
    const { code, output } = await runKafka({ REQUIRE_KAFKA: '1' });
    expect(output).toContain('there is no Kafka here, and nothing that could start one');
    expect(code).toBe(1);
  });

  test('a run that was given one that does not answer fails in the same way', async () => {
    const given = { KAFKA_BROKERS: '127.0.0.1:1' };
    expect((await runKafka(given)).output).toContain('the brokers of KAFKA_BROKERS do not answer');
    expect((await runKafka({ ...given, REQUIRE_KAFKA: '1' })).code).toBe(1);
  });
});
