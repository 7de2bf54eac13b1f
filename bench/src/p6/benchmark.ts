import fs from 'node:fs';
import path from 'node:path';
import { serialize } from 'node:v8';
import {
  type Benchmark,
  type BenchOptions,
  type Contender,
  type OpenBenchmark,
  partOf,
} from '../benchmark.ts';
import { expectSame, type Left } from '../measure/digest-tables.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { type OpenServer, openServer } from '../measure/open-server.ts';
import { recordWrites } from '../p4/record-writes.ts';
import type { WrittenTransaction } from '../p4/work.ts';
import { type Kind, openAgencyParts, type Places, takeAll } from './agency-parts.ts';
import { checkGuards, digestLeft, RULE } from './check-left.ts';
import { fillDatabases } from './fill-databases.ts';
import type { Work } from './work.ts';

type Size = { readonly kind: Kind; readonly cases: number; readonly releasesACase: number };

/** Enough for some seconds: joining the group and the last, uneven batches of the partitions are once a run. */
const ADAPTER: Size = { kind: 'adapter', cases: 15_000, releasesACase: 8 };
const OFFICE: Size = { kind: 'office', cases: 4_000, releasesACase: 4 };
/** Of the cases, those that contenders warm up with. With fewer, much of what is measured is the compiling of their programs, which a service does once. */
const WARM_UP_PART = 2;
const [AIM_ADAPTER, AIM_COPY, AIM_OFFICE] = [0.85, 0.35, 0.5];

/** Statements that guard and leave no effect: the peers do without. */
const GUARDS = ['watermark_advance', 'watermark_begin', 'sequence_move'];

type Setting = Size & {
  readonly server: OpenServer;
  /** Filled; every contender has copies of them. */
  readonly full: Places;
  readonly small: Places;
  readonly releases: number;
  readonly warmUpReleases: number;
  readonly work: Pick<Work, 'kind' | 'writesFile' | 'copies'>;
  /** What the work leaves, as the run that was recorded left it. */
  readonly reference: Left;
  readonly transactions: number;
};

const contender = (name: string, program: string, setting: Setting): Contender => ({
  name,
  async measure() {
    const { server, full, small, releases, warmUpReleases, work, reference } = setting;
    const warmUp = await copyOf(server, small);
    const measured = await copyOf(server, full);
    const found = await measureProgram<Work>(server, path.join(import.meta.dirname, program), {
      ...work,
      warmUp: { ...warmUp, releases: warmUpReleases },
      measured: { ...measured, releases },
    });
    expectSame(await digestLeft(server, measured.agencyUrl), reference, RULE);
    if (program === 'product.ts') await checkGuards(server, measured.agencyUrl, releases);
    const all = [warmUp, measured].flatMap(({ agencyUrl, logUrl }) => [agencyUrl, logUrl]);
    await server.drop(...all);
    return found;
  },
});

const copyOf = async (server: OpenServer, { agencyUrl, logUrl }: Places): Promise<Places> => ({
  agencyUrl: await server.copy(agencyUrl),
  logUrl: await server.copy(logUrl),
});

/** Has the product do the work once, and keeps what its transactions wrote and what is left of it. */
async function record(
  server: OpenServer,
  full: Places,
  { kind, releases }: { readonly kind: Kind; readonly releases: number },
): Promise<Pick<Setting, 'work' | 'reference' | 'transactions'>> {
  const places = await copyOf(server, full);
  const parts = await openAgencyParts(places);
  const recorded = recordWrites(parts.db);
  const stop = await takeAll(parts, kind, releases, recorded.db);
  await stop();
  await parts.close();
  await checkGuards(server, places.agencyUrl, releases);
  const reference = await digestLeft(server, places.agencyUrl);
  const copies = kind === 'adapter' ? await copyOut(server, places.agencyUrl) : {};
  await server.drop(places.agencyUrl, places.logUrl);
  const transactions = recorded.transactions.map(withoutGuards);
  const writesFile = path.join(server.dir, 'writes');
  fs.writeFileSync(writesFile, serialize(transactions));
  return { work: { kind, writesFile, copies }, reference, transactions: transactions.length };
}

const withoutGuards = ({ statements, published }: WrittenTransaction): WrittenTransaction => ({
  statements: statements.filter(({ statement }) => !GUARDS.includes(statement.name)),
  published,
});

