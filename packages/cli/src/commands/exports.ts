import { EXPORT_FORMATS } from '@told/service';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { fetchExport } from '../exports/fetch-export.ts';
import { formatFields } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency } from '../read-option.ts';

interface ExportOptions {
  readonly out: string;
  readonly format: string;
  readonly kind?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly until?: string;
  readonly as: string;
}

/** `told exports`: tables for auditors, each with a manifest of hashes. */
export function addExports(program: Command, context: CommandContext): void {
  const exports = program
    .command('exports')
    .description('write what the audit service knows as a table, with a manifest of hashes');
  exports
    .command('entries')
    .description(
      'write the ledger’s entries as a table, a row an entry or a recipient of a decision',
    )
    .requiredOption('--out <file>', 'file to write; its manifest is <file>.manifest.json')
    .addOption(
      new Option('--format <format>', 'csv is for spreadsheets, ndjson for programs')
        .choices([...EXPORT_FORMATS])
        .default('csv'),
    )
    .option('--kind <kind>', 'entries of one kind: change, decision, outcome, action …')
    .option('--agency <agency>', 'rows about one agency', readAgency)
    .option(
      '--from <instant>',
      'told, decided or done then or later, as 2010-04-05T00:00:00Z',
      readInstant,
    )
    .option('--until <instant>', 'and before then', readInstant)
    .addOption(new Option('--as <agency>', 'who asks').argParser(readAgency).default('auditor'))
    .addHelpText('after', HELP)
    .action((options: ExportOptions) => writeExport(options, context));
}

async function writeExport(options: ExportOptions, context: CommandContext): Promise<void> {
  const { out, format, kind, agency, from, until, as } = options;
  const asked = Object.entries({ format, kind, agency, from, until }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const connection = connectAs(as, readProfile(context.profileName(), context.ports.cwd));
  const question = new URLSearchParams(asked);
  const fetched = await fetchExport(connection, { out, question }, context);
  const { manifest, manifestFile } = fetched;
  context.printer().result(fetched, () =>
    formatFields({
      file: out,
      rows: manifest.rows.toLocaleString('en-GB'),
      'as of': `${manifest.size.toLocaleString('en-GB')} entries of ${manifest.ledgerId}`,
      'SHA-256': manifest.sha256,
      manifest: manifestFile,
    }),
  );
}

/** With a zone: a day without one begins at different instants. */
function readInstant(text: string): string {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(
    text,
  );
  if (isInstant && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw new InvalidArgumentError('It is an instant such as 2010-04-05T00:00:00Z.');
}

const HELP = `
Text that a spreadsheet would take for a formula gets a leading apostrophe in CSV. The same command about the same head gives the same bytes.

Example:
  npm run -s told -- exports entries --kind decision --agency luton --out luton.csv`;
