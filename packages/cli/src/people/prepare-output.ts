import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../exit-codes.ts';
import { prepareFolder } from '../prepare-folder.ts';
import { MANIFEST } from './manifest.ts';

/** Makes the folder. Throws CliError `usage` when it holds anything and `force` is not said; then the files of an earlier set are written over. */
export function prepareOutput(dir: string, force: boolean): void {
  prepareFolder(dir);
  const held = fs.readdirSync(dir);
  if (held.length > 0 && !force) {
    throw new CliError(
      'usage',
      `${dir} is not empty: nothing was written.\nFix: name another folder with --out, or write over the set in it with --force.`,
    );
  }
  // A set without a manifest is one that was not finished.
  fs.rmSync(path.join(dir, MANIFEST), { force: true });
}
