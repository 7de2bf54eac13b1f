import path from 'node:path';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatFields } from '../print.ts';
import { readProfile } from '../profile.ts';
import { readAgency, readCase } from '../read-option.ts';
import { fetchBundle } from '../subject-access/fetch-bundle.ts';

interface AccessOptions {
  readonly nino?: string;
  readonly case?: string;
  readonly reason: string;
  readonly out: string;
  readonly withProtectedAddress?: boolean;
  readonly as: string;
}

/** `told subject-access`: what the bus has of a person, for them. */
export function addSubjectAccess(program: Command, context: CommandContext): void {
  program
    .command('subject-access')
    .description('write what was told about a person, who was given it and why, for them to read')
    .addOption(
      new Option(
        '--nino <nino>',
        'National Insurance number; here only synthetic ones, beginning with Q',
      ).conflicts('case'),
    )
    .option('--case <agency/reference>', 'the person of an agency’s case')
    .requiredOption('--reason <text>', 'why; kept for ever, so it names no person')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option(
      '--with-protected-address',
      'give addresses also where one is protected: whoever asks was seen to be the person',
    )
    .addOption(new Option('--as <agency>', 'who asks').argParser(readAgency).default('auditor'))
    .addHelpText('after', HELP)
    .action(async (options: AccessOptions) => {
      const { reason, withProtectedAddress = false, as, out } = options;
      const connection = connectAs(as, readProfile(context.profileName(), context.ports.cwd));
      const asked = { ...namePerson(options), reason, withProtectedAddress };
      const dir = path.resolve(context.ports.cwd, out);
      const { manifest } = await fetchBundle(connection, asked, dir);
      context.printer().result({ dir: out, manifest }, () =>
        formatFields({
          folder: out,
          ...Object.fromEntries(manifest.files.map(({ file, sha256 }) => [file, sha256])),
        }),
      );
    });
}

function namePerson({ nino, case: named }: AccessOptions): object {
  if (nino !== undefined) return { person: { nino } };
  if (named !== undefined) return { case: readCase(named) };
  throw new CliError('usage', 'name the person by --nino or by --case.');
}

const HELP = `
The folder gets bundle.txt for the person, bundle.ndjson with the same for programs, and manifest.json with the hashes of both. What is about somebody
else is left out, and named by field. That it was given becomes an entry of the ledger.

Example:
  npm run -s told -- subject-access --nino QQ123456C --reason "request 2010-21" --out ./request-21

Docs: docs/how-to/answer-a-request-for-access.md`;