/** The rows that the adapter leaves, as the server writes them; the server must be allowed to. */
async function copyOut(server: OpenServer, url: string): Promise<Work['copies']> {
  const dir = path.join(server.dir, 'copies');
  fs.mkdirSync(dir);
  fs.chmodSync(dir, 0o777);
  const copies: Record<string, string> = {};
  for (const table of ['received_release', 'outcome', 'outbox', 'told']) {
    copies[table] = path.join(dir, table);
    await server.rows(url, `COPY ${table} TO '${copies[table]}'`);
  }
  return copies;
}

async function prepare(
  server: OpenServer,
  whole: Size,
  { size }: BenchOptions,
  onProgress: (what: string) => void,
): Promise<Setting> {
  const { kind, releasesACase } = whole;
  const cases = partOf(whole.cases, size);
  const toldOf = partOf(cases, 1 / WARM_UP_PART);
  const releases = cases * releasesACase;
  onProgress(`${releases.toLocaleString('en-GB')} releases are put on the log`);
  const small = await fillDatabases(server, { kind, cases, toldOf, releasesACase });
  const full = await fillDatabases(server, { kind, cases, toldOf: cases, releasesACase });
  const recorded = await record(server, full, { kind, releases });
  onProgress(`the product took all in ${recorded.transactions} transactions, which are recorded`);
  const warmUpReleases = toldOf * releasesACase;
  return { ...whole, ...{ server, small, full, cases, releases, warmUpReleases }, ...recorded };
}

const RAW = (transactions: number, what: string): string =>
  `the same rows, from a recorded run: the UNNEST ${what} of its ${transactions} transactions with their parameters, without watermark and sequences; it reads nothing from the log, locks, decodes, decides and encodes nothing`;
const RUNS_AS =
  'runAgency and consume in one process, as the service puts them together, without HTTP and relay: 1,000 records a partition, 4 partitions, four transactions side by side; the clock stands still';

const open = async (
  whole: Size,
  options: BenchOptions,
  onProgress: (what: string) => void,
  describe: (setting: Setting) => Pick<OpenBenchmark, 'product' | 'productRunsAs' | 'comparisons'>,
): Promise<OpenBenchmark> => {
  const server = await openServer();
  try {
    const setting = await prepare(server, whole, options, onProgress);
    return {
      ...describe(setting),
      durability: server.durability,
      invariant: `${RULE}: releases, answers, outbox records and the agency’s own tables, bytes included; the product’s sequences dense for each case`,
      versions: { postgresql: server.version },
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
};

const describeWork = ({ cases, releasesACase }: Size): string =>
  `${(cases * releasesACase).toLocaleString('en-GB')} releases to ${cases.toLocaleString('en-GB')} cases read from the embedded log, taken once, kept and answered`;

export const P6: Benchmark = {
  id: 'P6',
  work: `adapter: ${describeWork(ADAPTER)}, with one row a case kept`,
  open: (onProgress, options) =>
    open(ADAPTER, options, onProgress, (setting) => ({
      product: contender('adapter', 'product.ts', setting),
      productRunsAs: RUNS_AS,
      comparisons: [
        {
          ...{ id: 'P6', aim: AIM_ADAPTER, peerRunsAs: RAW(setting.transactions, 'upserts') },
          peer: contender('raw upserts', 'raw-upserts.ts', setting),
        },
        {
          ...{ id: 'P6-copy', aim: AIM_COPY },
          peer: contender('COPY', 'copy.ts', setting),
          peerRunsAs:
            'the rows that are left, in one transaction: COPY of each table from a file that the server reads itself',
        },
      ],
    })),
};

export const P6R: Benchmark = {
  id: 'P6r',
  work: `reconciling: ${describeWork(OFFICE)}, with awards computed anew, their history and the cases’ facts`,
  open: (onProgress, options) =>
    open(OFFICE, options, onProgress, (setting) => ({
      product: contender('office', 'product.ts', setting),
      productRunsAs: `${RUNS_AS}; the council tax office`,
      comparisons: [
        {
          ...{ id: 'P6r', aim: AIM_OFFICE, peerRunsAs: RAW(setting.transactions, 'upserts') },
          peer: contender('raw upserts', 'raw-upserts.ts', setting),
        },
      ],
    })),
};
