import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseSources, readSources, type SchemaSources, type SchemaVersion } from '@told/codec';
import { CliError } from '../exit-codes.ts';

const run = promisify(execFile);
const GIT_OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
const SHORT = 12;

/** The schemas of a folder. Throws CliError `unfit` naming what cannot be read. */
export function readFolder(dir: string): SchemaSources {
  try {
    return readSources(dir);
  } catch (error) {
    throw unreadable(dir, error);
  }
}

/**
 * Every version to follow: those of a folder (its own schemas, or one folder of them for each version, by name), or each commit of a
 * git ref that changed the schemas in `schemasDir`, oldest first. Throws CliError `usage` for neither, `unfit` for what cannot be read.
 */
export async function readVersions(
  against: string,
  schemasDir: string,
): Promise<readonly SchemaVersion[]> {
  const folder = path.resolve(against);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) return readFolders(folder);
  return readHistory(against, schemasDir);
}

function readFolders(folder: string): readonly SchemaVersion[] {
  if (isSchemas(folder)) return [{ name: path.basename(folder), sources: readFolder(folder) }];
  const names = fs
    .readdirSync(folder)
    .filter((name) => isSchemas(path.join(folder, name)))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (names.length === 0) {
    throw new CliError(
      'usage',
      `${folder} holds no schemas.\nFix: name a folder with subjects.json, records, facts and types, or one with such a folder for each version.`,
    );
  }
  return names.map((name) => ({ name, sources: readFolder(path.join(folder, name)) }));
}

const isSchemas = (dir: string): boolean => fs.existsSync(path.join(dir, 'subjects.json'));

async function readHistory(ref: string, schemasDir: string): Promise<readonly SchemaVersion[]> {
  const git = async (...args: string[]): Promise<string> => {
    const options = { cwd: schemasDir, maxBuffer: GIT_OUTPUT_BYTES_MAX };
    return (await run('git', args, options)).stdout;
  };
  const commit = await git(
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  )
    .then((text) => text.trim())
    .catch((error: unknown) => {
      const fix = 'name a folder of schemas, or a branch, tag or commit of this repository.';
      throw new CliError('usage', `"${ref}" is neither a folder nor known to git.\nFix: ${fix}`, {
        code: 'usage',
        detail: (error as Error).name,
        fix,
      });
    });
  const log = await git('log', '--format=%H', '--reverse', '--topo-order', commit, '--', '.');
  const commits = log.split('\n').filter(Boolean);
  const versions: SchemaVersion[] = [];
  // One after the other: a handful of commits, and a bounded number of processes.
  for (const one of commits) {
    const list = await git('ls-tree', '-r', '--name-only', one, '--', '.');
    const names = list.split('\n').filter((name) => /\.(avsc|json)$/.test(name));
    const texts = new Map<string, string>();
    for (const name of names) texts.set(name, await git('show', `${one}:./${name}`));
    if (!texts.has('subjects.json')) continue;
    versions.push({ name: one.slice(0, SHORT), sources: readTexts(one.slice(0, SHORT), texts) });
  }
  return versions;
}

function readTexts(commit: string, texts: ReadonlyMap<string, string>): SchemaSources {
  try {
    return parseSources(texts);
  } catch (error) {
    throw unreadable(commit, error);
  }
}

function unreadable(what: string, error: unknown): CliError {
  const detail = `the schemas of ${what} cannot be read: ${(error as Error).message}`;
  return new CliError('unfit', detail, { code: 'unfit', detail });
}
