import type { Command } from 'commander';
import type { AwardRange, CaseAnswer, OpenQuestion } from '../case-answer.ts';
import type { CommandContext } from '../command-context.ts';
import { connectToOffice } from '../connect-to-office.ts';
import { formatDay, formatPounds, formatTable, type Printer } from '../print.ts';
import { readCount } from '../read-option.ts';
import { addDecide } from './decide-case.ts';
import { addTasks, agencyOption } from './list-tasks.ts';

interface CaseLine {
  readonly caseReference: string;
  readonly revision: number;
  readonly toVerify: boolean;
}

/** The offices' own bound. */
const PAGE_MAX = 1_000;

/** `told cases`: what an office's own record and award say, and what waits for its officers. */
export function addCases(program: Command, context: CommandContext): void {
  const cases = program
    .command('cases')
    .description('look at an office’s cases, and decide what waits');
  cases
    .command('list')
    .description('list the office’s cases by reference')
    .addOption(agencyOption('agency whose office it is').makeOptionMandatory())
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--limit <count>', 'cases at most', readCount(PAGE_MAX, 1), 100)
    .action(
      async (options: {
        readonly agency: string;
        readonly cursor?: string;
        readonly limit: number;
      }) => {
        const office = connectToOffice(options.agency, context);
        const query = new URLSearchParams({
          limit: String(options.limit),
          ...(options.cursor && { cursor: options.cursor }),
        });
        const page = await office.call<{
          readonly items: readonly CaseLine[];
          readonly next: string | null;
        }>(`/v1/cases?${query}`);
        context.printer().result(page, () =>
          [
            formatTable(
              ['case', 'revision', ''],
              page.items.map((one) => [
                one.caseReference,
                String(one.revision),
                one.toVerify ? 'to verify' : '',
              ]),
              'no cases here; "npm run demo" loads some',
            ),
            ...(page.next === null ? [] : [`\nmore: --cursor ${page.next}`]),
          ].join('\n'),
        );
      },
    );
  cases
    .command('show')
    .description('show award and history of a case; with --json also its record')
    .argument('<caseReference>', 'the office’s own reference')
    .addOption(agencyOption('agency whose office it is').makeOptionMandatory())
    .action(async (caseReference: string, options: { readonly agency: string }) => {
      const answer = await connectToOffice(options.agency, context).call<CaseAnswer>(
        `/v1/cases/${encodeURIComponent(caseReference)}`,
      );
      const printer = context.printer();
      printer.result(answer, () => describeCase(answer, printer));
    });
  addTasks(cases, context);
  addDecide(cases, context);
}

function describeCase({ record, award, history }: CaseAnswer, printer: Printer): string {
  const ranges = award.ranges.map((range) => [
    formatDay(range.from),
    untilDay(range.to),
    formatPounds(range.weeklyPence),
  ]);
  const entries = history.map((entry) => [
    entry.businessDate,
    entry.fact,
    entry.reason === null ? entry.kind : `${entry.kind}: ${entry.reason}`,
    entry.sentence,
  ]);
  return [
    printer.style('bold', `${record.caseReference}, revision ${record.revision}, ${award.scheme}`),
    '',
    formatTable(['award from', 'until', 'a week'], ranges, 'no award'),
    ...describeCalculation(award.ranges.at(-1)),
    ...(award.toVerify.length > 0
      ? [
          '',
          formatTable(['to verify from', 'until', 'reason', ''], describeQuestions(award.toVerify)),
        ]
      : []),
    '',
    formatTable(['on', 'fact', 'answer', 'what happened'], entries, 'nothing has happened yet'),
  ].join('\n');
}

const untilDay = (day: string | null): string => (day === null ? 'further notice' : formatDay(day));

/** How the last range's amount comes about. */
const describeCalculation = (range: AwardRange | undefined): readonly string[] =>
  range?.lines === undefined ? [] : ['', ...range.lines.map(({ text }) => `  ${text}`)];

const describeQuestions = (questions: readonly OpenQuestion[]): readonly (readonly string[])[] =>
  questions.map(({ from, to, reason, detail }) => [formatDay(from), untilDay(to), reason, detail]);
