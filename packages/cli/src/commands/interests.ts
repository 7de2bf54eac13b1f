import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { formatOption } from '../lines/open-lines.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCount, readDay, readId } from '../read-option.ts';
import { compareFile, type DriftOptions } from './drift-interests.ts';
import { addRegister } from './register-interest.ts';

interface Interest {
  readonly interestId: string;
  readonly capacity: string;
  readonly caseReference: string;
  readonly state: string;
  readonly from: string;
  readonly until: string | null;
}

/** The gateway's own bound. */
const PAGE_MAX = 1_000;

/** `told interests`: an agency's cases on people, which decide what it may be told. */
export function addInterests(program: Command, context: CommandContext): void {
  const interests = program.command('interests').description('an agency’s registered cases');
  addList(interests, context);
  addRegister(interests, context);
  addEnd(interests, context);
  addRecall(interests, context);
  addDrift(interests, context);
}

const connect = (agency: string, context: CommandContext) =>
  connectAs(agency, readProfile(context.profileName(), context.ports.cwd));

interface ListOptions {
  readonly as: string;
  readonly cursor?: string;
  readonly limit: number;
  readonly case?: string;
}

function addList(interests: Command, context: CommandContext): void {
  interests
    .command('list')
    .description('list an agency’s own interests')
    .requiredOption('--as <agency>', 'agency whose interests they are', readAgency)
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--case <reference>', 'only those of this case')
    .option('--limit <count>', 'interests at most', readCount(PAGE_MAX, 1), 100)
    .action(async (options: ListOptions) => {
      const query = new URLSearchParams({
        limit: String(options.limit),
        ...(options.cursor && { cursor: options.cursor }),
        ...(options.case && { caseReference: options.case }),
      });
      const page = await connect(options.as, context).call<{
        readonly items: readonly Interest[];
        readonly next: string | null;
      }>('gateway', `/v1/interests?${query}`);
      context.printer().result(page, () =>
        [
          formatTable(
            ['case', 'capacity', 'state', 'from', 'until', 'interest'],
            page.items.map((one) => [
              one.caseReference,
              one.capacity,
              one.state,
              one.from,
              one.until ?? '',
              one.interestId,
            ]),
            'no interests here; "told interests register" makes one',
          ),
          ...(page.next == null ? [] : [`\nmore: --cursor ${page.next}`]),
        ].join('\n'),
      );
    });
}

interface EndOptions {
  readonly as: string;
  readonly until: string;
  readonly dryRun?: boolean;
}

function addEnd(interests: Command, context: CommandContext): void {
  interests
    .command('end')
    .description('end an interest on a day')
    .argument('<interestId>', 'id of the interest', readId)
    .requiredOption('--as <agency>', 'agency whose interest it is', readAgency)
    .requiredOption('--until <date>', 'last day, YYYY-MM-DD', readDay)
    .option('--dry-run', 'print what would be ended, and send nothing')
    .action(async (interestId: string, { as, until, dryRun }: EndOptions) => {
      const printer = context.printer();
      if (dryRun === true) {
        const asked = { interestId, until, status: 'not-sent' };
        return printer.result(asked, () => `would end ${interestId} on ${until}`);
      }
      const ended = await connect(as, context).call<Interest>(
        'gateway',
        `/v1/interests/${interestId}/end`,
        { body: { until } },
      );
      printer.result(ended, () => `${interestId} ends on ${ended.until}`);
    });
}

interface RecallOptions {
  readonly as: string;
  readonly officer: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

function addRecall(interests: Command, context: CommandContext): void {
  interests
    .command('recall')
    .description(
      'recall a link to the wrong person: nothing more is given, and what was given is not to be relied on',
    )
    .argument('<interestId>', 'id of the interest', readId)
    .requiredOption('--as <agency>', 'agency whose interest it is', readAgency)
    .requiredOption('--officer <reference>', 'reference of the officer who says so, not a name')
    .requiredOption('--reason <text>', 'why, in the officer’s words')
    .option('--dry-run', 'print what would be recalled, and send nothing')
    .action(async (interestId: string, options: RecallOptions) => {
      const { as, officer, reason, dryRun } = options;
      const printer = context.printer();
      if (dryRun === true) {
        const asked = { interestId, officer, status: 'not-sent' };
        return printer.result(asked, () => `would recall ${interestId}`);
      }
      const recalled = await connect(as, context).call<Interest & { readonly takenBack: number }>(
        'gateway',
        `/v1/interests/${interestId}/recall`,
        { body: { officer, reason } },
      );
      printer.result(
        recalled,
        () => `${recalled.state}: ${recalled.takenBack} releases are not to be relied on`,
      );
    });
}

function addDrift(interests: Command, context: CommandContext): void {
  interests
    .command('drift')
    .description('compare an office’s own list of open cases with its interests; changes nothing')
    .requiredOption('--as <agency>', 'agency whose cases they are', readAgency)
    .requiredOption(
      '--file <file>',
      'capacity, caseReference, from, until a line, as CSV with a header or NDJSON; - for standard input',
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExample:\n  npm run -s told -- interests drift --as luton --file open-cases.csv',
    )
    .action((options: DriftOptions & { readonly as: string }) =>
      compareFile(options, connect(options.as, context), context),
    );
}
