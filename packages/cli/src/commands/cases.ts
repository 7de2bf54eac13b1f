import type { Command } from 'commander';
import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatDay, formatPounds, formatTable, type Printer } from '../print.ts';
import { readProfile } from '../profile.ts';
import type { CommandContext } from '../run-cli.ts';

/** A range of days with one weekly amount; `to` null: until further notice. */
export interface AwardRange {
  readonly from: string;
  readonly to: string | null;
  readonly weeklyPence: number;
  readonly lines?: readonly { readonly text: string; readonly amountPence?: number | null }[];
}

export interface CaseAnswer {
  readonly record: { readonly caseReference: string; readonly revision: number };
  readonly award: {
    readonly scheme: string;
    readonly ranges: readonly AwardRange[];
    readonly toVerify: readonly unknown[];
  };
  readonly history: readonly {
    readonly businessDate: string;
    readonly fact: string;
    readonly kind: string;
    readonly reason: string | null;
    readonly sentence: string;
    readonly effectiveOn: string | null;
  }[];
}

/** `told cases`: what an office's own record and award say. */
export function addCases(program: Command, context: CommandContext): void {
  const cases = program.command('cases').description('look at an office’s cases');
  cases
    .command('list')
    .description('list the office’s cases by reference')
    .requiredOption('--as <agency>', 'agency whose office it is')
    .option('--after <reference>', 'begin after this case')
    .option('--limit <count>', 'cases at most', '100')
    .action(
      async (options: { readonly as: string; readonly after?: string; readonly limit: string }) => {
        const office = connectToOffice(options.as, context);
        const query = new URLSearchParams({
          limit: options.limit,
          ...(options.after && { cursor: options.after }),
        });
        const page = await office.call<{
          readonly cases: readonly { readonly caseReference: string; readonly revision: number }[];
          readonly next: string | null;
        }>(`/v1/cases?${query}`);
        context.printer().result(page, () =>
          [
            formatTable(
              ['case', 'revision'],
              page.cases.map((one) => [one.caseReference, String(one.revision)]),
              'the office has no cases; "npm run demo" loads some',
            ),
            ...(page.next === null ? [] : [`\nmore: --after ${page.next}`]),
          ].join('\n'),
        );
      },
    );
  cases
    .command('show <caseReference>')
    .description('show record, award and history of a case')
    .requiredOption('--as <agency>', 'agency whose office it is')
    .action(async (caseReference: string, options: { readonly as: string }) => {
      const answer = await connectToOffice(options.as, context).call<CaseAnswer>(
        `/v1/cases/${encodeURIComponent(caseReference)}`,
      );
      const printer = context.printer();
      printer.result(answer, () => describeCase(answer, printer));
    });
}

/** The office's own service, found by its agency: `jobcentre`, or `council-tax-<agency>`. */
function connectToOffice(
  agency: string,
  context: CommandContext,
): { call: <T>(path: string, call?: Parameters<Connection['call']>[2]) => Promise<T> } {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const service = [agency, `council-tax-${agency}`].find((name) => name in profile.services);
  if (service === undefined) {
    throw new CliError('usage', `the profile runs no office for "${agency}"`);
  }
  const connection = connectAs(agency, profile);
  return { call: (path, call) => connection.call(service, path, call) };
}

function describeCase({ record, award, history }: CaseAnswer, printer: Printer): string {
  const ranges = award.ranges.map((range) => [
    formatDay(range.from),
    range.to === null ? 'further notice' : formatDay(range.to),
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
    ...(award.toVerify.length > 0 ? ['', `to verify: ${JSON.stringify(award.toVerify)}`] : []),
    '',
    formatTable(['on', 'fact', 'answer', 'what happened'], entries, 'nothing has happened yet'),
  ].join('\n');
}
