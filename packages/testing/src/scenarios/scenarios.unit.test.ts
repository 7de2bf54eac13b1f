import { describe, expect, test } from '@jest/globals';
import { type ChangeToCheck, checkChange } from '@told/codec';
import { loadScenarios } from './load-scenarios.ts';
import { runScenario } from './run-scenario.ts';
import type { ToldStep } from './scenario.ts';

const SCENARIOS = loadScenarios().map((scenario) => [scenario.name, scenario] as const);

describe('every scenario gives what the law gives', () => {
  test.each(SCENARIOS)('%s', (_name, scenario) => {
    const failed = runScenario(scenario).checks.filter(({ passed }) => !passed);
    expect(failed.map(({ step, office, actual }) => ({ step, office, actual }))).toEqual(
      failed.map(({ step, office, expected }) => ({ step, office, actual: expected })),
    );
  });
});

describe('every scenario tells what intake would take', () => {
  test.each(SCENARIOS)('%s', (_name, { steps }) => {
    for (const { action } of steps) {
      if (action.kind === 'decided') continue;
      expect(checkChange(submissionOf(action), action.told.receivedOn)).toEqual([]);
    }
  });
});

function submissionOf({ told }: ToldStep): ChangeToCheck {
  const { fact, body, changeType, previousChangeId, occurredOn, notifiedOn, receivedOn } = told;
  const none = { address: null, income: null, household: null, benefitAward: null };
  return {
    ...{ fact, changeType, previousChangeId, occurredOn, notifiedOn, receivedOn },
    ...{ usedOn: told.usedOn, usedFor: told.usedFor },
    evidence: { level: told.evidenceLevel, documents: [] },
    dutyDischarged: told.dutyDischarged,
    ...none,
    ...{ capital: null, identity: null, death: null },
    [fact]: body,
  } as ChangeToCheck;
}
