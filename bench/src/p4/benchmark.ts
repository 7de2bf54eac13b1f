import fs from 'node:fs';
import path from 'node:path';
import { serialize } from 'node:v8';
import type { Benchmark, Contender, OpenBenchmark } from '../benchmark.ts';
import { expectSame, type Left } from '../measure/digest-tables.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { checkLeft, RULE } from './check-left.ts';
import { decideAll } from './decide-all.ts';
import { fillDatabases } from './fill-databases.ts';
import { openGatewayParts, type Places } from './gateway-parts.ts';
import { type OpenDatabases, openDatabases } from './open-databases.ts';
import { CHANGES_A_PERSON } from './people.ts';
import { recordWrites } from './record-writes.ts';
import type { Part, Work, WrittenTransaction } from './work.ts';

export const PEOPLE = 5_000;
export const WARM_UP_PEOPLE = 1_500;
export const AIM = 0.74;

export type Setting = {
  readonly databases: OpenDatabases;
  /** Filled; every contender has copies of them. */
  readonly full: Places;
  readonly small: Places;
  readonly recipients: number;
  readonly writesFile: string;
  /** What the work leaves, as the run that was recorded left it. */
  readonly reference: Left;
};

const partOf = (pair: Places, people: number, recipients: number): Part => {
  const changes = people * CHANGES_A_PERSON;
  return { ...pair, changes, records: changes * (1 + recipients) };
};

/** The work done once, on databases of its own, by a process of its own. */
export const contender = (name: string, program: string, setting: Setting): Contender => ({
  name,
  async measure() {
    const { databases, recipients, writesFile, reference } = setting;
    const [small, full] = [
      await databases.copy(setting.small),
      await databases.copy(setting.full),
    ] as const;
    const measured = await measureProgram<Work>(
      databases,
      path.join(import.meta.dirname, program),
      {
        warmUp: partOf(small, WARM_UP_PEOPLE, recipients),
        measured: partOf(full, PEOPLE, recipients),
        writesFile,
      },
    );
    const { records: done } = measured;
    expectSame(await checkLeft(databases, full, { changes: done, recipients }), reference, RULE);
    for (const pair of [small, full]) await databases.drop(pair);
    return measured;
  },
});

/** Has the product do the work once and remembers what its transactions wrote. */
export async function record(
  databases: OpenDatabases,
  full: Places,
  recipients: number,
): Promise<Pick<Setting, 'reference' | 'writesFile'> & { readonly transactions: number }> {
  const pair = await databases.copy(full);
  const parts = await openGatewayParts(pair);
  const recorded = recordWrites(parts.db);
  const { changes, records } = partOf(pair, PEOPLE, recipients);
  const stop = await decideAll(parts, records, recorded.db);
  await stop();
  await parts.close();
  const reference = await checkLeft(databases, pair, { changes, recipients });
  await databases.drop(pair);
  const writesFile = path.join(databases.dir, 'writes');
  const transactions: readonly WrittenTransaction[] = recorded.transactions;
  fs.writeFileSync(writesFile, serialize(transactions));
  return { reference, writesFile, transactions: transactions.length };
}

async function open(
  id: string,
  recipients: number,
  onProgress: (what: string) => void,
): Promise<OpenBenchmark> {
  const databases = await openDatabases();
  try {
    onProgress(`${PEOPLE.toLocaleString('en-GB')} people are registered and told of`);
    const small = await fillDatabases(databases, {
      ...{ people: PEOPLE, toldOf: WARM_UP_PEOPLE, recipients },
    });
    const full = await fillDatabases(databases, { people: PEOPLE, toldOf: PEOPLE, recipients });
    const { transactions, ...recorded } = await record(databases, full, recipients);
    onProgress(`the product decided all in ${transactions} transactions, which are recorded`);
    const setting = { databases, full, small, recipients, ...recorded };
    return {
      product: contender('gateway', 'product.ts', setting),
      productRunsAs: PRODUCT_RUNS_AS,
      comparisons: [
        {
          id,
          peer: contender('writing alone', 'write-only.ts', setting),
          aim: AIM,
          peerRunsAs: `the same rows and records, from a recorded run: its ${transactions} transactions, each with the statements that write and their parameters, one transaction after another; it reads, locks, decodes, decides and encodes nothing; the same relay`,
        },
      ],
      durability: databases.durability,
      invariant:
        'every change decided once, releases dense for each case and within their agreements, all rows and all records on the log equal to those of a run recorded before',
      versions: { postgresql: databases.version },
      close: () => databases.close(),
    };
  } catch (error) {
    await databases.close();
    throw error;
  }
}

export const PRODUCT_RUNS_AS =
  'consume and startRelay in one process, as the service puts them together, without HTTP: 200 records a partition, 4 partitions, two transactions side by side; the clock stands still; processor time of the broker is that of PostgreSQL';

export const describeWork = (to: string): string =>
  `gateway: ${(PEOPLE * CHANGES_A_PERSON).toLocaleString('en-GB')} changes of ${PEOPLE.toLocaleString('en-GB')} people read from the embedded log, decided for ${to}, kept, and told on the log`;

export const P4: Benchmark = {
  id: 'P4',
  work: describeWork('one recipient'),
  open: (onProgress) => open('P4', 1, onProgress),
};

export const P4_3: Benchmark = {
  id: 'P4-3',
  work: describeWork('three recipients'),
  open: (onProgress) => open('P4-3', 3, onProgress),
};
