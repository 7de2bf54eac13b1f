import { jsonSchemaFor } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { createValidator } from '@told/service';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatFields } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readJson } from '../read-json.ts';
import { readAgency, readCount, readId } from '../read-option.ts';
import { REPUBLISH_HELP, type RepublishOptions, republishChanges } from './republish-changes.ts';
import { REREAD_HELP, REREADERS, type RereadOptions, rereadChanges } from './reread-changes.ts';
import { DOORS, sendChanges } from './send-changes.ts';

const REASON = 'why; kept for ever, so it names no person';
/** More than any file has. */
const LINES_MAX = 1_000_000_000;

interface SendOptions {
  readonly as: string;
  readonly file: string;
  readonly key?: string;
  readonly fromLine?: number;
  readonly through: (typeof DOORS)[number];
  readonly dryRun?: boolean;
}

interface Sent {
  readonly changeId: string;
  readonly status: 'accepted' | 'duplicate';
}

interface Change {
  readonly progress: {
    readonly state: string;
    readonly recipients?: readonly { readonly agency: string; readonly outcome: string | null }[];
    readonly count?: number | null;
  };
}

/** `told changes`: tell a change, and see how far it has come. */
export function addChanges(program: Command, context: CommandContext): void {
  const changes = program
    .command('changes')
    .description('tell changes, follow them, and give the log again what it lost');
  changes
    .command('send')
    .description('tell one change, or a file with one a line')
    .requiredOption('--as <agency>', 'agency that tells', readAgency)
    .requiredOption(
      '--file <file>',
      'with --key the change as JSON; else a line each: {"idempotencyKey", "change"}; - for standard input',
    )
    .option(
      '--key <key>',
      'Idempotency-Key of the one change: sending again under it changes nothing',
    )
    .option(
      '--from-line <line>',
      'of a file of lines: leave out those before',
      readCount(LINES_MAX, 1),
    )
    .addOption(
      new Option(
        '--through <door>',
        'of a file of lines: intake’s HTTP, or the agency’s topic on the bus',
      )
        .choices(DOORS)
        .default('http'),
    )
    .option('--dry-run', 'send nothing; one change is checked against its schema here')
    .addHelpText(
      'after',
      '\nExample:\n  npm run -s told -- changes send --as jobcentre --key notice-17 --file change.json\n  npm run -s told -- changes send --as jobcentre --file changes.ndjson\n\nA file of lines may be sent again as a whole: what was accepted is a duplicate then.\n\nFields: docs/reference/events.md',
    )
    .action((options: SendOptions) => send(options, context));
  changes
    .command('show')
    .description('show what was told, and its progress')
    .argument('<changeId>', 'id of the change', readId)
    .option(
      '--as <agency>',
      'who asks: the agency that told it, or the auditor',
      readAgency,
      'auditor',
    )
    .action(async (changeId: string, options: { readonly as: string }) => {
      const connection = connectAs(
        options.as,
        readProfile(context.profileName(), context.ports.cwd),
      );
      const change = await connection.call<Change>('intake', `/v1/changes/${changeId}`);
      context
        .printer()
        .result(change, () => formatFields({ ...change, progress: describeProgress(change) }));
    });
  changes
    .command('republish')
    .description('give the log again what it has lost of the accepted changes')
    .requiredOption('--reason <reason>', REASON)
    .option('--dry-run', 'only count what the log has lost')
    .addHelpText('after', REPUBLISH_HELP)
    .action((options: RepublishOptions) => {
      const profile = readProfile(context.profileName(), context.ports.cwd);
      return republishChanges(options, connectAs('operator', profile), context);
    });
  changes
    .command('reread')
    .description('let the gateway or audit read all changes again, after the log lost some')
    .addOption(
      new Option('--service <service>', 'who reads again').choices(REREADERS).default('gateway'),
    )
    .requiredOption('--reason <reason>', REASON)
    .option('--dry-run', 'only say what would be done')
    .addHelpText('after', REREAD_HELP)
    .action((options: RereadOptions) => rereadChanges(options, context));
}

function send(options: SendOptions, context: CommandContext): Promise<void> {
  const { key, fromLine } = options;
  if (key === undefined) {
    return sendChanges({ ...options, fromLine: fromLine ?? 1 }, context);
  }
  if (fromLine !== undefined || options.through !== 'http') {
    const option = fromLine === undefined ? '--through bus' : '--from-line';
    throw new CliError('usage', `${option} is for a file of lines, without --key.`);
  }
  return sendChange({ ...options, key }, context);
}

async function sendChange(
  options: SendOptions & { readonly key: string },
  context: CommandContext,
): Promise<void> {
  const change = await readJson(options.file, context.ports);
  const printer = context.printer();
  if (options.dryRun === true) {
    checkChange(change);
    const changeId = changeIdOf(options.as, options.key);
    printer.result(
      { changeId, status: 'not-sent' },
      () => `keeps to its schema; not sent: it would be change ${changeId}`,
    );
    return;
  }
  const connection = connectAs(options.as, readProfile(context.profileName(), context.ports.cwd));
  const sent = await connection.call<Sent>('intake', '/v1/changes', {
    body: change,
    headers: { 'idempotency-key': options.key },
  });
  printer.result(sent, () => `${sent.status}: change ${sent.changeId}`);
}

/** Throws CliError `refused` with what intake would say of its form; persons and dates intake alone can judge. */
function checkChange(change: unknown): void {
  const errors = createValidator(jsonSchemaFor('SubmittedChange'))(change);
  if (errors.length === 0) return;
  const lines = errors.map(
    ({ pointer, code, detail }) => `  ${pointer || '(whole body)'}: ${code}, ${detail}`,
  );
  throw new CliError('refused', ['the change breaks its schema:', ...lines].join('\n'), {
    code: 'invalid-request',
    errors,
  });
}

function describeProgress({ progress: { state, recipients = [], count } }: Change): string {
  const seen = recipients.map(({ agency, outcome }) => `${agency} ${outcome ?? 'no answer yet'}`);
  if (seen.length > 0) return `${state}: ${seen.join(', ')}`;
  return count == null ? state : `${state}: ${count} recipients`;
}
