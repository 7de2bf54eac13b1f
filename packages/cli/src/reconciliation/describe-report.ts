import { formatFields, formatTable } from '../print.ts';
import {
  COUNTS,
  type CountsAnswer,
  type DifferencesAnswer,
  type ReportAnswer,
} from './report-answers.ts';

const HEADINGS = [
  ...['decided', 'released', 'trimmed', 'refused', 'held', 'own', 'answered', 'outstanding'],
  ...['taken back', 'answered', 'outstanding', 'differences'],
];
const NOBODY = '(nobody)';

const cellsOf = (counts: CountsAnswer): readonly string[] =>
  COUNTS.map((name) => counts[name].toLocaleString('en-GB'));

export function describeReport(report: Omit<ReportAnswer, 'next'>): string {
  const { ledgerId, size, totals, kinds, items } = report;
  const rows = items.map((one) => [one.day, one.agency ?? NOBODY, ...cellsOf(one)]);
  const sum = items.length > 1 ? [['', 'together', ...cellsOf(totals)]] : [];
  return [
    formatTable(['day', 'agency', ...HEADINGS], [...rows, ...sum], 'nothing was decided'),
    '',
    formatFields({
      'as of': `${size.toLocaleString('en-GB')} entries of ${ledgerId}`,
      differences: describeKinds(kinds),
    }),
  ].join('\n');
}

const describeKinds = (kinds: ReportAnswer['kinds']): string =>
  Object.entries(kinds)
    .map(([kind, count]) => `${kind}: ${count}`)
    .join(', ') || 'none';

export const describeDifferences = ({ items, next }: DifferencesAnswer): string =>
  [
    formatTable(
      ['day', 'agency', 'kind', 'entry', 'since', 'what'],
      items.map((one) => [
        ...[one.day, one.agency ?? NOBODY, one.kind],
        ...[`${one.ledgerId} ${one.index}`, one.since, one.sentence],
      ]),
      'nothing differs',
    ),
    ...(next === null ? [] : [`\nmore: --cursor ${next}`]),
  ].join('\n');
