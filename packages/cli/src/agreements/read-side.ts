import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  AgreementError,
  type AgreementSet,
  type AgreementSetId,
  composeSet,
  parseAgreement,
} from '@told/agreements';
import { factFields } from '@told/codec';
import { CliError } from '../exit-codes.ts';

/** A file of agreements, as it was found. */
interface AgreementText {
  readonly name: string;
  readonly text: string;
}

/** One side of a comparison: files, and what they say; or the hash of a set that the gateway has decided by. */
export type Side =
  | { readonly hash: string }
  | {
      readonly set: AgreementSetId;
      readonly files: readonly AgreementText[];
      readonly agreements: AgreementSet;
    };

const HASH = /^[0-9a-f]{64}$/;
/** Where the files are in a checkout. */
const IN_CHECKOUT = 'infra/agreements';

/**
 * Reads a side by what was typed: the hash of a set; a folder, which may hold the files, `<set>/` or `agreements/<set>/`; or else a commit,
 * branch or tag of the repository around `cwd`. Throws CliError `usage` when it is none of these, `unsound` when a file breaks its format.
 */
export async function readSide(
  typed: string,
  { set, cwd }: { readonly set: AgreementSetId; readonly cwd: string },
): Promise<Side> {
  if (HASH.test(typed)) return { hash: typed };
  const files =
    (await readFolder(path.resolve(cwd, typed), set)) ?? (await readCommit(typed, { set, cwd }));
  if (files === undefined || files.length === 0) {
    throw new CliError(
      'usage',
      `"${typed}" is no folder of agreements of the set ${set}, no commit that has them, and no hash of a set.`,
    );
  }
  return { set, files, agreements: compose(set, files, typed) };
}

function compose(
  set: AgreementSetId,
  files: readonly AgreementText[],
  typed: string,
): AgreementSet {
  try {
    return composeSet(
      set,
      files.map(({ name, text }) => ({
        file: name,
        agreement: parseAgreement(text, { file: name, facts: factFields }),
      })),
    );
  } catch (error) {
    if (!(error instanceof AgreementError)) throw error;
    const lines = error.details.problems.map((one) => `  ${one.file} ${one.path}: ${one.rule}`);
    throw new CliError('unsound', [`${typed} cannot be read, since`, ...lines].join('\n'));
  }
}

const isYaml = (name: string): boolean => name.endsWith('.yaml');

async function readFolder(
  folder: string,
  set: AgreementSetId,
): Promise<readonly AgreementText[] | undefined> {
  for (const dir of [path.join(folder, 'agreements', set), path.join(folder, set), folder]) {
    const names = await fs.readdir(dir).catch(() => []);
    const yamls = names.filter(isYaml).sort();
    if (yamls.length === 0) continue;
    return Promise.all(
      yamls.map(async (name) => ({ name, text: await fs.readFile(path.join(dir, name), 'utf8') })),
    );
  }
  return undefined;
}

const run = promisify(execFile);
/** Far more than all agreements of an area. */
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

async function readCommit(
  commit: string,
  { set, cwd }: { readonly set: AgreementSetId; readonly cwd: string },
): Promise<readonly AgreementText[] | undefined> {
  // What begins with a hyphen would be an option of git's.
  if (!/^[A-Za-z0-9][\w./~^@{}-]*$/.test(commit)) return undefined;
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', args, { cwd, maxBuffer: OUTPUT_BYTES_MAX })).stdout;
  const folder = `${IN_CHECKOUT}/${set}/`;
  const listed = await git('ls-tree', '--full-tree', '--name-only', commit, folder).catch(() => '');
  const files: AgreementText[] = [];
  // One after the other: a bounded number of processes.
  for (const file of listed.split('\n').filter(isYaml)) {
    files.push({ name: path.posix.basename(file), text: await git('show', `${commit}:${file}`) });
  }
  return files;
}
