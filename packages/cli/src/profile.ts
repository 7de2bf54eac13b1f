import fs from 'node:fs';
import path from 'node:path';
import { isAlive, type StackFile } from '@told/stack';
import { apicurioFolder, LOCAL_FOLDERS } from './bus-options.ts';
import { CliError } from './exit-codes.ts';

export type Profile = StackFile;

/**
 * A profile says where a deployment is and whose credentials to use; it has the form of .told/stack.json. Without a name it is the
 * running local stack's, on whichever log, looked for here and in the folders above. A name is .told/profiles/<name>.json there; a path is that file.
 */
export function readProfile(name: string | undefined, cwd: string): Profile {
  const file = locateProfile(name, cwd);
  const profile = parseProfile(file);
  if (isProfile(profile)) return profile;
  throw new CliError(
    'unfit',
    `${file} is not a profile.\nFix: give a file with the form of .told/stack.json.`,
  );
}

/** The profile's log, as one of its users where it asks who comes; an open one is everybody's. */
export function logAs(log: Profile['log'], username: string): Profile['log'] {
  if (log.kind !== 'kafka' || !log.users) return log;
  const password = log.users[username];
  if (password === undefined) {
    throw new CliError('refused', `the log of this profile has no user ${username}.`);
  }
  return { ...log, login: { username, password } };
}

/** The file of a profile. Throws CliError `unavailable` when there is none. */
export function locateProfile(name: string | undefined, cwd: string): string {
  const file = findProfile(name, cwd);
  if (file !== undefined) return file;
  throw new CliError(
    'unavailable',
    name === undefined
      ? 'no stack runs here: there is no .told/stack.json in this folder or above it.\nFix: start one with "npm start" or "npm run demo", or name a deployment with --profile.'
      : `there is no profile "${name}".\nFix: give the path of a file with the form of .told/stack.json, or put one at .told/profiles/${name}.json.`,
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
  PARTS.every((part) => typeof (value as Record<string, unknown>)[part] === 'object') &&
  isLog((value as { readonly log: object }).log);

const isLog = (log: { readonly kind?: unknown; readonly url?: unknown; brokers?: unknown }) =>
  log.kind === 'embedded'
    ? typeof log.url === 'string'
    : log.kind === 'kafka' && isList(log.brokers);

const isList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

function findProfile(name: string | undefined, cwd: string): string | undefined {
  const wanted =
    name === undefined
      ? Object.values(LOCAL_FOLDERS)
          .flatMap((folder) => [folder, apicurioFolder(folder)])
          .map((folder) => path.join(folder, 'stack.json'))
      : [name, path.join('.told', 'profiles', `${name}.json`)];
  for (let at = cwd; ; at = path.dirname(at)) {
    const found = wanted.map((file) => path.resolve(at, file)).filter(isFile);
    // A stack that was killed leaves its file behind; it must not stand before one that runs.
    const file = (name === undefined ? found.find(isRunning) : undefined) ?? found[0];
    if (file !== undefined || at === path.dirname(at)) return file;
  }
}

const isFile = (file: string): boolean =>
  fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;

function isRunning(file: string): boolean {
  const pid = (parseProfile(file) as { readonly pid?: unknown } | null)?.pid;
  return typeof pid === 'number' && isAlive(pid);
}
