import fs from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readKeptHead } from '../bundle/read-heads.ts';
import { readLines } from '../bundle/read-lines.ts';
import { describeReport, reportVerified } from '../bundle/report.ts';
import { verifyBundle } from '../bundle/verify-bundle.ts';
import { parseKeys, type Verifier } from '../notes/keys.ts';

const USAGE = `Checks an exported ledger with nothing but Node.js 22 or later and this file, which opens no connection and writes no file.

  node verify-ledger.mjs BUNDLE --key KEY [--key KEY]… [--head FILE]… [--json]

  BUNDLE       what "told ledger export" wrote; - for standard input
  --key KEY    a published key of the ledger, or a file with one a line; from where you trust it, never from beside the bundle
  --head FILE  a signed head that you kept from earlier: that the history was written anew is found by nothing else
  --json       one JSON document instead of text

Ends with 0: sound; 4: something is wrong, and each finding is named; 2: the command cannot be understood, or a file not be read; 70: a fault of this
program.
`;

const SOUND = 0;
const MISUSED = 2;
const UNSOUND = 4;
const FAILED = 70;
const PROGRESS_LINES = 100_000;

/** What the caller can mend. */
class MisuseError extends Error {}

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  try {
    return await verifyAsAsked(args);
  } catch (error) {
    const isMisuse = error instanceof MisuseError;
    const { message, stack } = error as Error;
    process.stderr.write(isMisuse ? `${message}\n` : `${stack}\n`);
    return isMisuse ? MISUSED : FAILED;
  }
}

async function verifyAsAsked(args: readonly string[]): Promise<number> {
  const { bundle, keys, heads, isJson, isHelp } = readCommand(args);
  if (isHelp) {
    process.stdout.write(USAGE);
    return SOUND;
  }
  const trusted = keys.flatMap(readKeys);
  const earlier = heads.map(readHeadFile);
  const lines = countLines(readLines(readChunks(bundle)));
  const verified = await verifyBundle(lines, { trusted, earlier });
  const report = reportVerified(verified, earlier.length);
  process.stdout.write(`${isJson ? JSON.stringify(report) : describeReport(report).join('\n')}\n`);
  return verified.isSound ? SOUND : UNSOUND;
}

interface Command {
  readonly bundle: string;
  readonly keys: readonly string[];
  readonly heads: readonly string[];
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parseCommand(args);
  const { key = [], head = [], json = false, help = false } = values;
  const [bundle = '', ...rest] = positionals;
  if (!help && (bundle === '' || rest.length > 0)) throw new MisuseError(USAGE);
  if (!help && key.length === 0)
    throw new MisuseError(
      '--key is missing: without a key that you trust nothing can be verified.',
    );
  return { bundle, keys: key, heads: head, isJson: json, isHelp: help };
}

function parseCommand(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        head: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new MisuseError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function readKeys(keyOrFile: string): readonly Verifier[] {
  const keys = parseKeys(keyOrFile) ?? parseKeys(readFile(keyOrFile));
  if (keys === undefined)
    throw new MisuseError(`${keyOrFile} holds no published key: name+id+base64, one a line.`);
  return keys;
}

function readHeadFile(file: string): string {
  const note = readFile(file);
  if (readKeptHead(note) === undefined) throw new MisuseError(`${file} is no signed head.`);
  return note;
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw refuseFile(file, error);
  }
}

/** Opened only when it is read, so that a wrong key is told first. */
async function* readChunks(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? process.stdin : fs.createReadStream(file, { highWaterMark: 1 << 20 });
  } catch (error) {
    throw refuseFile(file, error);
  }
}

function refuseFile(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new MisuseError(`${file} cannot be read: ${code}.`);
}

async function* countLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let read = 0;
  for await (const line of lines) {
    read += 1;
    if (read % PROGRESS_LINES === 0)
      process.stderr.write(`  ${read.toLocaleString('en-GB')} lines read\n`);
    yield line;
  }
}
