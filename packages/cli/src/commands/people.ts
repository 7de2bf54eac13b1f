import path from 'node:path';
import { FAULT_NAMES, FAULTS, type FaultChoice, type FaultName } from '@told/testing';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { CliError } from '../exit-codes.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Manifest } from '../people/manifest.ts';
import { prepareOutput } from '../people/prepare-output.ts';
import { writePeople } from '../people/write-people.ts';
import { formatTable } from '../print.ts';
import { readCount, readDay } from '../read-option.ts';

const HOUSEHOLDS_MAX = 1_000_000;
const CHANGES_MAX = 100_000_000;
const SEED_MAX = 2 ** 31 - 1;
/** The local stack's first business date. */
const TODAY = '2010-04-05';

interface GenerateOptions {
  readonly households: number;
  readonly changes: number;
  readonly seed: number;
  readonly first: number;
  readonly today: string;
  readonly faults: 'stated' | 'none';
  readonly rate?: Partial<Record<FaultName, number>>;
  readonly out: string;
  readonly force?: boolean;
}

/** `told people`: synthetic people as files, and into a deployment. */
export function addPeople(program: Command, context: CommandContext): void {
  const people = program
    .command('people')
    .description('make synthetic people with all that goes wrong about them');
  people
    .command('generate')
    .description('write households’ cases, interests and changes, a file for each office and route')
    .requiredOption(
      '--households <count>',
      'households, up to a million',
      readCount(HOUSEHOLDS_MAX, 1),
    )
    .option(
      '--changes <count>',
      'lines of changes, repetitions and lines at fault counted in',
      readCount(CHANGES_MAX),
      0,
    )
    .requiredOption('--out <folder>', 'folder to write into; it must be empty')
    .option('--seed <number>', 'the same seed writes the same bytes', readCount(SEED_MAX), 2010)
    .option(
      '--first <index>',
      'index of the first household: sets that share no index share no person',
      readCount(HOUSEHOLDS_MAX - 1),
      0,
    )
    .option('--today <date>', 'day on which the changes are told, YYYY-MM-DD', readDay, TODAY)
    .addOption(
      new Option('--faults <which>', 'the stated rates, or no fault at all')
        .choices(['stated', 'none'])
        .default('stated'),
    )
    .option('--rate <fault=share>', 'another rate for one fault; may be repeated', readRate)
    .option('--force', 'write over the set that is in the folder')
    .addHelpText('after', EXAMPLES)
    .action((options: GenerateOptions) => generate(options, context));
  people
    .command('load')
    .description('give a deployment’s offices the dwellings, cases and interests of a set')
    .requiredOption('--dir <folder>', 'folder that "people generate" has written')
    .addHelpText('after', LOAD_EXAMPLE)
    .action(({ dir }: { readonly dir: string }) =>
      loadPeople(path.resolve(context.ports.cwd, dir), context),
    );
}

async function generate(options: GenerateOptions, context: CommandContext): Promise<void> {
  const { households, first, force = false } = options;
  if (first + households > HOUSEHOLDS_MAX) {
    throw new CliError(
      'usage',
      `--first and --households are together at most ${HOUSEHOLDS_MAX}: so many people have a number of their own.`,
    );
  }
  const out = path.resolve(context.ports.cwd, options.out);
  prepareOutput(out, force);
  const printer = context.printer();
  const wanted = { ...options, out, faults: chooseFaults(options) };
  const manifest = await writePeople(wanted, (what, done, total) =>
    printer.note(`  ${format(done)} of ${format(total)} ${what}`),
  );
  printer.result({ out, ...manifest }, () => describeManifest(manifest, out));
}

function chooseFaults({ faults, rate = {} }: GenerateOptions): FaultChoice {
  if (faults === 'stated') return rate;
  return { ...Object.fromEntries(FAULT_NAMES.map((name) => [name, 0])), ...rate };
}

/** Adds one `name=share` to those before. */
function readRate(
  text: string,
  before: Partial<Record<FaultName, number>> = {},
): Partial<Record<FaultName, number>> {
  const [, name = '', share = ''] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (!(name in FAULTS)) {
    throw new InvalidArgumentError(`It is fault=share, of ${FAULT_NAMES.join(', ')}.`);
  }
  if (Number(share) > 1) throw new InvalidArgumentError('A rate is a share from 0 to 1.');
  return { ...before, [name]: Number(share) };
}

const format = (count: number): string => count.toLocaleString('en-GB');

function describeManifest({ files, faults, refused, seed }: Manifest, out: string): string {
  const lines = Object.entries(files).map(([name, { lines: count, bytes }]) => [
    name,
    format(count),
    format(bytes),
  ]);
  const rates = Object.entries(faults).map(([name, one]) => [
    name,
    String(one.stated),
    one.cameOut === null ? '–' : one.cameOut.toFixed(4),
    format(one.hit),
    `of ${one.of}: ${one.says}`,
  ]);
  const bad = Object.entries(refused).map(([code, count]) => `${code} ${format(count)}`);
  return [
    formatTable(['file', 'lines', 'bytes'], lines),
    '',
    formatTable(['fault', 'stated', 'came out', 'times', ''], rates),
    '',
    `intake will refuse: ${bad.join(', ') || 'nothing'}`,
    `seed ${seed}; all of it is in ${out}, described by manifest.json`,
  ].join('\n');
}

const RATES = FAULT_NAMES.map(
  (name) => `  ${name.padEnd(20)}${String(FAULTS[name].rate).padEnd(7)}${FAULTS[name].says}`,
).join('\n');

const EXAMPLES = `
Examples:
  npm run -s told -- people generate --households 1000 --changes 4000 --out people
  npm run -s told -- people generate --households 1000 --out people --rate nickname=0.2 --rate twins=0

Faults and the share of households, neighbours or lines that have them:
${RATES}

Guide: docs/how-to/generate-people.md`;

const LOAD_EXAMPLE = `
Example:
  npm run -s told -- people load --dir people

Then tell the changes, office by office: told changes send --as luton --file people/luton/changes.ndjson`;
