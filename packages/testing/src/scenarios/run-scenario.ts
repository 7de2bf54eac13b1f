import {
  assessFile,
  type CaseFile,
  type CaseRules,
  countedFacts,
  decideFact,
  type Step,
  takeFact,
} from '@told/agency-sdk';
import { type Assessment, type Benefit, findLiveFacts, findScheme } from '@told/benefits';
import type {
  DecidedStep,
  ExpectedAnswer,
  ExpectedEnd,
  ExpectedRange,
  Scenario,
  ScenarioOffice,
  ScenarioStep,
} from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';

/** One thing that a scenario expects of one office, and what came. */
export type Check = {
  /** The step's id, or `end`. */
  readonly step: string;
  readonly office: string;
  readonly passed: boolean;
  readonly expected: ExpectedAnswer | ExpectedEnd | null;
  readonly actual: ExpectedAnswer | ExpectedEnd | null;
  /** The office's own sentence about its award. */
  readonly sentence: string | null;
};

export type ScenarioResult = {
  readonly name: string;
  readonly title: string;
  readonly passed: boolean;
  readonly checks: readonly Check[];
};

/** One office while a scenario runs. */
type Running = { readonly rules: CaseRules; file: CaseFile };

/**
 * Plays a scenario through the rules by which offices take facts and officers decide: pure, each office by itself,
 * as if the bus had brought every change that the scenario gives it.
 */
export function runScenario(scenario: Scenario): ScenarioResult {
  const offices = new Map(
    Object.entries(scenario.offices).map(([agency, office]) => [
      agency,
      openOffice(scenario, agency, office),
    ]),
  );
  const checks: Check[] = [];
  for (const step of scenario.steps) {
    for (const [agency, office] of offices) {
      const answer = playStep(step, agency, office);
      const expected = step.expect[agency] ?? null;
      if (answer === null && expected === null) continue;
      checks.push(compare(step.id, agency, expected, answer?.actual ?? null, answer?.sentence));
    }
  }
  for (const [agency, office] of offices) {
    const expected = scenario.end[agency] ?? null;
    checks.push(compare('end', agency, expected, describeEnd(office)));
  }
  const { name, title } = scenario;
  return { name, title, passed: checks.every(({ passed }) => passed), checks };
}

function openOffice(scenario: Scenario, agency: string, office: ScenarioOffice): Running {
  const scheme = findScheme(office.scheme);
  const outside = new Set(
    scenario.steps.flatMap(({ id, action }) =>
      action.kind === 'told' && action.outsideAreaOf.includes(agency) ? [id] : [],
    ),
  );
  const rules: CaseRules = {
    agency,
    benefit: benefitOf(office.scheme),
    schemeOf: () => scheme,
    toBenefitCase: () => office.case,
    toBenefitFact: (ruled) =>
      ruled.fact === 'address' && ruled.body !== null && outside.has(ruled.factId)
        ? { ...ruled, body: { ...ruled.body, isOutsideArea: true } }
        : ruled,
  };
  const person = { nino: null, surname: null, forename: null, birthDate: null, postcode: null };
  const claim = { caseReference: agency, person, opening: {}, revision: 0 };
  return { rules, file: { claim, facts: [], assessment: null } };
}

const benefitOf = (scheme: string): Benefit => (scheme.startsWith('jsa-ib') ? 'jsa-ib' : 'ctb');

type Answer = { readonly actual: ExpectedAnswer; readonly sentence: string | null };

/** What the office answers, or null when the step is none of its business. */
function playStep(step: ScenarioStep, agency: string, office: Running): Answer | null {
  const { action } = step;
  const moment = { businessDate: step.takenOn, nowMs: 0 };
  if (action.kind === 'decided') {
    return action.office === agency ? decide(office, action, moment) : null;
  }
  if (!action.to.includes(agency)) return null;
  const origin = action.told.sourceAgency === agency ? 'officer' : 'bus';
  const entry = { caseReference: agency, told: { ...action.told, origin }, moment } as const;
  const { result, step: taken } = takeFact(office.rules, office.file, entry, null);
  office.file = taken?.file ?? office.file;
  return describeAnswer(result, taken);
}

function decide(
  office: Running,
  { changeId, decision }: DecidedStep,
  moment: { readonly businessDate: string; readonly nowMs: number },
): Answer {
  if (!office.file.facts.some((fact) => fact.changeId === changeId)) {
    throw new ScenarioError('an officer decides on a fact that the office has', { step: changeId });
  }
  const decided = { changeId, decision, addition: null };
  const { result, step } = decideFact(office.rules, office.file, decided, moment);
  office.file = step.file;
  return describeAnswer(result, step);
}

function describeAnswer(
  result: {
    readonly kind: string;
    readonly reason: string | null;
    readonly effectiveOn: string | null;
  },
  step: Step | null,
): Answer {
  const years = step?.comparison.byFinancialYear ?? [];
  const sums = (pick: 'overpaymentPence' | 'underpaymentPence') =>
    Object.fromEntries(
      years.filter((year) => year[pick] > 0).map((year) => [year.financialYear, year[pick]]),
    );
  return {
    actual: {
      outcome: result.kind,
      reason: result.reason,
      from: result.effectiveOn,
      overpaid: sums('overpaymentPence'),
      underpaid: sums('underpaymentPence'),
    },
    sentence: step?.comparison.sentence ?? null,
  };
}

function describeEnd({ rules, file }: Running): ExpectedEnd {
  const { live } = findLiveFacts(countedFacts(rules, file.facts));
  return {
    stands: live.map(({ fact }) => fact.factId).sort(),
    waits: file.facts
      .filter(({ state }) => state === 'to-verify')
      .map(({ changeId }) => changeId)
      .sort(),
    award: describeAward(assessFile(rules, file)),
  };
}

/** The award as its public sees it: days of one amount joined, whatever explains them. */
function describeAward({ ranges, toVerify }: Assessment): ExpectedRange[] {
  const rows: ExpectedRange[] = [
    ...ranges.map(({ from, to, weeklyPence }) => ({
      from,
      to,
      pence: weeklyPence,
      question: null,
    })),
    ...toVerify.map(({ from, to, reason, detail }) => ({
      ...{ from, to, pence: null },
      question: `${reason}:${detail}`,
    })),
  ].sort((a, b) => (a.from < b.from ? -1 : 1));
  const joined: ExpectedRange[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    if (last !== undefined && last.pence === row.pence && last.question === row.question) {
      joined[joined.length - 1] = { ...last, to: row.to };
    } else joined.push(row);
  }
  return joined;
}

function compare(
  step: string,
  office: string,
  expected: Check['expected'],
  actual: Check['actual'],
  sentence: string | null = null,
): Check {
  const passed = JSON.stringify(sortKeys(expected)) === JSON.stringify(sortKeys(actual));
  return { step, office, passed, expected, actual, sentence };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
