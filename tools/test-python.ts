import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { prepareOnce } from '../packages/stack/src/kafka/prepare-once.ts';
import { CACHE } from '../packages/stack/src/repository.ts';

/** The programs that play an agency with a client in Python, and what they need. */
export const PROGRAMS = path.join(import.meta.dirname, '../packages/testing/foreign/python');
const REQUIREMENTS = path.join(PROGRAMS, 'requirements.txt');
/** A few seconds on a good line; more than this is a line that does not answer. */
const FETCH_TIMEOUT_MS = 180_000;
const SAID_CHARS = 500;

const run = promisify(execFile);

/**
 * A Python with the packages of `requirements.txt`, made once and kept with what else was fetched; where none can be had: the reason.
 * Nothing is compiled: a package without a wheel for this machine is a reason, too. Throws it when `required`.
 */
export async function findTestPython(
  required: boolean,
): Promise<{ readonly command: string } | { readonly missing: string }> {
  const packages = fs.readFileSync(REQUIREMENTS, 'utf8');
  const version = createHash('sha256').update(packages).digest('hex').slice(0, 16);
  const folder = path.join(CACHE, `python-${version}`);
  try {
    await prepareOnce(folder, fetchInto);
    return { command: path.join(folder, 'bin/python3') };
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    const said =
      code === 'ENOENT' ? 'python3: not found' : (stderr || message).slice(0, SAID_CHARS);
    if (required) throw new Error(`there is no Python for the tests of foreign clients: ${said}`);
    return { missing: said };
  }
}

async function fetchInto(folder: string): Promise<void> {
  await run('python3', ['-m', 'venv', folder]);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  const install = ['install', ...quiet, '--only-binary', ':all:', '--requirement', REQUIREMENTS];
  await run(path.join(folder, 'bin/python3'), ['-m', 'pip', ...install], {
    timeout: FETCH_TIMEOUT_MS,
  });
}
