import path from 'node:path';
import {
  type Benchmark,
  type BenchOptions,
  type Contender,
  type OpenBenchmark,
  partOf,
} from '../benchmark.ts';
import { digestTables, expectSame, type Left } from '../measure/digest-tables.ts';
import { measureProgram } from '../measure/measure-program.ts';
import { type OpenServer, openServer } from '../measure/open-server.ts';
import { OFFICE_MIGRATIONS, openAgencyParts, type Places, takeAll } from '../p6/agency-parts.ts';
import { checkGuards, digestLeft, RULE } from '../p6/check-left.ts';
import { fillDatabases } from '../p6/fill-databases.ts';
import type { Work as TakingWork } from '../p6/work.ts';
import type { Work } from './work.ts';

type Size = { readonly cases: number; readonly warmUpCases: number };

const SOME: Size = { cases: 8_000, warmUpCases: 2_000 };
const MILLION: Size = { cases: 250_000, warmUpCases: 2_000 };
const RELEASES_A_CASE = 4;
const AIM = 0.9;
/** The million takes minutes, and hours where something is wrong. */
const TIMEOUT_MS = 3_600_000;

const DERIVED = [
  'claim',
  'case_fact',
  'award',
  'award_history',
  'council_tax_account',
  'outside_dwelling',
];
const SAME = 'the rows made anew are the office’s, bytes included';

type Setting = {
  readonly server: OpenServer;
  readonly cases: number;
  readonly releases: number;
  readonly warmUpReleases: number;
  /** Known cases, and a log with what is released to them. */
  readonly full: Places;
  readonly small: Places;
  /** The agency's databases after it took all. */
  readonly takenUrl: string;
  readonly takenSmallUrl: string;
  readonly reference: Left;
};

async function prepare(
  server: OpenServer,
  { cases: whole, warmUpCases }: Size,
  { size }: BenchOptions,
  onProgress: (what: string) => void,
): Promise<Setting> {
  const cases = partOf(whole, size);
  const releases = cases * RELEASES_A_CASE;
  const warmUpReleases = Math.min(cases, warmUpCases) * RELEASES_A_CASE;
  const fill = (toldOf: number): Promise<Places> =>
    fillDatabases(server, {
      kind: 'office',
      cases: toldOf,
      toldOf,
      releasesACase: RELEASES_A_CASE,
    });
  onProgress(`${releases.toLocaleString('en-GB')} releases are put on the log, and taken`);
  const small = await fill(Math.min(cases, warmUpCases));
  const full = await fill(cases);
  const takenSmallUrl = await take(server, small, warmUpReleases);
  const takenUrl = await take(server, full, releases);
  const reference = await digestLeft(server, takenUrl);
  const counts = { cases, releases, warmUpReleases };
  return { ...counts, ...{ server, small, full, takenSmallUrl, takenUrl, reference } };
}

/** The agency's database after it took all that is on the log; its other databases stay as they were. */
async function take(server: OpenServer, places: Places, releases: number): Promise<string> {
  const agencyUrl = await server.copy(places.agencyUrl);
  const logUrl = await server.copy(places.logUrl);
  const parts = await openAgencyParts({ agencyUrl, logUrl });
  const stop = await takeAll(parts, 'office', releases);
  await stop();
  await parts.close();
  await server.drop(logUrl);
  await checkGuards(server, agencyUrl, releases);
  await server.rows(agencyUrl, 'VACUUM ANALYZE');
  return agencyUrl;
}

const rebuilding = (setting: Setting): Contender => ({
  name: 'rebuild',
  async measure() {
    const { server, takenUrl, takenSmallUrl } = setting;
    const warmUp = { sourceUrl: takenSmallUrl, scratchUrl: await server.create(OFFICE_MIGRATIONS) };
    const measured = { sourceUrl: takenUrl, scratchUrl: await server.create(OFFICE_MIGRATIONS) };
    const program = path.join(import.meta.dirname, 'product.ts');
    const found = await measureProgram<Work>(server, program, { warmUp, measured }, TIMEOUT_MS);
    const [office, anew] = [
      await digestDerived(server, takenUrl),
      await digestDerived(server, measured.scratchUrl),
    ];
    expectSame(anew, office, SAME);
    await server.drop(warmUp.scratchUrl, measured.scratchUrl);
    return found;
  },
});

async function digestDerived(server: OpenServer, url: string): Promise<Left> {
  const left = await digestTables(server, url);
  return Object.fromEntries(DERIVED.map((table) => [table, left[table] ?? 'none']));
}

/** P6r's own product: the office takes the same releases from the log. */
const taking = (setting: Setting): Contender => ({
  name: 'office',
  async measure() {
    const { server, full, small, releases, warmUpReleases, reference } = setting;
    const copyOf = async ({ agencyUrl, logUrl }: Places): Promise<Places> => ({
      agencyUrl: await server.copy(agencyUrl),
      logUrl: await server.copy(logUrl),
    });
    const [warmUp, measured] = [await copyOf(small), await copyOf(full)];
    const program = path.join(import.meta.dirname, '../p6/product.ts');
    const found = await measureProgram<TakingWork>(
      ...([server, program] as const),
      {
        ...{ kind: 'office', writesFile: '', copies: {} },
        warmUp: { ...warmUp, releases: warmUpReleases },
        measured: { ...measured, releases },
      },
      TIMEOUT_MS,
    );
    expectSame(await digestLeft(server, measured.agencyUrl), reference, RULE);
    const all = [warmUp, measured].flatMap(({ agencyUrl, logUrl }) => [agencyUrl, logUrl]);
    await server.drop(...all);
    return found;
  },
});

async function open(
  id: string,
  whole: Size,
  options: BenchOptions,
  onProgress: (what: string) => void,
): Promise<OpenBenchmark> {
  const server = await openServer();
  try {
    const setting = await prepare(server, whole, options, onProgress);
    return {
      product: rebuilding(setting),
      productRunsAs:
        'rebuildInto in one process, from the office’s database into another on the same server, two lanes, pages of 1,000 entries; comparing all tables with the office’s own is part of it. A record is an entry: a release, or a case that was opened',
      comparisons: [
        {
          ...{ id, aim: AIM, peer: taking(setting) },
          peerRunsAs:
            'P6r’s product: runAgency and consume in one process, without HTTP and relay: 1,000 records a partition, 4 partitions, four transactions side by side; releases kept and answered; the cases were opened before',
        },
      ],
      durability: `${server.durability}; the rebuild’s own transactions do not wait for the disk: what a crash loses is made again`,
      invariant: `${SAME}; of the peer: ${RULE}`,
      versions: { postgresql: server.version },
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

const describe = ({ cases }: Size): string =>
  `an office’s tables made anew from ${(cases * RELEASES_A_CASE).toLocaleString('en-GB')} kept releases and ${cases.toLocaleString('en-GB')} opened cases, and compared, against an office that takes those releases`;

export const P8: Benchmark = {
  id: 'P8',
  work: `rebuild: ${describe(SOME)}`,
  open: (onProgress, options) => open('P8', SOME, options, onProgress),
};

/** One round: each contender takes minutes. */
export const P8_MILLION: Benchmark = {
  id: 'P8-million',
  work: `rebuild: ${describe(MILLION)}`,
  isOneRound: true,
  open: (onProgress, options) => open('P8-million', MILLION, options, onProgress),
};
