import fs from 'node:fs';
import path from 'node:path';

/** Counts the demo's runs on a data folder, so that each tells its story with people of its own. From 1. */
export function countRun(dir: string): number {
  const file = path.join(dir, 'demo-runs');
  const before = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  const run = Number.isSafeInteger(before) && before >= 0 ? before + 1 : 1;
  fs.writeFileSync(file, `${run}\n`);
  return run;
}
