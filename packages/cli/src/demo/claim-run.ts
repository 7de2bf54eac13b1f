import fs from 'node:fs';
import path from 'node:path';

/** What one run of the demo on a data folder may call its own. */
export interface Run {
  /** From 1; names the story's people. */
  readonly number: number;
  /** Number of its first synthetic household; those before belong to earlier runs. */
  readonly firstHousehold: number;
}

interface Claimed {
  readonly runs: number;
  readonly households: number;
}

const NONE: Claimed = { runs: 0, households: 0 };

/** Claims people for a run, also one that is then interrupted, so that no two runs on a folder tell of the same. */
export function claimRun(dir: string, households: number): Run {
  const file = path.join(dir, 'demo-runs.json');
  const before: Claimed = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : NONE;
  const after = { runs: before.runs + 1, households: before.households + households };
  fs.writeFileSync(file, `${JSON.stringify(after)}\n`);
  return { number: after.runs, firstHousehold: before.households };
}
