import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readScenario } from './read-scenario.ts';
import { runScenario } from './run-scenario.ts';

const PAGE = path.join(import.meta.dirname, '../../../../docs/how-to/play-a-scenario.md');

test('the scenario of the how-to page passes', () => {
  const [, text = ''] = fs.readFileSync(PAGE, 'utf8').match(/^```yaml\n(.*?)^```/ms) ?? [];
  const { checks } = runScenario(readScenario('how-to', text));
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks).toHaveLength(2);
});
