import fs from 'node:fs';
import path from 'node:path';
import { serialize } from 'node:v8';
import { createTokenSource } from '@told/service';
import { listClients, startIssuer } from '@told/stack';
import {
  type Benchmark,
  type BenchOptions,
  type Contender,
  type OpenBenchmark,
  partOf,
} from '../benchmark.ts';
import { digestTables, expectSame, type Left } from '../measure/digest-tables.ts';
import { type OpenServer, openServer } from '../measure/open-server.ts';
import { elapsedProcessorTime } from '../measure/processor-time.ts';
import { startServer } from '../measure/start-server.ts';
import { figuresOf } from '../measure/time-at-rate.ts';
import { INTAKE } from './intake-parts.ts';
import { recordRequests } from './record-requests.ts';
import { AGENCY, CALLERS, listRequests, type Telling } from './requests.ts';
import { createTeller, type Teller } from './tell.ts';
import type { Work } from './work.ts';

const PEOPLE = 3_000;
const TURNS = 4;
/** As many changes as V8 needs to compile what it runs: it takes processors from whatever it runs beside. */
const WARM_UP_PEOPLE = 2_000;
const TIMED_PEOPLE = 5_000;
/** Of what the peer can do: both keep up, and the times are not those of a queue. */
const TIMED_LOAD = 0.5;
const AIM = 2;
const RULE =
  'every change answered 202 is stored and in the outbox once, in its person’s order, and both leave the same rows';

type Tellings = { readonly warmUp: Telling; readonly full: Telling; readonly timed: Telling };

const planTellings = (size: number): Tellings => {
  const [warm, full, timed] = [WARM_UP_PEOPLE, PEOPLE, TIMED_PEOPLE].map((one) =>
    partOf(one, size),
  ) as [number, number, number];
  return {
    warmUp: { firstPerson: 0, people: warm, turns: TURNS },
    full: { firstPerson: warm, people: full, turns: TURNS },
    timed: { firstPerson: warm + full, people: timed, turns: 1 },
  };
};

type Setting = Tellings & {
  readonly server: OpenServer;
  readonly templateUrl: string;
  readonly work: Omit<Work, 'databaseUrl'>;
  readonly reference: Left;
  token(): Promise<string>;
  /** Set by the peer, which takes the first turn of all, in the round that does not count. */
  peerRate: number | undefined;
};

/** The outbox numbers its rows as they come, and a span of a trace is drawn: which of two persons came first is chance. */
const digest = async (server: OpenServer, url: string): Promise<Left> => {
  const [outbox] = await server.rows<{ readonly digest: string }>(
    url,
    `SELECT count(*) || ' records, md5 ' || md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS digest FROM (
       SELECT topic, partition, key, value, headers::jsonb - 'traceparent' AS headers,
              row_number() OVER (PARTITION BY topic, key ORDER BY id) AS place
       FROM outbox) AS t`,
  );
  const tables = await digestTables(server, url, { notCompared: ['outbox'] });
  return { ...tables, outbox: outbox?.digest ?? '' };
};

const contender = (name: string, program: string, setting: Setting): Contender => ({
  name,
  async measure() {
    const { server, templateUrl, work, reference } = setting;
    const databaseUrl = await server.copy(templateUrl);
    const running = await startServer<Work>(path.join(import.meta.dirname, program), {
      ...work,
      databaseUrl,
    });
    const teller = createTeller(running.url, await setting.token());
    await teller.tellAll(setting.warmUp);
    const [clientFrom, serverFrom] = [running.processorTime(), server.processorTime()];
    const startedMs = performance.now();
    await teller.tellAll(setting.full);
    const seconds = (performance.now() - startedMs) / 1_000;
    const clientCpuSeconds = elapsedProcessorTime(clientFrom, running.processorTime());
    const brokerCpuSeconds = elapsedProcessorTime(serverFrom, server.processorTime());
    const records = setting.full.people * setting.full.turns;
    setting.peerRate ??= records / seconds;
    const figures = await timeTelling(teller, setting.timed, setting.peerRate * TIMED_LOAD);
    teller.close();
    await running.stop();
    expectSame(await digest(server, databaseUrl), reference, RULE);
    await server.drop(databaseUrl);
    return { records, seconds, clientCpuSeconds, brokerCpuSeconds, figures };
  },
});

