import fs from 'node:fs';
import path from 'node:path';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';

/** Where the scenarios are written: beside the rules that they hold to account. */
const SCENARIOS = path.join(import.meta.dirname, '../../../benefits/scenarios');

const ENDING = '.yaml';

/** Every scenario of a folder, by name. Throws ScenarioError for a file that is not written as it must be. */
export function loadScenarios(folder: string = SCENARIOS): readonly Scenario[] {
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) =>
      readScenario(file.slice(0, -ENDING.length), fs.readFileSync(path.join(folder, file), 'utf8')),
    );
}
