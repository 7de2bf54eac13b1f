import fs from 'node:fs';
import path from 'node:path';
import { CliError } from './exit-codes.ts';

/** Makes a data folder, level by level: Node's own recursive mkdir never returns where the parent refuses like /proc does. Throws CliError `unfit`. */
export function prepareFolder(dir: string): void {
  const missing: string[] = [];
  try {
    for (let at = dir; !isFolder(at); at = path.dirname(at)) missing.unshift(at);
    for (const folder of missing) fs.mkdirSync(folder);
    fs.accessSync(dir, fs.constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(
      'unfit',
      `${dir} cannot be the data folder (${code}).\nFix: name a folder that you may write to with --dir.`,
    );
  }
}

function isFolder(at: string): boolean {
  const found = fs.statSync(at, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return found !== undefined;
  throw Object.assign(new TypeError('a file is in the way'), { code: 'ENOTDIR' });
}
