import { type BenefitCase, padUprn, type Weekday } from '@told/benefits';
import { parse } from 'yaml';
import { fail, readDay, readEntries, readFields, readList, readText } from './read-fields.ts';
import { readStep } from './read-step.ts';
import type { ExpectedEnd, ExpectedRange, Scenario, ScenarioOffice } from './scenario.ts';

const SCENARIO_FIELDS = ['title', 'story', 'offices', 'steps', 'end'];
const OFFICE_FIELDS = ['scheme', 'case'];
const END_FIELDS = ['stands', 'waits', 'award'];
const RANGE_FIELDS = ['from', 'to', 'pence', 'question'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A case as nobody has told anything of it. */
const EMPTY_CASE: Omit<BenefitCase, 'claimStartOn' | 'claimant'> = {
  partner: null,
  children: [],
  nonDependants: [],
  incomes: [],
  awards: [],
  capitalPence: null,
  childcare: null,
  applicableAmountPence: null,
  home: null,
  taxByUprn: {},
  jsaWeekEndsOn: null,
  assessmentPeriodFromDay: null,
  unmodelled: [],
};
const ADULT = [
  ...['birthDate', 'disabilityPremium', 'carerPremium', 'exemptsNonDependants'],
  ...['specialOccupation', 'disregardedForDiscount'],
];
/** What each part of a case may say: a misspelt field must not count as left out. */
const CASE_PARTS: Readonly<Record<string, readonly string[]>> = {
  claimant: ADULT,
  partner: [...ADULT, 'member', 'worksSixteenHoursOrMore'],
  children: ['birthDate', 'member', 'childBenefitInPayment'],
  nonDependants: [
    ...['birthDate', 'member', 'worksSixteenHoursOrMore', 'grossWeeklyIncomePence'],
    ...['benefits', 'couple', 'disregardedForDiscount'],
  ],
  incomes: [
    ...['who', 'kind', 'employer', 'netPence', 'payPeriod', 'hoursPerWeek'],
    ...['pensionContributionPence', 'expectedToLastFiveWeeks'],
  ],
  awards: ['benefit', 'weeklyAmountPence', 'from'],
  childcare: ['weeklyPence', 'children'],
  home: ['uprn', 'liablePersons', 'singlePersonDiscount'],
};

/** One scenario from the text of its file. Throws ScenarioError, which names the place. */
export function readScenario(name: string, text: string): Scenario {
  const fields = readFields(parse(text), name, SCENARIO_FIELDS);
  const offices = readEntries(fields['offices'], `${name}/offices`, readOffice);
  const agencies = Object.keys(offices);
  const steps = readList(fields['steps'], `${name}/steps`).map((step, index) =>
    readStep(step, `${name}/steps/${index}`, agencies),
  );
  const ids = steps.map(({ id }) => id);
  if (new Set(ids).size < ids.length) fail('every step has its own id', name);
  const end = readEntries(fields['end'], `${name}/end`, readEnd);
  for (const agency of [...agencies, ...Object.keys(end)]) {
    if (!(agency in end && agency in offices)) fail('every office has its end', `${name}/end`);
  }
  return {
    ...{ name, offices, steps, end },
    title: readText(fields['title'], `${name}/title`),
    story: readText(fields['story'], `${name}/story`).trim(),
  };
}

function readOffice(given: unknown, at: string): ScenarioOffice {
  const fields = readFields(given, at, OFFICE_FIELDS);
  return {
    scheme: readText(fields['scheme'], `${at}/scheme`),
    case: readCase(fields['case'], `${at}/case`),
  };
}

function readCase(given: unknown, at: string): BenefitCase {
  const fields = readFields(given, at, ['claimStartOn', 'claimant', ...Object.keys(EMPTY_CASE)]);
  for (const [part, names] of Object.entries(CASE_PARTS)) {
    const value = fields[part] ?? [];
    for (const one of Array.isArray(value) ? value : [value]) {
      readFields(one, `${at}/${part}`, names);
    }
  }
  const weekEnd = fields['jsaWeekEndsOn'] ?? null;
  const weekday = WEEKDAYS.indexOf(String(weekEnd));
  if (weekEnd !== null && weekday < 0) fail('a day of the week is named', `${at}/jsaWeekEndsOn`);
  return {
    ...EMPTY_CASE,
    ...(fields as Partial<BenefitCase>),
    claimStartOn: readDay(fields['claimStartOn'], `${at}/claimStartOn`),
    claimant: readFields(fields['claimant'], `${at}/claimant`, ADULT) as BenefitCase['claimant'],
    incomes: readList(fields['incomes'] ?? [], at).map((income) => ({
      ...Object.fromEntries((CASE_PARTS['incomes'] ?? []).map((name) => [name, null])),
      ...(income as BenefitCase['incomes'][number]),
    })),
    taxByUprn: Object.fromEntries(
      Object.entries((fields['taxByUprn'] ?? {}) as BenefitCase['taxByUprn']).map(
        ([uprn, years]) => [padUprn(uprn), years],
      ),
    ),
    jsaWeekEndsOn: weekEnd === null ? null : (weekday as Weekday),
  };
}

function readEnd(given: unknown, at: string): ExpectedEnd {
  const fields = readFields(given, at, END_FIELDS);
  const readIds = (name: string): readonly string[] =>
    readList(fields[name] ?? [], `${at}/${name}`)
      .map(String)
      .sort();
  return {
    stands: readIds('stands'),
    waits: readIds('waits'),
    award: readList(fields['award'], `${at}/award`).map((range) => readRange(range, at)),
  };
}

function readRange(given: unknown, at: string): ExpectedRange {
  const fields = readFields(given, `${at}/award`, RANGE_FIELDS);
  const pence = (fields['pence'] ?? null) as number | null;
  const question = (fields['question'] ?? null) as string | null;
  if ((pence === null) === (question === null)) {
    fail('a range has either pence or a question', `${at}/award`);
  }
  const to = fields['to'] ?? null;
  return {
    from: readDay(fields['from'], `${at}/award/from`),
    to: to === null ? null : readDay(to, `${at}/award/to`),
    pence,
    question,
  };
}
