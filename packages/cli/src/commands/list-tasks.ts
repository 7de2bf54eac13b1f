import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectToOffices, type OfficeConnection } from '../connect-to-office.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readAgency, readCount } from '../read-option.ts';

/** What waits for an officer, as an office's HTTP interface gives it; fields that are not printed are left out. */
interface Task {
  readonly kind: string;
  readonly state: string;
  readonly caseReference: string;
  readonly changeId: string;
  readonly since: string;
  readonly fact: string;
  readonly changeType: string;
  readonly reason: string;
  readonly closedBy: string | null;
}

export interface TaskPage {
  readonly items: readonly Task[];
  readonly next: string | null;
}

interface TaskOptions {
  readonly agency?: string;
  readonly state: 'open' | 'decided' | 'all';
  readonly kind?: string;
  readonly case?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** The offices' own bound. */
const PAGE_MAX = 1_000;

/** The agency's option, under the name that other commands use too. */
export const agencyOption = (description: string): Option =>
  new Option('--as, --agency <agency>', description).argParser(readAgency);

/** `told cases tasks`: what waits for officers. */
export function addTasks(cases: Command, context: CommandContext): void {
  cases
    .command('tasks')
    .description(
      'list what waits for an officer: facts to verify, and releases that matched no case',
    )
    .addOption(agencyOption('agency whose office it is; left out, every office of the profile'))
    .addOption(
      new Option('--state <state>', 'which tasks')
        .choices(['open', 'decided', 'all'])
        .default('open'),
    )
    .addOption(new Option('--kind <kind>', 'which kind').choices(['to-verify', 'unmatched']))
    .option('--case <caseReference>', 'of one case')
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .option('--limit <count>', 'tasks at most, of each office', readCount(PAGE_MAX, 1), 100)
    .addHelpText('after', '\nExample:\n  npm run -s told -- cases tasks --agency luton --state all')
    .action(async (options: TaskOptions) => {
      const asked = await Promise.all(
        connectToOffices(options.agency, context).map((office) => askOffice(office, options)),
      );
      const pages = asked.flatMap(({ page }) => page ?? []);
      const away = asked.flatMap(({ unavailable }) => unavailable ?? []);
      if (pages.length > 0 || away.length === 0) {
        const names = away.map(({ agency }) => agency);
        context.printer().result({ offices: pages, away: names }, () => describePages(pages));
      }
      if (away.length > 0) {
        throw new CliError('unavailable', away.map(({ why }) => why).join('\n'));
      }
    });
}

type OfficePage = TaskPage & { readonly agency: string };

interface AskedOffice {
  readonly page?: OfficePage;
  readonly unavailable?: { readonly agency: string; readonly why: string };
}

/** One office's page. That it does not answer is told beside the others' pages. */
async function askOffice(office: OfficeConnection, options: TaskOptions): Promise<AskedOffice> {
  const { agency } = office;
  try {
    return { page: { agency, ...(await readTasks(office, options)) } };
  } catch (error) {
    if (!(error instanceof CliError && error.exit === 'unavailable')) throw error;
    return { unavailable: { agency, why: `${agency}: ${error.message}` } };
  }
}

function readTasks(office: OfficeConnection, options: TaskOptions): Promise<TaskPage> {
  const query = new URLSearchParams({
    limit: String(options.limit),
    ...(options.state !== 'all' && { state: options.state }),
    ...(options.kind && { kind: options.kind }),
    ...(options.case && { caseReference: options.case }),
    ...(options.cursor && { cursor: options.cursor }),
  });
  return office.call<TaskPage>(`/v1/tasks?${query}`);
}

function describePages(pages: readonly OfficePage[]): string {
  const rows = pages.flatMap(({ agency, items }) =>
    items.map((task) => [
      agency,
      task.caseReference,
      task.changeId,
      task.since,
      `${task.fact} ${task.changeType}`,
      task.reason,
      task.closedBy === null ? task.state : `decided: ${task.closedBy}`,
    ]),
  );
  const headings = ['office', 'case', 'change', 'since', 'fact', 'reason', ''];
  const more = pages.flatMap(({ agency, next }) =>
    next === null ? [] : [`\nmore: --agency ${agency} --cursor "${next}"`],
  );
  return [formatTable(headings, rows, 'nothing waits for an officer'), ...more].join('\n');
}
