import fs from 'node:fs';
import path from 'node:path';
import {
  describeReport,
  parseKeys,
  parseVerifier,
  renameVerifier,
  type Verifier,
  type VerifyReport,
} from '@told/ledger';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connectAs } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { exportLedger } from '../ledger/export-ledger.ts';
import { readKeptHeads, readTrusted } from '../ledger/read-trust.ts';
import { openServedLedger, type ServedLedger } from '../ledger/serve-ledger.ts';
import { describeHead, keepHead, type ShownHead, showHead, UNPROVED } from '../ledger/show-head.ts';
import { verifyFile, verifyServed } from '../ledger/verify-ledger.ts';
import { readProfile } from '../profile.ts';
import { readAgency } from '../read-option.ts';
import { addLedgerKeys } from './ledger-keys.ts';

interface AskOptions {
  readonly as: string;
  readonly ledger?: string;
}

interface KeyOptions extends AskOptions {
  readonly key?: readonly string[];
}

/** `told ledger`: what the audit service's ledger says of itself, as a file, and whether it is true. */
export function addLedger(program: Command, context: CommandContext): void {
  const ledger = program
    .command('ledger')
    .description('show, export and verify the ledger of what was told, released and refused');
  ledger
    .command('head')
    .description('show the newest signed head, which key has signed it, and how old it is')
    .addOption(keyOption())
    .option('--out <file>', 'keep the head in a file, to verify with later')
    .addOption(ledgerOption())
    .addOption(asOption())
    .addHelpText('after', HEAD_HELP)
    .action((options: KeyOptions & { readonly out?: string }) => showNewest(options, context));
  ledger
    .command('export')
    .description('write the whole ledger to a file that anybody can verify')
    .requiredOption('--out <file>', 'file to write; it must not be there yet')
    .addOption(ledgerOption())
    .addOption(asOption())
    .addHelpText('after', EXPORT_HELP)
    .action((options: AskOptions & { readonly out: string }) => writeBundle(options, context));
  ledger
    .command('verify')
    .description('check every entry and signed head, and name each entry that was touched')
    .option('--bundle <file>', 'a file that "ledger export" wrote, or - ; nobody is asked then')
    .addOption(keyOption())
    .addOption(
      new Option('--head <file>', 'a head that one kept from earlier; may be repeated').argParser(
        collect,
      ),
    )
    .addOption(ledgerOption())
    .addOption(asOption())
    .addHelpText('after', VERIFY_HELP)
    .action((options: VerifyOptions) => verifyLedger(options, context));
  addLedgerKeys(ledger, context);
  ledger
    .command('verifier')
    .description('write the verifier as one plain file, which needs nothing but Node.js')
    .requiredOption('--out <file>', 'file to write; it must not be there yet')
    .addHelpText('after', VERIFIER_HELP)
    .action(({ out }: { readonly out: string }) => writeVerifier(out, context));
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
const keyOption = (): Option =>
  new Option(
    '--key <key>',
    'published key that one trusts, or a file with one a line; may be repeated; without it, the profile’s, else what the service itself names',
  ).argParser(collect);
const ledgerOption = (): Option =>
  new Option('--ledger <id>', 'an earlier ledger by its id; the newest by default');
const asOption = (): Option =>
  new Option('--as <agency>', 'who asks').argParser(readAgency).default('auditor');

interface OpenedLedger {
  readonly served: ServedLedger;
  /** The key that the profile pins, as it is published. */
  readonly pinned: string | undefined;
}

async function open({ as, ledger }: AskOptions, context: CommandContext): Promise<OpenedLedger> {
  const profile = readProfile(context.profileName(), context.ports.cwd);
  const served = await openServedLedger(connectAs(as, profile), ledger);
  return { served, pinned: profile.ledger?.key };
}

async function showNewest(
  options: KeyOptions & { readonly out?: string },
  context: CommandContext,
): Promise<void> {
  const { key = [], out } = options;
  const given = readTrusted(key, context.ports.cwd);
  const opened = await open(options, context);
  const { trusted, keysFrom } = chooseKeys(given, opened);
  const shown = showHead(opened.served, trusted, keysFrom, Date.now());
  if (out !== undefined) keepHead(shown.note, out, context.ports.cwd);
  context.printer().result(shown, () => describeHead(shown));
}

/** Without keys of the caller's own the profile's, else the service's: then it is held to itself alone. Throws CliError `unsound` when it names none. */
function chooseKeys(given: readonly Verifier[], { served, pinned = '' }: OpenedLedger) {
  if (given.length > 0) return { trusted: given, keysFrom: 'caller' as const };
  // A ledger that follows another has its key, under its own name.
  const known = parseVerifier(pinned);
  const key = known && renameVerifier(known, served.head.origin);
  if (key !== undefined) return { trusted: [key], keysFrom: 'profile' as const };
  const trusted = parseKeys(served.served.keys.join('\n'));
  if (trusted !== undefined) return { trusted, keysFrom: 'service' as const };
  throw new CliError('unsound', 'the audit service publishes no key that could have signed.');
}

async function writeBundle(
  options: AskOptions & { readonly out: string },
  context: CommandContext,
): Promise<void> {
  const { out } = options;
  const exported = await exportLedger((await open(options, context)).served, out, context);
  context
    .printer()
    .result(exported, () =>
      [
        `${exported.entries.toLocaleString('en-GB')} entries of ${exported.ledger} are in ${out}.`,
        `SHA-256  ${exported.sha256}`,
        `Check it with a key that you trust: told ledger verify --bundle ${out} --key <key>`,
      ].join('\n'),
    );
}

interface VerifyOptions extends KeyOptions {
  readonly bundle?: string;
  readonly head?: readonly string[];
}

async function verifyLedger(options: VerifyOptions, context: CommandContext): Promise<void> {
  const { bundle, key = [], head = [] } = options;
  const { cwd } = context.ports;
  const given = readTrusted(key, cwd);
  const kept = readKeptHeads(head, cwd);
  if (bundle !== undefined) {
    if (given.length === 0) throw new CliError('usage', KEY_MISSING);
    const report = await verifyFile(bundle, { trusted: given, kept }, context);
    return conclude({ ...report, keysFrom: 'caller' }, context);
  }
  const opened = await open(options, context);
  const { trusted, keysFrom } = chooseKeys(given, opened);
  const report = await verifyServed(opened.served, { trusted, kept }, context);
  return conclude({ ...report, keysFrom }, context);
}

function conclude(
  report: VerifyReport & { readonly keysFrom: ShownHead['keysFrom'] },
  context: CommandContext,
): void {
  const lines = [...describeReport(report), ...(report.keysFrom === 'service' ? [UNPROVED] : [])];
  context.printer().result(report, () => lines.join('\n'));
  if (report.sound) return;
  const count = report.findings.length + report.findingsLeftOut;
  throw new CliError('unsound', `${count} findings: this is not what was signed.`);
}

/** Committed beside its sources, and written from them by the build. */
const VERIFIER = path.join(import.meta.dirname, '../../../ledger/src/generated/verify-ledger.mjs');

function writeVerifier(out: string, context: CommandContext): void {
  const target = path.resolve(context.ports.cwd, out);
  try {
    fs.copyFileSync(VERIFIER, target, fs.constants.COPYFILE_EXCL);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('usage', `${out} cannot be written: ${code}.`);
  }
  context.printer().result({ file: out }, () => `node ${out} --help`);
}

const KEY_MISSING =
  'a bundle is verified with a key that one trusts: give it with --key.\nFix: "told ledger head --json" names the keys that the service publishes; compare them with what you were given when the ledger began.';

const HEAD_HELP = `
Whoever keeps a head finds out later whether anything before it was touched.

Exit code 0: the head is signed by a key that is trusted; 4: it is not.

Example:
  npm run -s told -- ledger head --out head-2010-05-12.txt`;

const EXPORT_HELP = `
The file has its name only when all of it is written; until then it is called <file>.part.

Example:
  npm run -s told -- ledger export --out ledger.ndjson`;

const VERIFY_HELP = `
Exit code 0: sound; 4: something is not what was signed, and each finding names its entries.

Examples:
  npm run -s told -- ledger verify --key ledger.key --head head-2010-05-12.txt
  npm run -s told -- ledger verify --bundle ledger.ndjson --key ledger.key --json

Guide: docs/how-to/verify-the-ledger.md`;

const VERIFIER_HELP = `
Example:
  npm run -s told -- ledger verifier --out verify-ledger.mjs
  node verify-ledger.mjs ledger.ndjson --key ledger.key`;
