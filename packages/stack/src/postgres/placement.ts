import fs from 'node:fs';
import path from 'node:path';
import { StackError } from '../errors.ts';
import type { Account } from './account.ts';

/** Where files go that the server's account must reach and that our own folders cannot offer. */
const FALLBACK_ROOT = '/var/tmp';

/** The first folder above `target` that the account cannot pass; a root home (mode 700) is the usual one. */
export function findObstacle(target: string, account: Account | undefined): string | undefined {
  if (!account) return undefined;
  for (let at = path.dirname(target); ; at = path.dirname(at)) {
    const stat = fs.statSync(at, { throwIfNoEntry: false });
    if (stat) {
      const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return at;
    }
    if (at === path.dirname(at)) return undefined;
  }
}

/**
 * Makes the folder that holds cluster and log, and gives it to the account. Where the account cannot reach the folder
 * asked for, a folder of the same name under /var/tmp is used, so that a checkout in root's home works too.
 * Returns the real path (the server reports its directory without symbolic links).
 */
export function placeFolder(wanted: string, account: Account | undefined): string {
  const obstacle = findObstacle(path.join(wanted, 'data'), account);
  const dir = obstacle
    ? path.join(FALLBACK_ROOT, `told-postgres${wanted.replaceAll(path.sep, '-')}`)
    : wanted;
  try {
    fs.mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new StackError('folder-not-traversable', { folder: obstacle ?? dir }, error);
  }
  refuseStrangers(dir, account);
  if (account) {
    fs.chownSync(dir, account.uid, account.gid);
    fs.chmodSync(dir, 0o755);
  }
  const place = fs.realpathSync(dir);
  const second = findObstacle(path.join(place, 'data'), account);
  if (second) throw new StackError('folder-not-traversable', { folder: second });
  return place;
}

/** A folder under /var/tmp has a name that anyone can guess, so it must be ours before it is used. */
export function refuseStrangers(dir: string, account: Account | undefined): void {
  const stat = fs.lstatSync(dir);
  if (stat.isDirectory() && [process.getuid?.() ?? 0, account?.uid].includes(stat.uid)) return;
  throw new StackError('folder-not-ours', { folder: dir });
}

export function copyFolderName(version: string): string {
  return path.join(FALLBACK_ROOT, `told-postgres-${version}-${process.getuid?.() ?? 0}`);
}
