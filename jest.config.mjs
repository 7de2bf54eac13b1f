// Tiers by suffix: unit has no I/O, int needs PostgreSQL or the log, e2e starts several services.
const tier = (name, more = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/tools'],
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

export default {
  // For tests that start servers on a machine under load; a tighter bound belongs into the test itself.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/tools/jest-exit-reporter.mjs'],
  projects: [tier('unit'), tier('int', withPostgres), tier('e2e', withPostgres)],
};
