import type { Remark, Rule, Scheme } from '@told/benefits';
import { listFigures, type ShownFigure } from './list-figures.ts';

/** One set of rules with its schemes: its years, or itself alone. */
type RuleSet = { readonly rules: Scheme; readonly years: readonly Scheme[] };

/**
 * docs/reference/benefit-rules.md, made from the schemes and their rates: `ratesById` holds a rates
 * file's JSON by the id of its scheme. Throws TypeError for rates of no scheme.
 */
export function renderBenefitPage(
  schemes: readonly Scheme[],
  sharedRules: readonly Rule[],
  ratesById: ReadonlyMap<string, unknown>,
): string {
  const stray = [...ratesById.keys()].find((id) => !schemes.some((scheme) => scheme.id === id));
  if (stray !== undefined) throw new TypeError(`${stray} has rates and is no scheme`);
  const sets = listRuleSets(schemes);
  return `${[
    '<!-- Written by `npm run build -w @told/cli` from the rules and rates of @told/benefits; do not edit. -->',
    '',
    '# Benefit rules',
    '',
    'What the code applies: every rule and every figure with where it was read. **Unverified** stands beside what is believed and was read in no',
    'source, or only in one for a neighbouring benefit. What a scheme does not model is answered by `to-verify`, never by a number.',
    'This is not legal advice: see the [legal notice](../explanation/legal-notice.md).',
    '',
    '| scheme | id | rules | unverified |',
    '|---|---|---|---|',
    ...sets.map((set) => renderSummary(set, ratesById)),
    '',
    '## Notice of a change, and the end of a claim, in every scheme without a rule of its own',
    '',
    ...renderRules(sharedRules),
    ...sets.flatMap((set) => renderSet(set, ratesById)),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/** A scheme of a year `ctb-2010-11` belongs to the series `ctb`, where there is one; series come first. */
function listRuleSets(schemes: readonly Scheme[]): readonly RuleSet[] {
  const yearsOf = ({ id }: Scheme): readonly Scheme[] =>
    schemes.filter(
      (other) => other.id.startsWith(`${id}-`) && YEAR.test(other.id.slice(id.length)),
    );
  const isYear = (scheme: Scheme): boolean =>
    schemes.some((other) => yearsOf(other).includes(scheme));
  return schemes
    .filter((scheme) => !isYear(scheme))
    .map((rules) => ({ rules, years: yearsOf(rules).length === 0 ? [rules] : yearsOf(rules) }))
    .sort((a, b) => b.years.length - a.years.length);
}

const YEAR = /^-\d{4}-\d{2}$/;

function renderSummary({ rules, years }: RuleSet, ratesById: ReadonlyMap<string, unknown>): string {
  const ids = [...new Set([rules, ...years])].map(({ id }) => `\`${id}\``).join(', ');
  const figures = years.flatMap(({ id }) => listFigures(ratesById.get(id)));
  const unverified = [
    count(rules.rules.filter((rule) => rule.unverified === true).length, 'rule'),
    count(figures.filter((figure) => figure.unverified).length, 'figure'),
  ];
  return `| [${rules.title}](#${toAnchor(headingOf(rules))}) | ${ids} | ${rules.rules.length} | ${unverified.join(', ')} |`;
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

const headingOf = ({ id, title }: Scheme): string => `${title}: ${id}`;

/** Anchors as forges make them. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function renderSet(
  { rules, years }: RuleSet,
  ratesById: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [
    `## ${headingOf(rules)}`,
    '',
    ...renderRules(rules.rules),
    ...years.flatMap((year) => renderFigures(year, listFigures(ratesById.get(year.id)))),
    ...renderRemarks('Cliffs', rules, rules.cliffs ?? []),
    ...renderRemarks('Not modelled', rules, rules.notModelled ?? []),
  ];
}

function renderRules(rules: readonly Rule[]): readonly string[] {
  const rows = rules.map(
    ({ name, says, source, unverified }) =>
      `| \`${name}\` | ${toCell(says)} | ${toSource(source, unverified === true)} |`,
  );
  return ['| rule | what it says | source |', '|---|---|---|', ...rows, ''];
}

function renderFigures({ id, title }: Scheme, figures: readonly ShownFigure[]): readonly string[] {
  if (figures.length === 0) return [];
  const rows = figures.map(
    ({ name, value, source, unverified }) =>
      `| ${toCell(name)} | ${toCell(value)} | ${toSource(source, unverified)} |`,
  );
  return [
    `### Figures of ${id}: ${title}`,
    '',
    '| figure | value | source |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

function renderRemarks(
  heading: string,
  { id }: Scheme,
  remarks: readonly Remark[],
): readonly string[] {
  if (remarks.length === 0) return [];
  const items = remarks.map(({ name, says }) => `- \`${name}\`: ${says}`);
  return [`### ${heading}: ${id}`, '', ...items, ''];
}

const toSource = (source: string, unverified: boolean): string =>
  `${toCell(source)}${unverified ? ' · **unverified**' : ''}`;

const toCell = (text: string): string => text.replaceAll('|', '\\|');
