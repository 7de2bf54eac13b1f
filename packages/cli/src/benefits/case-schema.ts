import { FACTS } from '@told/codec';
import { WEEKDAYS } from './plain-case.ts';
import {
  count,
  DAY_PATTERN,
  day,
  flag,
  LIST_MAX,
  list,
  one,
  PENCE_MAX,
  type Properties,
  pence,
  record,
  type Schema,
  submitted,
  text,
  wordsOf,
} from './schema-parts.ts';

const AGE_MAX = 130;
const FACTS_MAX = 500;

const PERSON: Properties = {
  birthDate: day('Birth date.', '1979-02-03'),
  age: {
    ...count('Age in place of the birth date: of that age throughout.', 'years', 0, AGE_MAX),
    examples: [31],
  },
};
const MEMBER: Properties = {
  member: text('What tells this member from others in the facts; a name or a label.', {
    minLength: 1,
    maxLength: 70,
    examples: ['Sam'],
  }),
  ...PERSON,
};
const ADULT: Properties = {
  disabilityPremium: flag('The conditions of the disability premium are met.'),
  carerPremium: flag("Carer's allowance is paid, or would be but for another benefit."),
  exemptsNonDependants: flag(
    'Registered blind, or gets attendance allowance or the care component of disability living allowance: nothing is taken off for non-dependants.',
  ),
  specialOccupation: flag(
    'Part-time firefighter, coastguard, lifeboat crew or reserve forces: the special disregard of earnings.',
  ),
  disregardedForDiscount: flag('Not counted as an adult for council tax discounts.'),
};
const PAY: Properties = {
  netPence: pence(
    'After tax and National Insurance, for one pay period; half the pension contribution is taken off by the rules, not here.',
    9280,
  ),
  grossPence: pence(
    'Before tax, for one pay period; with taxPence and nationalInsurancePence it takes the place of netPence.',
    10_000,
  ),
  taxPence: pence('Income tax taken off grossPence.', 500),
  nationalInsurancePence: pence('National Insurance taken off grossPence.', 220),
};
const TAX: Properties = {
  annualPence: pence(
    "The year's tax before discounts, for the financial year of the first day assessed.",
    93_857,
  ),
  weeklyPence: pence(
    'The tax a week before discounts, where an example states only that; it counts exactly.',
    1800,
  ),
  annualPenceByYear: {
    type: 'object',
    description: "The year's tax before discounts for each financial year, such as 2010/11.",
    unit: 'pence',
    additionalProperties: false,
    minProperties: 1,
    maxProperties: LIST_MAX,
    patternProperties: { '^[0-9]{4}/[0-9]{2}$': count('', 'pence', 0, PENCE_MAX) },
    examples: [{ '2010/11': 93_857, '2011/12': 95_000 }],
  },
};
const UPRN = { pattern: '^[0-9]{1,12}$', examples: ['999900000017'] };

const INCOME = record('An income of the claimant or partner.', ['who', 'kind'], {
  who: one('Whose it is.', ['claimant', 'partner'], 'claimant'),
  kind: one('What kind it is.', wordsOf('income', 'kind'), 'employed'),
  ...PAY,
  payPeriod: one('What the amounts are for.', wordsOf('income', 'payPeriod'), 'weekly'),
  hoursPerWeek: {
    ...count('Complete hours worked in a week.', 'hours', 0, 168),
    examples: [16],
  },
  pensionContributionPence: pence('Own pension contribution, for one pay period.', 0),
  employer: text('Name of the employer; tells two jobs apart.', { minLength: 1, maxLength: 80 }),
  expectedToLastFiveWeeks: flag('The work is expected to last five weeks or more.'),
});

const NON_DEPENDANT = record(
  'An adult who lives in the household and is neither claimant nor partner nor jointly liable.',
  [],
  {
    ...MEMBER,
    worksSixteenHoursOrMore: flag('Works 16 hours a week or more.'),
    grossWeeklyIncomePence: pence('All income before tax, a week.', 20_000),
    benefits: list(
      'Benefits that the person gets; an empty list says none, leaving it out says not known.',
      one('A benefit.', wordsOf('benefitAward', 'benefit'), 'jsa-ib'),
    ),
    couple: text('The same label on two non-dependants makes them a couple.', {
      minLength: 1,
      maxLength: 40,
    }),
    disregardedForDiscount: flag('Not counted as an adult for council tax discounts.'),
  },
);

const FACT = record(
  'One notice told since the first day, in the words of the events: the record under the name of its fact has the fields of docs/reference/events.md.',
  ['fact', 'occurredOn'],
  {
    changeId: text('Label by which a later notice points to this one; by default #1, #2 …', {
      pattern: '^[A-Za-z0-9#._-]{1,64}$',
      examples: ['job-starts'],
    }),
    fact: one('Which fact.', FACTS, 'income'),
    changeType: {
      ...one('created when left out.', ['created', 'corrected', 'annulled', 'ended'], 'created'),
      default: 'created',
    },
    previousChangeId: text('The notice that is corrected, annulled or ended.', {
      pattern: '^[A-Za-z0-9#._-]{1,64}$',
    }),
    occurredOn: day('The day it happened.', '2010-05-12'),
    notifiedOn: day('The day the person told; the day it happened when left out.', '2010-05-13'),
    receivedOn: day('The day this office got it; notifiedOn when left out.', '2010-05-13'),
    channel: {
      ...one('Who heard it first.', ['own-office', 'bus', 'dwp-telephone'], 'own-office'),
      default: 'own-office',
    },
    noticeExtended: flag('An officer extended the time for telling.'),
    ...Object.fromEntries(FACTS.map((fact) => [fact, recordOf(fact)])),
  },
);

