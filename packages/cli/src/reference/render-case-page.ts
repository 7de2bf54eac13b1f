import { AWARD_SCHEMA, DATE_SCHEMA } from '../benefits/answer-schema.ts';
import { CASE_EXAMPLES, type CaseExample } from '../benefits/case-examples.ts';
import { CASE_SCHEMA } from '../benefits/case-schema.ts';
import { REASONS } from '../benefits/describe-question.ts';
import { formatDay, formatPounds } from '../print.ts';
import { renderRecord, type SchemaNode } from './render-record.ts';

/** The records of facts are described on the events' own page. */
const FACT_RECORD = /^facts\.(address|income|household|benefitAward|capital|identity|death)$/;

const linkOf = (path: string): string | undefined => {
  const [, fact] = FACT_RECORD.exec(path) ?? [];
  return fact === undefined ? undefined : `[Fields](events.md#${fact.toLowerCase()})`;
};

/** docs/reference/benefit-case.md, made from the schemas of the case and the answers, and the examples that a test runs. */
export function renderCasePage(): string {
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from packages/cli/src/benefits; do not edit. -->',
    '',
    '# A case for `told benefits`',
    '',
    ...INTRODUCTION,
    '',
    '## Fields',
    '',
    ...renderRecord(CASE_SCHEMA as SchemaNode, { marksRequired: true, linkOf }),
    ...BIRTH_DATES,
    '',
    '## Examples',
    '',
    'One for each scheme; a test runs them all.',
    '',
    ...CASE_EXAMPLES.flatMap(renderExample),
    '## What `assess --json` prints',
    '',
    'Each field is always there, unless it says otherwise; what does not apply is null. Fields may be added in a later release; none of these goes or changes its meaning.',
    '',
    ...renderRecord(AWARD_SCHEMA as SchemaNode, { marksRequired: false }),
    '### Reasons',
    '',
    '| reason | meaning |',
    '|---|---|',
    ...Object.entries(REASONS).map(([reason, says]) => `| \`${reason}\` | ${says} |`),
    '',
    '## What `date --json` prints',
    '',
    ...renderRecord(DATE_SCHEMA as SchemaNode, { marksRequired: false }),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

const INTRODUCTION = [
  '`told benefits assess` and `told benefits date` read one household as JSON. Only `claimant` is needed, and it may be `{}`: what is left out is',
  'not known, and where a rule asks for it the answer is `to verify` with the name of the field, never a guess. Unknown fields are refused. Money is',
  'whole pence; days are `YYYY-MM-DD`, from 1900 to 2099. For editors: [the JSON Schema](benefit-case.schema.json) (draft 2020-12).',
  '',
  'Use synthetic people. A refusal names the field and the rule, never the value.',
];

const BIRTH_DATES = [
  '### An age in place of a birth date',
  '',
  "`age` stands for a birthday on the day on which the scheme reads ages for the first day assessed (for council tax benefit the Sunday before, for jobseeker's",
  "allowance the last day of the benefit week), so that all rates of the scheme's year see this age. In a series of years the person is a year older in the next.",
  'Where the very day of a birthday matters, as at 18 for discounts, give `birthDate`.',
];

function renderExample({ scheme, title, given, awards, dates }: CaseExample): readonly string[] {
  return [
    `### \`${scheme}\``,
    '',
    title,
    '',
    '```json',
    JSON.stringify(given, null, 2),
    '```',
    '',
    ...awards.map(({ on, weeklyPence }) =>
      weeklyPence === null
        ? `- ${formatDay(on)}: to verify`
        : `- ${formatDay(on)}: ${formatPounds(weeklyPence)} a week`,
    ),
    ...dates.map(
      ({ fact, on, effectiveOn }) =>
        `- \`date --fact ${fact} --on ${on}\`: from ${formatDay(effectiveOn)}`,
    ),
    '',
  ];
}
