import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatTable } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCase, readCount, readDay, readId } from '../read-option.ts';

interface Item {
  readonly ledgerId: string;
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly sentence: string;
}

interface Page {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly erasedUntil: string | null;
}

interface TimelineOptions {
  readonly reason: string;
  readonly change?: string;
  readonly case?: string;
  readonly nino?: string;
  readonly kind?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly until?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Audit's own bound. */
const PAGE_MAX = 1_000;
const KINDS = ['change', 'decision', 'interest', 'consent', 'outcome', 'action'];

/** `told timeline`: what the ledger has about a person or a change. */
export function addTimeline(program: Command, context: CommandContext): void {
  program
    .command('timeline')
    .description('show what the ledger has about a person or a change, the newest first')
    .argument('[subjectKey]', 'the person’s key on the bus; or name them by --case or --nino')
    .requiredOption('--reason <text>', 'why you look; kept for ever with who looked')
    .addOption(
      new Option('--change <id>', 'a change instead of a person')
        .argParser(readId)
        .conflicts(['case', 'nino']),
    )
    .addOption(
      new Option('--case <agency/reference>', 'the person of an agency’s case').conflicts('nino'),
    )
    .option('--nino <nino>', 'the person with this National Insurance number')
    .addOption(new Option('--kind <kind>', 'only entries of this kind').choices(KINDS))
    .option('--agency <agency>', 'only what concerns this agency', readAgency)
    .option('--from <date>', 'from the beginning of this day on, UTC', readDay)
    .option('--until <date>', 'before the beginning of this day, UTC', readDay)
    .option('--limit <count>', 'entries at most', readCount(PAGE_MAX, 1), 100)
    .option('--cursor <cursor>', 'page to begin with, from the page before')
    .addHelpText(
      'after',
      '\nThat you looked becomes an entry of the ledger itself.\n\nExample:\n  npm run -s told -- timeline --case luton/CTB-000123 --reason "complaint 4711"',
    )
    .action(async (subjectKey: string | undefined, options: TimelineOptions) => {
      const auditor = connectAs('auditor', readProfile(context.profileName(), context.ports.cwd));
      const path = await locate(auditor, subjectKey, options);
      const page = await auditor.call<Page>('audit', `${path}?${queryOf(options)}`);
      context.printer().result(page, () => describePage(page));
    });
}

/** Where the timeline is. Throws CliError `usage` unless exactly one person or change is named. */
async function locate(
  auditor: Connection,
  subjectKey: string | undefined,
  { change, case: caseNamed, nino, reason }: TimelineOptions,
): Promise<string> {
  const named = [subjectKey, change, caseNamed, nino].filter((one) => one !== undefined);
  if (named.length !== 1) {
    throw new CliError(
      'usage',
      'one person or change is shown.\nFix: give a subject key, --change, --case or --nino.',
    );
  }
  if (change !== undefined) return `/v1/changes/${change}/timeline`;
  if (subjectKey !== undefined) return `/v1/people/${encodeURIComponent(subjectKey)}/timeline`;
  const body =
    caseNamed === undefined ? { person: { nino }, reason } : { case: readCase(caseNamed), reason };
  const found = await auditor.call<{ readonly subjectKey: string }>('audit', '/v1/people/find', {
    body,
  });
  return `/v1/people/${found.subjectKey}/timeline`;
}

function queryOf(options: TimelineOptions): URLSearchParams {
  const { reason, kind, agency, from, until, limit, cursor } = options;
  const day = (date: string): string => `${date}T00:00:00Z`;
  return new URLSearchParams({
    reason,
    limit: String(limit),
    ...(kind && { kind }),
    ...(agency && { agency }),
    ...(from && { from: day(from) }),
    ...(until && { until: day(until) }),
    ...(cursor && { cursor }),
  });
}

function describePage({ items, next, erasedUntil }: Page): string {
  return [
    ...(erasedUntil === null
      ? []
      : [`erased until ${erasedUntil}: only what came later is here\n`]),
    formatTable(
      ['at', 'entry', 'kind', 'what'],
      items.map(({ at, index, kind, sentence }) => [at, String(index), kind, sentence]),
      'nothing in the ledger fits; "told ledger head" says how far it reaches',
    ),
    ...(next === null ? [] : [`\nmore: --cursor ${next}`]),
  ].join('\n');
}
