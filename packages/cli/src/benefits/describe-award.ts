import { formatDay, formatPounds, formatTable, type Printer } from '../print.ts';
import type { ExplainedAward, ExplainedLine } from './explain-award.ts';

/** An award for a person at a terminal: its days in their order, each with its calculation. */
export function describeAward(award: ExplainedAward, printer: Printer): string {
  const rates = award.otherRates ? ', with other rates than those shipped' : '';
  return [
    printer.style('bold', `${award.title} (${award.scheme})${rates}`),
    `${formatDay(award.from)} to ${formatDay(award.coversTo)}; benefit weeks end on ${capitalise(award.weekEndsOn)}`,
    '',
    ...(award.on === undefined ? describeAll(award, printer) : describeDay(award, printer)),
  ].join('\n');
}

function describeAll(award: ExplainedAward, printer: Printer): readonly string[] {
  const blocks = [
    ...award.ranges.map((range) => ({ from: range.from, lines: describeRange(range, printer) })),
    ...award.toVerify.map((open) => ({ from: open.from, lines: describeOpen(open, printer) })),
  ].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return [...blocks.map(({ lines }) => lines), describeEffects(award), describeYears(award)]
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

function describeDay({ on }: ExplainedAward, printer: Printer): readonly string[] {
  if (on === undefined) return [];
  if (on.range !== null) return describeRange(on.range, printer);
  if (on.toVerify !== null) return describeOpen(on.toVerify, printer);
  return [];
}

type Range = ExplainedAward['ranges'][number];
type Question = ExplainedAward['toVerify'][number];

function describeRange({ from, to, weeklyPence, entitled, lines }: Range, printer: Printer) {
  const amount = entitled ? `${formatPounds(weeklyPence)} a week` : 'no entitlement';
  return [
    printer.style('bold', `${describeDays(from, to)}: ${amount}`),
    ...lines.flatMap((line) => describeLine(line, printer)),
  ];
}

function describeLine({ text, rule, source, unverified }: ExplainedLine, printer: Printer) {
  const mark = unverified ? ` ${printer.style('yellow', '[unverified]')}` : '';
  return [`  ${text}`, `      ${printer.style('dim', `${rule}: ${source}`)}${mark}`];
}

function describeOpen({ from, to, reason, detail, says }: Question, printer: Printer) {
  return [
    printer.style('yellow', `${describeDays(from, to)}: to verify, no amount`),
    `  ${says}`,
    `      ${printer.style('dim', `${reason}: ${detail}`)}`,
  ];
}

function describeDays(from: string, to: string | null): string {
  if (to === null) return `From ${formatDay(from)}`;
  return from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`;
}

/** A line for each notice and date of change: a change of the household also counts for discounts, by exact days. */
function describeEffects({ effects }: ExplainedAward): readonly string[] {
  if (effects.length === 0) return [];
  const rows = new Map<string, { row: string[]; days: string[] }>();
  for (const { changeId, changedOn, effectiveOn, fromNotice } of effects) {
    const known = rows.get(`${changeId} ${changedOn}`);
    if (known !== undefined) known.days.push(effectiveOn);
    else {
      const note = fromNotice ? 'told late, gains: from the notice' : '';
      const row = [changeId, formatDay(changedOn), note];
      rows.set(`${changeId} ${changedOn}`, { row, days: [effectiveOn] });
    }
  }
  const cells = [...rows.values()].map(
    ({ row: [changeId = '', changedOn = '', note = ''], days }) => [
      changeId,
      changedOn,
      days.sort().map(formatDay).join(' and '),
      note,
    ],
  );
  return [formatTable(['change', 'date of change', 'counts from', ''], cells)];
}

/** The years of which something is known; rules of dates alone run on for decades. */
function describeYears({ financialYears, ranges }: ExplainedAward): readonly string[] {
  const known = financialYears.filter((year) =>
    ranges.some((range) => range.from <= year.to && year.from <= range.to),
  );
  const rows = known.map(({ financialYear, from, to, pence, daysToVerify }) => [
    financialYear,
    formatDay(from),
    formatDay(to),
    pence === null ? `not known: ${daysToVerify} days to verify` : formatPounds(pence),
  ]);
  if (rows.length === 0) return [];
  return [formatTable(['financial year', 'from', 'to', 'in all'], rows)];
}

const capitalise = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
