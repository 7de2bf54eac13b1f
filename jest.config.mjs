// Tiers by suffix: unit has no I/O, int needs PostgreSQL or the log, e2e starts several services.
const tier = (name, more = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/tools'],
  testMatch: [`**/*.${name}.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.mjs' },
  ...more,
});

export default {
  projects: [tier('unit'), tier('int'), tier('e2e')],
};
