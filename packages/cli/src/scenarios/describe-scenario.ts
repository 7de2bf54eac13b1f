import type {
  Check,
  ExpectedAnswer,
  ExpectedEnd,
  ExpectedRange,
  Scenario,
  ScenarioResult,
  ScenarioStep,
} from '@told/testing';
import { formatDay, formatPounds, type Printer } from '../print.ts';

/** One scenario that was run: a line for each thing expected of each office, and for a failure what came instead. */
export function describeResult(
  { name, title, passed, checks }: ScenarioResult,
  printer: Printer,
): string {
  return [
    `${mark(passed, printer)} ${printer.style('bold', name)}  ${title}`,
    ...checks.map((check) => describeCheck(check, printer)),
  ].join('\n');
}

function describeCheck(check: Check, printer: Printer): string {
  const { step, office, passed, expected, actual } = check;
  const subject = `${mark(passed, printer)} ${step} → ${office}: `;
  if (passed) return `    ${subject}${describe(actual)}`;
  return [
    `    ${subject.trimEnd()}`,
    `        expected ${describe(expected)}`,
    `        actual   ${describe(actual)}`,
  ].join('\n');
}

const mark = (passed: boolean, printer: Printer): string =>
  passed ? printer.style('green', '✓') : printer.style('red', '✗');

function describe(what: Check['expected']): string {
  if (what === null) return 'nothing';
  return 'outcome' in what ? describeAnswer(what) : describeEnd(what);
}

function describeAnswer({ outcome, reason, from, overpaid, underpaid }: ExpectedAnswer): string {
  const sums = (word: string, years: ExpectedAnswer['overpaid']): readonly string[] =>
    Object.entries(years).map(([year, pence]) => `${word} ${formatPounds(pence)} in ${year}`);
  return [
    [outcome, ...(reason === null ? [] : [reason])].join(' '),
    ...(from === null ? [] : [`from ${formatDay(from)}`]),
    ...sums('overpaid', overpaid),
    ...sums('underpaid', underpaid),
  ].join(', ');
}

function describeEnd({ stands, waits, award }: ExpectedEnd): string {
  const list = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : ids.join(', '));
  return [
    `stands: ${list(stands)}`,
    ...(waits.length === 0 ? [] : [`waits: ${list(waits)}`]),
    ...award.map(describeRange),
  ].join('; ');
}

function describeRange({ from, to, pence, question }: ExpectedRange): string {
  const until = to === null ? 'until further notice' : `to ${to}`;
  return `${pence === null ? question : formatPounds(pence)} from ${from} ${until}`;
}

/** A scenario as it is to be read: the story, the cases, the steps in order, the end. */
export function describeScenario(scenario: Scenario, printer: Printer): string {
  const { name, title, story, offices, steps, end } = scenario;
  return [
    `${printer.style('bold', title)} (${name})`,
    '',
    story,
    '',
    ...Object.entries(offices).map(
      ([agency, office]) =>
        `${agency}: ${office.scheme}, award from ${formatDay(office.case.claimStartOn)}`,
    ),
    '',
    ...steps.flatMap((step, index) => [
      `${index + 1}. ${step.id}: ${step.says}`,
      `   ${describeTelling(step)}`,
      ...Object.entries(step.expect).map(
        ([agency, answer]) => `   ${agency}: ${describeAnswer(answer)}`,
      ),
    ]),
    '',
    ...Object.entries(end).map(([agency, expected]) => `${agency}: ${describeEnd(expected)}`),
  ].join('\n');
}

function describeTelling({ action, takenOn }: ScenarioStep): string {
  if (action.kind === 'decided') {
    return `on ${formatDay(takenOn)} an officer of ${action.office} decides: ${action.decision} ${action.changeId}`;
  }
  const { sourceAgency, fact, changeType, previousChangeId, occurredOn, notifiedOn } = action.told;
  const of = previousChangeId === null ? '' : ` (${changeType}: ${previousChangeId})`;
  return `${fact}${of} of ${formatDay(occurredOn)}, told to ${sourceAgency} on ${formatDay(notifiedOn)}`;
}
