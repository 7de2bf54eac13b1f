import fs from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { jsonSchemaFor } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { createValidator } from '@told/service';
import type { Command } from 'commander';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { readProfile } from '../profile.ts';
import type { CommandContext } from '../run-cli.ts';

interface SendOptions {
  readonly as: string;
  readonly file: string;
  readonly key: string;
  readonly dryRun?: boolean;
}

interface Sent {
  readonly changeId: string;
  readonly status: string;
}

/** `told changes`: tell a change, and see how far it has come. */
export function addChanges(program: Command, context: CommandContext): void {
  const changes = program.command('changes').description('tell changes, and follow them');
  changes
    .command('send')
    .description('tell one change')
    .requiredOption('--as <agency>', 'agency that tells')
    .requiredOption('--file <file>', 'the change as JSON; - for standard input')
    .requiredOption('--key <key>', 'Idempotency-Key: sending again under it changes nothing')
    .option('--dry-run', 'check the change against its schema here, and send nothing')
    .action((options: SendOptions) => sendChange(options, context));
  changes
    .command('show <changeId>')
    .description('show what was told, and its progress')
    .option('--as <agency>', 'agency that asks; only the one that told, or the auditor', 'auditor')
    .action(async (changeId: string, options: { readonly as: string }) => {
      const connection = connectAs(
        options.as,
        readProfile(context.profileName(), context.ports.cwd),
      );
      const change = await connection.call<Record<string, unknown>>(
        'intake',
        `/v1/changes/${encodeURIComponent(changeId)}`,
      );
      context.printer().result(change, () => describeFields(change));
    });
}

async function sendChange(options: SendOptions, context: CommandContext): Promise<void> {
  const change = await readChange(options.file, context);
  const errors = createValidator(jsonSchemaFor('SubmittedChange'))(change);
  const changeId = changeIdOf(options.as, options.key);
  const printer = context.printer();
  if (options.dryRun === true) {
    if (errors.length > 0) {
      const lines = errors.map(({ pointer, code, detail }) => `  ${pointer}: ${code}, ${detail}`);
      throw new CliError('refused', ['the change breaks its schema:', ...lines].join('\n'), {
        code: 'invalid-request',
        errors,
      });
    }
    printer.result({ changeId, status: 'not-sent' }, () => `valid; would be change ${changeId}`);
    return;
  }
  const connection = connectAs(options.as, readProfile(context.profileName(), context.ports.cwd));
  const sent = await connection.call<Sent>('intake', '/v1/changes', {
    body: change,
    headers: { 'idempotency-key': options.key },
  });
  printer.result(sent, () => `${sent.status}: change ${sent.changeId}`);
}

async function readChange(file: string, context: CommandContext): Promise<unknown> {
  const source = file === '-' ? 'standard input' : file;
  const content =
    file === '-'
      ? await readAll(context.ports.readInput())
      : await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw new CliError('usage', `${file} cannot be read: ${error.code}`);
        });
  try {
    return JSON.parse(content);
  } catch {
    throw new CliError('usage', `${source} does not hold JSON`);
  }
}

function describeFields(fields: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => {
      const shown =
        typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '–');
      return `${name.padEnd(width)}  ${shown}`;
    })
    .join('\n');
}