async function timeTelling(
  teller: Teller,
  telling: Telling,
  ratePerSecond: number,
): Promise<Readonly<Record<string, number>>> {
  return figuresOf(await teller.tellAtRate(telling, ratePerSecond));
}

async function prepare(
  server: OpenServer,
  { size }: BenchOptions,
  onProgress: (what: string) => void,
): Promise<{ readonly setting: Setting; close(): Promise<void> }> {
  const tellings = planTellings(size);
  const templateUrl = await server.create(INTAKE);
  const databaseUrl = await server.copy(templateUrl);
  const requests = Object.values(tellings).flatMap(listRequests);
  onProgress(
    `${requests.length.toLocaleString('en-GB')} changes are taken one by one, and what each writes is recorded`,
  );
  const writes = await recordRequests(databaseUrl, requests);
  const reference = await digest(server, databaseUrl);
  await server.drop(databaseUrl);
  const writesFile = path.join(server.dir, 'writes');
  fs.writeFileSync(writesFile, serialize(writes));
  const clients = listClients([{ id: AGENCY, scopes: ['changes:write'] }]);
  const issuer = await startIssuer({ dir: server.dir, clients });
  const { issuer: name, audience, jwksUrl, tokenUrl } = issuer;
  const token = createTokenSource({
    ...{ tokenUrl, audience, clientId: AGENCY, scope: 'changes:write' },
    clientSecret: issuer.clients.find(({ clientId }) => clientId === AGENCY)?.clientSecret ?? '',
  });
  const work = { issuer: { issuer: name, audience, jwksUrl, tokenUrl }, writesFile };
  const setting = { ...tellings, server, templateUrl, work, reference, token, peerRate: undefined };
  return { setting, close: () => issuer.close() };
}

function describe(setting: Setting, server: OpenServer, close: () => Promise<void>): OpenBenchmark {
  const peer = contender('bare driver', 'bare-driver.ts', setting);
  const peerRunsAs = `node:http and pg in one process: for each request a transaction of its own with the statements by which the product writes that change, recorded before, sent in one round trip; ${CALLERS} connections; it checks no token and no schema, reads, locks, judges and encodes nothing`;
  return {
    product: contender('intake', 'product.ts', setting),
    productRunsAs:
      'POST /v1/changes in one process as the service puts it together: token, schema, rules, digests, one transaction for the requests of a moment; without the relay; the clock stands still',
    comparisons: [
      { id: 'P1', peer, aim: AIM, peerRunsAs },
      {
        ...{ id: 'P1-p99', peer, aim: 1, peerRunsAs },
        figure: {
          what: `p99 in ms at a fixed rate, half of what the peer did at its best (${setting.timed.people.toLocaleString('en-GB')} requests, each timed from when it was due)`,
          of: ({ figures }) => figures?.['p99Ms'] ?? Number.NaN,
        },
      },
    ],
    durability: server.durability,
    invariant: `${RULE}: accepted changes, persons, cases and outbox records, bytes included`,
    versions: { postgresql: server.version },
    close,
  };
}

export const P1: Benchmark = {
  id: 'P1',
  work: `intake: ${(PEOPLE * TURNS).toLocaleString('en-GB')} changes of ${PEOPLE.toLocaleString('en-GB')} people posted by ${CALLERS} callers, after ${(WARM_UP_PEOPLE * TURNS).toLocaleString('en-GB')} others, each answered once it and its outbox row are committed`,
  async open(onProgress, options) {
    const server = await openServer();
    try {
      const { setting, close } = await prepare(server, options, onProgress);
      return describe(setting, server, async () => {
        await close();
        await server.close();
      });
    } catch (error) {
      await server.close();
      throw error;
    }
  },
};
