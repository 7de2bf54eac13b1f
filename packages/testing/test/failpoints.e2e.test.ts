import process from 'node:process';
import { expect, test } from '@jest/globals';
import { formatSweep } from '../src/trials/format-sweep.ts';
import { listFailpoints } from '../src/trials/list-failpoints.ts';
import { sweepFailpoints } from '../src/trials/sweep-failpoints.ts';

/** As many services restart as there are failpoints, on a machine that other runs share. */
const TIMEOUT_MS = 900_000;

// Prints its table: it is what a reader wants to see. The same on Kafka takes as long as all other suites: `npm run faults -- sweep --kafka`.
test(
  'every service dies at every failpoint of its code, comes back, and leaves what an undisturbed run leaves',
  async () => {
    const sweep = await sweepFailpoints({ households: 80, changesAWave: 40 });
    process.stdout.write(`\n${formatSweep(sweep)}`);
    const swept = sweep.points.map(({ service, name }) => `${service} ${name}`);
    const listed = listFailpoints().map(({ service, name }) => `${service} ${name}`);
    expect(swept.toSorted()).toEqual(listed.toSorted());
    const failed = sweep.points.filter(
      ({ hit, died, returned, equal }) => !(hit && died && returned && equal),
    );
    expect(failed).toEqual([]);
    expect(sweep).toMatchObject({
      different: [],
      findings: [],
      invariants: { lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0 },
    });
  },
  TIMEOUT_MS,
);
