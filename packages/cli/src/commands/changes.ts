import { jsonSchemaFor } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { createValidator } from '@told/service';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatFields } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readJson } from '../read-json.ts';
import { readAgency, readId } from '../read-option.ts';

interface SendOptions {
  readonly as: string;
  readonly file: string;
  readonly key: string;
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
  const changes = program.command('changes').description('tell changes, and follow them');
  changes
    .command('send')
    .description('tell one change')
    .requiredOption('--as <agency>', 'agency that tells', readAgency)
    .requiredOption('--file <file>', 'the change as JSON; - for standard input')
    .requiredOption('--key <key>', 'Idempotency-Key: sending again under it changes nothing')
    .option('--dry-run', 'check the change against its schema here, and send nothing')
    .addHelpText(
      'after',
      '\nExample:\n  npm run -s told -- changes send --as jobcentre --key notice-17 --file change.json\n\nFields: docs/reference/events.md',
    )
    .action((options: SendOptions) => sendChange(options, context));
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
}

async function sendChange(options: SendOptions, context: CommandContext): Promise<void> {
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
