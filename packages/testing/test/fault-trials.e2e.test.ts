import process from 'node:process';
import { expect, test } from '@jest/globals';
import { formatTrials } from '../src/trials/faults/format-trials.ts';
import { chooseTrials } from '../src/trials/faults/list-trials.ts';
import { runTrials } from '../src/trials/faults/run-trials.ts';

/** Fifteen processes start, on a machine that other runs share. */
const TIMEOUT_MS = 600_000;

// Prints its table: it is what a reader wants to see. The other trials run by command: `npm run faults -- list`.
test(
  'one of two instances of every service dies, and the database server, and nothing is lost or done twice',
  async () => {
    const tried = await runTrials(chooseTrials(['instance-killed', 'database-killed']), {
      changes: 100,
    });
    process.stdout.write(`\n${formatTrials(tried)}`);
    expect(tried).toMatchObject([
      { name: 'instance-killed', outcome: 'passed', different: [], findings: [] },
      { name: 'database-killed', outcome: 'passed', different: [], findings: [] },
    ]);
  },
  TIMEOUT_MS,
);
