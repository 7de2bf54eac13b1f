import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { askKeys, describeKeys, describeRotated, rotateKey } from '../ledger/show-keys.ts';
import { readProfile } from '../profile.ts';
import { readAgency } from '../read-option.ts';

interface ListOptions {
  readonly as: string;
  readonly ledger?: string;
}

interface RotateOptions {
  readonly as: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** `told ledger keys`: which keys sign the ledger, and the next one in its turn. */
export function addLedgerKeys(ledger: Command, context: CommandContext): void {
  const keys = ledger
    .command('keys')
    .description('list the keys that sign the ledger, and go on with the next one');
  const connect = (as: string) =>
    connectAs(as, readProfile(context.profileName(), context.ports.cwd));
  keys
    .command('list')
    .description('list the keys that have signed the ledger, and from which entry on')
    .option('--ledger <id>', 'an earlier ledger by its id; the newest by default')
    .addOption(asOption('auditor'))
    .addHelpText('after', LIST_HELP)
    .action(async ({ as, ledger: id }: ListOptions) => {
      const listed = await askKeys(connect(as), id);
      context.printer().result(listed, () => describeKeys(listed));
    });
  keys
    .command('rotate')
    .description('have the key that signs name the next one, and sign with that from then on')
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .option('--dry-run', 'say what would be done, and send nothing')
    .addOption(asOption('operator'))
    .addHelpText('after', ROTATE_HELP)
    .action(async ({ as, reason, dryRun }: RotateOptions) => {
      const connection = connect(as);
      if (dryRun === true) {
        const would = { status: 'not-sent', reason };
        context.printer().result(would, () => 'would sign the ledger with the next key');
        return;
      }
      const rotated = await rotateKey(connection, reason);
      context.printer().result(rotated, () => describeRotated(rotated));
    });
}

const asOption = (agency: string): Option =>
  new Option('--as <agency>', 'who asks').argParser(readAgency).default(agency);

const LIST_HELP = `
Example:
  npm run -s told -- ledger keys list --json`;

const ROTATE_HELP = `
The next key is the one behind it in TOLD_LEDGER_KEY of the audit service; without one nothing changes (no-next-key).
An entry names the key as well. Who pinned an earlier key needs no other.

Example:
  npm run -s told -- ledger keys rotate --reason "a year is over"

Guide: docs/how-to/verify-the-ledger.md#rotate-the-key`;
