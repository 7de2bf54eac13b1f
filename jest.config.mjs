import os from 'node:os';

// Tiers by suffix: unit has no I/O, int needs PostgreSQL or the log, e2e starts several services, kafka needs a
// broker, apicurio a registry of that kind; where none can be had, its tests are counted but not run, unless REQUIRE_KAFKA=1 makes that a failure.
const tier = (name, more = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/bench', '<rootDir>/tools'],
  testMatch: [`**/*.${name}.test.ts`],
  testEnvironment: '<rootDir>/tools/jest-environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.mjs' },
  ...more,
});

const withPostgres = {
  globalSetup: '<rootDir>/tools/jest-postgres.mjs',
  globalTeardown: '<rootDir>/tools/jest-postgres-stop.mjs',
};

const withKafka = {
  testEnvironment: '<rootDir>/tools/jest-kafka-environment.mjs',
  globalSetup: '<rootDir>/tools/jest-kafka.mjs',
  globalTeardown: '<rootDir>/tools/jest-kafka-stop.mjs',
};

const withApicurio = {
  testEnvironment: '<rootDir>/tools/jest-kafka-environment.mjs',
  globalSetup: '<rootDir>/tools/jest-apicurio.mjs',
};

/** Suites wait more than they compute, so two run at a time on any machine; they share one PostgreSQL and one broker, so not many more. */
const WORKERS_MIN = 2;
const WORKERS_MAX = 4;

export default {
  maxWorkers: Math.min(WORKERS_MAX, Math.max(WORKERS_MIN, os.availableParallelism() - 1)),
  // Modules of finished suites stay in memory, which costs ever more to collect: a worker beyond this is replaced.
  workerIdleMemoryLimit: '1GB',
  // For tests that start servers on a machine under load; a tighter bound belongs into the test itself.
  testTimeout: 300_000,
  testSequencer: '<rootDir>/tools/jest-sequencer.mjs',
  reporters: [
    'default',
    '<rootDir>/tools/jest-exit-reporter.mjs',
    '<rootDir>/tools/jest-kafka-reporter.mjs',
  ],
  projects: [
    tier('unit'),
    tier('int', withPostgres),
    tier('e2e', withPostgres),
    tier('kafka', withKafka),
    tier('apicurio', withApicurio),
  ],
};
