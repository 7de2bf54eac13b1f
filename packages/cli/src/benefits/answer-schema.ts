import { CHANGE_KINDS, type OpenQuestion } from '@told/benefits';
import { REASONS } from './describe-question.ts';
import { WEEKDAYS } from './plain-case.ts';
import {
  day,
  flag,
  list,
  one,
  type Properties,
  record,
  type Schema,
  text,
} from './schema-parts.ts';

const REASON_WORDS = Object.keys(REASONS) as readonly OpenQuestion['reason'][];
const ROWS_MAX = 10_000;

/** Every field of an answer is always there; what does not apply is null. */
const answer = (description: string, properties: Properties): Schema =>
  record(description, Object.keys(properties), properties);
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const rows = (description: string, items: Schema): Schema => list(description, items, ROWS_MAX);
const amount = (description: string): Schema => ({
  type: 'integer',
  description,
  unit: 'pence',
  examples: [1353],
});

const LINE = answer('One step of the calculation.', {
  rule: text('Name of the rule, as docs/reference/benefit-rules.md has it.'),
  source: text('Regulation, statute or public page.'),
  text: text('The step as a sentence.'),
  amountPence: orNull(amount('What it gave, a week.')),
  unverified: flag("True when the rule's source was believed and not read."),
});
const RANGE = answer('Days with one weekly rate.', {
  from: day('First day.', '2010-05-17'),
  to: day('Last day.', '2011-03-31'),
  weeklyPence: amount('A week, half-up once.'),
  weeklyExact: text('The unrounded rate in pence, n or n/d.', { examples: ['494074/365'] }),
  entitled: flag('False once the award has ended.'),
  lines: rows('How it comes about.', LINE),
});
const QUESTION: Properties = {
  reason: one('Why no amount or day is given.', REASON_WORDS, 'missing-field'),
  detail: text('Name of the field or the rule.', { examples: ['income.payPeriod'] }),
  says: text('The same for a person.'),
};
const OPEN = answer('Days on which a person must look instead of a number being given.', {
  from: day('First day.', '2010-05-17'),
  to: orNull(day('Last day; null: until further notice.', '2010-06-13')),
  ...QUESTION,
});

/** `on` is there only when a day was asked for. */
const ALWAYS = [
  'scheme',
  'title',
  'otherRates',
  'from',
  'coversTo',
  'weekEndsOn',
  'ranges',
  'toVerify',
  'effects',
  'financialYears',
];

/** JSON Schema of what `told benefits assess --json` prints. */
export const AWARD_SCHEMA = record('An award, explained.', ALWAYS, {
  scheme: text('Id of the scheme.', { examples: ['ctb-2010-11'] }),
  title: text('Its title.'),
  otherRates: flag('True when rates of --rates count instead of those shipped.'),
  from: day('First day assessed.', '2010-04-05'),
  coversTo: day('Last day with rates.', '2011-03-31'),
  weekEndsOn: one('Last day of the benefit week.', WEEKDAYS, 'sunday'),
  ranges: rows('The award, in the order of its days.', RANGE),
  toVerify: rows('The days without a number.', OPEN),
  effects: rows(
    'When each notice of the facts counted. A change of the household has two days: by the rules of the award, and by exact days for discounts.',
    answer('A notice and its days.', {
      changeId: text('Its label in the case.'),
      changedOn: day('Date of change as the scheme sees it.', '2010-05-12'),
      effectiveOn: day('The day from which it counts.', '2010-05-17'),
      fromNotice: flag('Told late by a person who gains: it counts from the notice.'),
    }),
  ),
  financialYears: rows(
    'The award by financial year, in exact days.',
    answer('One financial year.', {
      financialYear: text('1 April to 31 March.', { examples: ['2010/11'] }),
      from: day('First day of it assessed.', '2010-04-05'),
      to: day('Last day of it assessed.', '2011-03-31'),
      pence: orNull(amount('In all; null while a day of it is to be verified.')),
      daysToVerify: {
        type: 'integer',
        minimum: 0,
        description: 'Days without a number.',
        unit: 'days',
      },
    }),
  ),
  on: answer('Only with --on: that day alone.', {
    day: day('The day asked for.', '2010-05-17'),
    range: orNull(RANGE),
    toVerify: orNull(OPEN),
  }),
});

const RULE = answer('A rule of law as the product applies it.', {
  name: text('Its name.'),
  source: text('Regulation, statute or public page.'),
  says: text('What it says.'),
  unverified: flag('True when its source was believed and not read.'),
});
const EFFECTIVE_DAY = answer('A day and the rule that gives it.', {
  effectiveOn: day('The day from which it counts.', '2010-05-17'),
  rule: RULE,
});

/** JSON Schema of what `told benefits date --json` prints. */
export const DATE_SCHEMA = answer('A date of effect.', {
  scheme: text('Id of the scheme.', { examples: ['ctb-2010-11'] }),
  title: text('Its title.'),
  fact: one('The kind of change asked about.', Object.keys(CHANGE_KINDS), 'income'),
  says: text('The kind in words.'),
  on: day('The day asked about.', '2010-05-12'),
  changedOn: orNull(day('Date of change as the scheme sees it.', '2010-05-12')),
  answer: one(
    'date: one day; depends: told late, and the day turns on who gains; to-verify: no day.',
    ['date', 'depends', 'to-verify'],
    'date',
  ),
  effectiveOn: orNull(day('The day, for the answer date.', '2010-05-17')),
  rule: orNull(RULE),
  ifGains: orNull(EFFECTIVE_DAY),
  ifLoses: orNull(EFFECTIVE_DAY),
  ifEntitlementEnds: orNull(EFFECTIVE_DAY),
  notice: orNull(
    answer('Whether it was told in time; null without --notified.', {
      notifiedOn: day('The day it was told.', '2010-05-13'),
      lastDay: day('The last day in time.', '2010-06-12'),
      late: flag('Told after the last day.'),
      rule: RULE,
    }),
  ),
  toVerify: orNull(answer('Why no day is given.', QUESTION)),
});
