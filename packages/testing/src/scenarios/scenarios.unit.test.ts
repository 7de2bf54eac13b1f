import { describe, expect, test } from '@jest/globals';
import { loadScenarios } from './load-scenarios.ts';
import { runScenario } from './run-scenario.ts';

describe('every scenario gives what the law gives', () => {
  test.each(loadScenarios().map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    (_name, scenario) => {
      const failed = runScenario(scenario).checks.filter(({ passed }) => !passed);
      expect(failed.map(({ step, office, actual }) => ({ step, office, actual }))).toEqual(
        failed.map(({ step, office, expected }) => ({ step, office, actual: expected })),
      );
    },
  );
});
