import { expect, test } from '@jest/globals';
import { runJest } from './test/run-jest.ts';

const CONFIG = {
  roots: ['<rootDir>/tools/test/apicurio'],
  testMatch: ['**/*.apicurio.sample.ts'],
  testEnvironment: '<rootDir>/tools/jest-kafka-environment.mjs',
  globalSetup: '<rootDir>/tools/jest-apicurio.mjs',
  reporters: ['default', '<rootDir>/tools/jest-kafka-reporter.mjs'],
};
const WITHOUT_JAVA = { JAVA21_HOME: '/nonexistent' };

test('where no Apicurio can be had, its tests are counted, named and not run', async () => {
  const { code, output } = await runJest(CONFIG, WITHOUT_JAVA);
  expect(output).toContain('NOT RUN: 1 suite(s) with 2 test(s) need Apicurio Registry.');
  expect(output).toContain('/nonexistent/bin/java: not found');
  expect(output).toContain('REQUIRE_APICURIO=1 makes this a failure.');
  expect(output).toContain('Tests:       2 skipped, 2 total');
  expect(code).toBe(0);
});

test('a run that must have one fails', async () => {
  const { code, output } = await runJest(CONFIG, { ...WITHOUT_JAVA, REQUIRE_APICURIO: '1' });
  expect(output).toContain('there is no Apicurio Registry for the tests');
  expect(code).toBe(1);
});
