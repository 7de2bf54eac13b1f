import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Benchmark, OpenBenchmark } from '../benchmark.ts';
import { expectSame, type Left } from '../measure/digest-tables.ts';
import {
  AIM,
  contender,
  describeWork,
  PEOPLE,
  PRODUCT_RUNS_AS,
  record,
  type Setting,
  WARM_UP_PEOPLE,
} from './benchmark.ts';
import { fillDatabases } from './fill-databases.ts';
import type { KeyPlaces } from './gateway-parts.ts';
import { type OpenDatabases, openDatabases } from './open-databases.ts';

const RECIPIENTS = 1;
const SAME = 'what is said of sealed bodies is what is said of the same bodies in clear';

async function prepare(databases: OpenDatabases, keys?: KeyPlaces): Promise<Setting> {
  const filling = { people: PEOPLE, recipients: RECIPIENTS, ...(keys && { keys }) };
  const small = await fillDatabases(databases, { ...filling, toldOf: WARM_UP_PEOPLE });
  const full = await fillDatabases(databases, { ...filling, toldOf: PEOPLE });
  const { transactions: _, ...recorded } = await record(databases, full, RECIPIENTS);
  return { databases, full, small, recipients: RECIPIENTS, ...recorded };
}

/** A key file of its own, beside the databases. */
function makeKeys(dir: string): KeyPlaces {
  const masterKeyFile = path.join(dir, 'master-key');
  fs.writeFileSync(masterKeyFile, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return { file: path.join(dir, 'keys', 'data-keys'), masterKeyFile };
}

/** What lies on the topics; the tables keep the records as they came, sealed or not. */
const saidIn = (left: Left): Left =>
  Object.fromEntries(Object.entries(left).filter(([name]) => name.startsWith('told.')));

async function open(onProgress: (what: string) => void): Promise<OpenBenchmark> {
  const databases = await openDatabases();
  try {
    onProgress('the same people are registered and told of twice: sealed, and in clear');
    const sealed = await prepare(databases, makeKeys(databases.dir));
    const clear = await prepare(databases);
    expectSame(saidIn(sealed.reference), saidIn(clear.reference), SAME);
    return {
      product: contender('gateway, bodies sealed', 'product.ts', sealed),
      productRunsAs: `${PRODUCT_RUNS_AS}; every body is opened with its person's own key, ${PEOPLE.toLocaleString('en-GB')} of them, from the key file`,
      comparisons: [
        {
          id: 'P4-sealed',
          peer: contender('gateway, bodies in clear', 'product.ts', clear),
          aim: AIM,
          peerRunsAs: 'the same program on the same changes, of which no body is sealed',
        },
      ],
      durability: databases.durability,
      invariant: `every change decided once, releases dense for each case and within their agreements, all rows and all records on the log equal to those of a run recorded before; ${SAME}`,
      versions: { postgresql: databases.version },
      close: () => databases.close(),
    };
  } catch (error) {
    await databases.close();
    throw error;
  }
}

export const P4_SEALED: Benchmark = {
  id: 'P4-sealed',
  work: `${describeWork('one recipient')}; bodies sealed for each person`,
  open,
};
