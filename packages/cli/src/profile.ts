import fs from 'node:fs';
import path from 'node:path';
import type { StackFile } from '@told/stack';
import { CliError } from './exit-codes.ts';

export type Profile = StackFile;

const LOCAL = path.join('.told', 'stack.json');

/**
 * A profile says where a deployment is and whose credentials to use; it has the form of .told/stack.json. Without a name it is the
 * running local stack's, looked for here and in the folders above. A name is .told/profiles/<name>.json there; a path is that file.
 */
export function readProfile(name: string | undefined, cwd: string): Profile {
  const file = findProfile(name, cwd);
  if (file === undefined) {
    throw new CliError(
      'unavailable',
      name === undefined
        ? 'no stack runs here: there is no .told/stack.json in this folder or above it.\nFix: start one with "npm start" or "npm run demo", or name a deployment with --profile.'
        : `there is no profile "${name}".\nFix: give the path of a file with the form of .told/stack.json, or put one at .told/profiles/${name}.json.`,
    );
  }
  const profile = parseProfile(file);
  if (isProfile(profile)) return profile;
  throw new CliError(
    'unfit',
    `${file} is not a profile.\nFix: give a file with the form of .told/stack.json.`,
  );
}

function parseProfile(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'it does not hold JSON';
    throw new CliError('unfit', `${file} cannot be read as a profile: ${why}.`);
  }
}

const PARTS = ['services', 'databases', 'log', 'registry', 'auth', 'clients'];

const isProfile = (value: unknown): value is Profile =>
  typeof value === 'object' &&
  value !== null &&
  PARTS.every((part) => typeof (value as Record<string, unknown>)[part] === 'object');

function findProfile(name: string | undefined, cwd: string): string | undefined {
  const wanted =
    name === undefined ? [LOCAL] : [name, path.join('.told', 'profiles', `${name}.json`)];
  for (let at = cwd; ; at = path.dirname(at)) {
    for (const file of wanted) {
      const candidate = path.resolve(at, file);
      if (fs.statSync(candidate, { throwIfNoEntry: false })?.isFile()) return candidate;
    }
    if (at === path.dirname(at)) return undefined;
  }
}
