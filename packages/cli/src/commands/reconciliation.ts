import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readDay } from '../read-option.ts';
import { describeDifferences, describeReport } from '../reconciliation/describe-report.ts';
import { fetchReport, toQuery } from '../reconciliation/fetch-report.ts';
import type { DifferencesAnswer } from '../reconciliation/report-answers.ts';

interface ReconciliationOptions {
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly differences?: boolean;
  readonly limit: number;
  readonly cursor?: string;
  readonly as: string;
}

/** Audit's own bound. */
const PAGE_MAX = 1_000;

/** `told reconciliation`: what was decided against what was released, and that against what was answered. */
export function addReconciliation(program: Command, context: CommandContext): void {
  program
    .command('reconciliation')
    .description('hold what was decided against what was released and answered, by agency and day')
    .option('--agency <agency>', 'only what was decided about this agency', readAgency)
    .option('--from <date>', 'from this day on, in London', readDay)
    .option('--to <date>', 'up to and with this day', readDay)
    .option('--differences', 'list each difference, the oldest first')
    .option('--limit <count>', 'differences at most', readCount(PAGE_MAX, 1), 100)
    .option('--cursor <cursor>', 'differences to begin with, from the list before')
    .addOption(new Option('--as <agency>', 'who asks').argParser(readAgency).default('auditor'))
    .addHelpText('after', HELP)
    .action((options: ReconciliationOptions) => reconcile(options, context));
}

async function reconcile(options: ReconciliationOptions, context: CommandContext): Promise<void> {
  const { agency, from, to, limit, cursor } = options;
  const auditor = connectAs(options.as, readProfile(context.profileName(), context.ports.cwd));
  const printer = context.printer();
  const question = { ...(agency && { agency }), ...(from && { from }), ...(to && { to }) };
  const report = await fetchReport(auditor, question, printer);
  const listed = options.differences
    ? await auditor.call<DifferencesAnswer>(
        'audit',
        `/v1/reconciliation/differences?${toQuery({ ...question, limit, cursor })}`,
      )
    : undefined;
  printer.result(
    listed === undefined ? report : { ...report, listed: listed.items, next: listed.next },
    () =>
      [describeReport(report), ...(listed === undefined ? [] : [describeDifferences(listed)])].join(
        '\n\n',
      ),
  );
  if (report.balanced) return;
  const hint = options.differences
    ? ''
    : '\nFix: the same command with --differences names each of them.';
  throw new CliError(
    'unsound',
    `${report.totals.differences} differences between what was decided, released and answered.${hint}`,
  );
}

const HELP = `
decided = released + trimmed + refused + held + own, and released + trimmed = answered + outstanding. Answers count for the day of their decision.

Exit code 0: nothing differs; 4: something does, if only that an office has yet to answer. docs/how-to/reconcile.md says what each kind means.

Example:
  npm run -s told -- reconciliation --agency luton --to 2026-11-22 --differences`;
