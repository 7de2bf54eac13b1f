import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectToOffices, type OfficeConnection } from '../connect-to-office.ts';
import { CliError } from '../exit-codes.ts';
import { readDay, readId } from '../read-option.ts';
import { agencyOption, type TaskPage } from './list-tasks.ts';

interface DecideOptions {
  readonly agency?: string;
  readonly use?: boolean;
  readonly doNotUse?: boolean;
  readonly extendNotice?: string;
  readonly link?: string | true;
  readonly dismiss?: boolean;
  readonly reason: string;
  readonly key?: string;
  readonly dryRun?: boolean;
}

interface Decided {
  readonly caseReference: string;
  readonly decision: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly sentence: string;
}

/** `told cases decide`: an officer's decision on what waits. */
export function addDecide(cases: Command, context: CommandContext): void {
  cases
    .command('decide')
    .description('decide a fact that waits for an officer, or a release that matched no case')
    .argument(
      '<caseReference>',
      'the office’s own reference; of a release that matched none, the one it came under',
    )
    .argument('<changeId>', 'id of the change, as "told cases tasks" lists it', readId)
    .option('--use', 'the fact counts')
    .option('--do-not-use', 'the fact is set aside')
    .option(
      '--extend-notice <appliedOn>',
      'a late notice counts from the change; day of the application, YYYY-MM-DD',
      readDay,
    )
    .option(
      '--link [caseReference]',
      'the release belongs to this case; without one, to that of its own reference',
    )
    .option('--dismiss', 'the release belongs to no case here')
    .requiredOption('--reason <text>', 'why, in the officer’s words; it stays at the office')
    .addOption(agencyOption('agency whose office it is; left out, the one office where this waits'))
    .option(
      '--key <key>',
      'Idempotency-Key: deciding again under it changes nothing; left out, a new one',
    )
    .option('--dry-run', 'print what would be decided, and send nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run -s told -- cases decide CTB-000123 1f0c2a34-9b7e-5c11-8d2e-0a1b2c3d4e5f --use --reason "Contract seen"' +
        '\n  npm run -s told -- cases decide CTB-404 1f0c2a34-9b7e-5c11-8d2e-0a1b2c3d4e5f --link CTB-000123 --reason "Old reference" --agency luton',
    )
    .action((caseReference: string, changeId: string, options: DecideOptions) =>
      decide({ caseReference, changeId }, options, context),
    );
}

interface Named {
  readonly caseReference: string;
  readonly changeId: string;
}

async function decide(
  named: Named,
  options: DecideOptions,
  context: CommandContext,
): Promise<void> {
  const body = { changeId: named.changeId, ...readDecision(options), reason: options.reason };
  const printer = context.printer();
  const key = options.key ?? randomUUID();
  if (options.dryRun === true) {
    const asked = { caseReference: named.caseReference, ...body, status: 'not-sent' };
    return printer.result(asked, () => `not sent: ${body.decision} of change ${named.changeId}`);
  }
  const office = await findOffice(named, connectToOffices(options.agency, context));
  const decided = await office.call<Decided>(
    `/v1/cases/${encodeURIComponent(named.caseReference)}/decisions`,
    { body, headers: { 'idempotency-key': key } },
  );
  printer.result({ agency: office.agency, ...decided }, () => {
    const answer = decided.reason === null ? decided.kind : `${decided.kind}: ${decided.reason}`;
    return `${office.agency}, ${decided.caseReference}: ${answer}\n${decided.sentence}`;
  });
}

/** The one decision of the command line. */
function readDecision(options: DecideOptions): {
  readonly decision: string;
  readonly appliedOn?: string;
  readonly toCaseReference?: string;
} {
  const { use, doNotUse, extendNotice, link, dismiss } = options;
  const asked = [
    ...(use === true ? [{ decision: 'use' }] : []),
    ...(doNotUse === true ? [{ decision: 'do-not-use' }] : []),
    ...(extendNotice === undefined ? [] : [{ decision: 'extend-notice', appliedOn: extendNotice }]),
    ...(link === undefined ? [] : [describeLink(link)]),
    ...(dismiss === true ? [{ decision: 'dismiss' }] : []),
  ];
  const [one, ...others] = asked;
  if (one !== undefined && others.length === 0) return one;
  throw new CliError(
    'usage',
    'a decision is one of --use, --do-not-use, --extend-notice, --link and --dismiss.',
  );
}

const describeLink = (to: string | true) =>
  to === true ? { decision: 'link' } : { decision: 'link', toCaseReference: to };

/** The one office at which the change waits, or waited, under this reference. */
async function findOffice(
  { caseReference, changeId }: Named,
  offices: readonly OfficeConnection[],
): Promise<OfficeConnection> {
  const [first, ...others] = offices;
  if (first !== undefined && others.length === 0) return first;
  const query = new URLSearchParams({ caseReference, limit: '1000' });
  const asked = await Promise.all(
    offices.map(async (office) => {
      const { items } = await office.call<TaskPage>(`/v1/tasks?${query}`);
      return items.some((task) => task.changeId === changeId) ? [office] : [];
    }),
  );
  const [found, ...more] = asked.flat();
  if (found !== undefined && more.length === 0) return found;
  const known = offices.map(({ agency }) => agency).join(', ') || 'none';
  const why = found === undefined ? 'at no office does it wait' : 'it waits at several offices';
  throw new CliError('usage', `${why}; name the office with --agency. The profile runs: ${known}.`);
}
