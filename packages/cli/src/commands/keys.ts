import path from 'node:path';
import { type DescribedKeys, fingerprintOf } from '@told/service';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type Connection, connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import {
  drawMasterKey,
  type MasterKeyFile,
  readMasterKeyFile,
  writeMasterKeyFile,
} from '../keys/master-key-file.ts';
import { type RewrappedAll, rewrapAll } from '../keys/rewrap-all.ts';
import { formatFields } from '../print.ts';
import { readProfile } from '../profile.ts';

interface RotateOptions {
  readonly masterKeyFile: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** `told keys`: the master key that the keys of sealed bodies are wrapped with. */
export function addKeys(program: Command, context: CommandContext): void {
  const keys = program
    .command('keys')
    .description('show and rotate the master key of the keys that bodies are sealed with');
  const connect = () =>
    connectAs('operator', readProfile(context.profileName(), context.ports.cwd));
  keys
    .command('show')
    .description('name the master key in use, and those that intake was given')
    .addHelpText('after', SHOW_HELP)
    .action(async () => {
      const described = await connect().call<DescribedKeys>('intake', '/v1/keys');
      context.printer().result(described, () => describeKeys(described));
    });
  keys
    .command('rotate')
    .description('go on with a new master key, and take the one before away')
    .requiredOption('--master-key-file <file>', 'the file that intake and gateway read it from')
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', ROTATE_HELP)
    .action(async (options: RotateOptions) => {
      const file = path.resolve(context.ports.cwd, options.masterKeyFile);
      const before = readMasterKeyFile(file);
      if (options.dryRun === true) return tellPlan(before, context);
      const done = await rotate({ file, before, reason: options.reason }, connect(), context);
      context.printer().result(done, () => describeRotated(done));
    });
  keys
    .command('rewrap')
    .description('only have intake wrap all data keys with the first of its master keys')
    .requiredOption('--reason <reason>', 'why; kept for ever, so it names no person')
    .addHelpText('after', REWRAP_HELP)
    .action(async ({ reason }: { readonly reason: string }) => {
      const done = await rewrapAll(connect(), reason, tellProgress(context));
      context.printer().result(done, () => describeRewrapped(done));
    });
}

interface Rotation {
  readonly file: string;
  readonly before: MasterKeyFile;
  readonly reason: string;
}

/** Both keys are in the file until every data key is known to be wrapped with the new one: cut anywhere, it is given again. */
async function rotate(
  { file, before, reason }: Rotation,
  connection: Connection,
  context: CommandContext,
): Promise<RewrappedAll> {
  const newest = before.former === undefined ? drawMasterKey() : before.newest;
  const former = before.former ?? before.newest;
  if (before.former === undefined) writeMasterKeyFile(file, [newest, former]);
  const done = await rewrapAll(connection, reason, tellProgress(context));
  if (done.masterKey !== fingerprintOf(newest)) {
    throw new CliError(
      'unsound',
      'intake wraps with a master key that is not in this file; both keys stay in it.\nFix: give the file that TOLD_MASTER_KEY_FILE of intake names; in a container, start intake and gateway again, so that they see it.',
    );
  }
  writeMasterKeyFile(file, [newest]);
  return done;
}

function tellPlan({ former }: MasterKeyFile, context: CommandContext): void {
  const isUnderWay = former !== undefined;
  context
    .printer()
    .result({ status: 'not-sent', isUnderWay }, () =>
      isUnderWay
        ? 'would go on with the rotation that is under way'
        : 'would draw a new master key, wrap all data keys with it, and take the one before away',
    );
}

const tellProgress =
  (context: CommandContext) =>
  (rewrapped: number): void =>
    context.printer().note(`${rewrapped.toLocaleString('en-GB')} data keys wrapped anew`);

const describeKeys = ({ storeId, masterKey, given }: DescribedKeys): string =>
  formatFields({ store: storeId, 'master key': masterKey, given: given.join(', ') });

const describeRewrapped = ({ masterKey, rewrapped, standing }: RewrappedAll): string =>
  `All ${standing.toLocaleString('en-GB')} data keys are wrapped with the master key ${masterKey}; ${rewrapped.toLocaleString('en-GB')} were not before.`;

const describeRotated = (done: RewrappedAll): string =>
  `${describeRewrapped(done)}\nThe one before is taken out of the file: destroy its backups, and make one of the file as it is now.`;

const SHOW_HELP = `
A master key is named by the beginning of its SHA-256, from which nothing can be told.

Example:
  npm run -s told -- keys show`;

const ROTATE_HELP = `
Cut short, give it again: until the end both keys are in the file, and each data key is wrapped with one or the other.

Example:
  npm run -s told -- keys rotate --master-key-file .told/master-key --reason "a year is over"

Guide: docs/how-to/erase-a-person.md#rotate-the-master-key`;

const REWRAP_HELP = `
For where the master keys' file is written by other means: two lines, the new key first.

Example:
  npm run -s told -- keys rewrap --reason "a year is over"`;