/** The record of a fact as an agency tells it, with what a worked example states besides. */
function recordOf(fact: (typeof FACTS)[number]): Schema {
  const told = submitted[fact];
  const extra: Properties =
    fact === 'income'
      ? {
          taxPence: PAY['taxPence'] ?? {},
          nationalInsurancePence: PAY['nationalInsurancePence'] ?? {},
        }
      : fact === 'address'
        ? { isOutsideArea: flag("The new place is in another authority's area.") }
        : {};
  const properties = Object.entries(told?.properties ?? {}).map(
    ([name, field]) =>
      [name, field['format'] === 'date' ? { ...field, pattern: DAY_PATTERN } : field] as const,
  );
  return { ...told, properties: { ...Object.fromEntries(properties), ...extra } };
}

/** JSON Schema (draft 2020-12) of the case that `told benefits assess` and `told benefits date` read. */
export const CASE_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A household, as a leaflet or a worked example states it',
  ...record('One household for one scheme. Money is whole pence.', ['claimant'], {
    $schema: text('Where an editor finds this schema; not read.'),
    note: text('What the case shows, for people; not read.', { maxLength: 500 }),
    from: day(
      "First day of the award; the scheme's first day when left out. Needed for a scheme of several years where the tax is stated without its year.",
      '2010-04-05',
    ),
    claimant: record('The claimant.', [], { ...PERSON, ...ADULT }),
    partner: record('The partner, when there is one.', [], {
      ...MEMBER,
      ...ADULT,
      worksSixteenHoursOrMore: flag(
        'The partner works 16 hours a week or more; only where incomes do not say.',
      ),
    }),
    children: list(
      'Children for whom the claimant is responsible.',
      record('A child.', [], {
        ...MEMBER,
        childBenefitInPayment: flag('Child benefit is paid: from 16 on the child counts by it.'),
      }),
    ),
    nonDependants: list('Other adults in the household.', NON_DEPENDANT),
    incomes: list('Incomes of claimant and partner.', INCOME),
    benefits: list(
      'Other benefits in payment to claimant or partner.',
      record('A benefit in payment.', ['benefit'], {
        benefit: one('Which.', wordsOf('benefitAward', 'benefit'), 'jsa-ib'),
        weeklyAmountPence: pence('The weekly amount; not known when left out.', 6545),
        from: day('First day of entitlement.', '2010-03-01'),
      }),
    ),
    capitalPence: pence(
      'Of claimant and partner together; under the lower limit when left out.',
      700_000,
    ),
    applicableAmountPence: pence(
      "What the household needs a week, for a council's scheme whose allowances are not public.",
      15_000,
    ),
    childcare: record(
      'Charges for registered care that count for the earnings disregard.',
      ['weeklyPence', 'children'],
      {
        weeklyPence: pence('Charges a week.', 12_000),
        children: count('Children for whom they are paid.', 'children', 1, LIST_MAX),
      },
    ),
    councilTax: record(
      'The home: its tax by one of annualPence, weeklyPence and annualPenceByYear.',
      [],
      {
        ...TAX,
        liablePersons: {
          ...count('Persons jointly liable, a couple counted once.', 'persons', 1, 20),
          default: 1,
        },
        singlePersonDiscount: {
          ...flag(
            'The account gives a discount for a single adult on the first day. Leave it out when the figures have it in them already.',
          ),
          default: false,
        },
        uprn: text('Number of the property, when facts tell a move.', UPRN),
      },
    ),
    otherHomes: list(
      'Homes in the area that facts move to.',
      record('A home and its tax.', ['uprn'], {
        uprn: text('Number of the property.', UPRN),
        ...TAX,
      }),
    ),
    jobseeker: record("When the jobseeker's benefit week ends: by one of the two.", [], {
      ninoLastTwoDigits: text('Last two digits of the National Insurance number.', {
        pattern: '^[0-9]{2}$',
        examples: ['56'],
      }),
      weekEndsOn: one('The last day of the benefit week.', WEEKDAYS, 'wednesday'),
    }),
    universalCredit: record('Universal credit only.', ['assessmentPeriodFromDay'], {
      assessmentPeriodFromDay: {
        ...count('Day of the month on which assessment periods begin.', 'day', 1, 31),
        examples: [5],
      },
    }),
    facts: list(
      'What was told since: a set, in which corrections and annulments point to what they are about.',
      FACT,
      FACTS_MAX,
    ),
  }),
} as const;
