import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresLog, eventLogMigrations } from '@told/event-log';
import { type Contender, InvariantError, type Measurement } from '../benchmark.ts';
import { openServer } from '../measure/open-server.ts';
import { startServer } from '../measure/start-server.ts';
import { timeAtRate } from '../measure/time-at-rate.ts';
import { createRecordSource } from '../p3/work.ts';
import { followTimes } from './follow-times.ts';
import type { Hop } from './hop.ts';
import { mergePhases, type Phase } from './phases.ts';
import { createLingeringSender } from './send-lingering.ts';
import { watchTable } from './watch-tables.ts';

const PARTITIONS = 4;
const TOPICS = ['hop.first', 'hop.second'] as const;
const TABLE =
  'CREATE TABLE effect (id bigint PRIMARY KEY, key bytea NOT NULL, value bytea NOT NULL)';
const POLL_MS = 20;
const DRAIN_MS_MAX = 60_000;

export type Hops = { readonly contender: Contender; close(): Promise<void> };

/** The peer: two processes, each with a database of its own and a log between them, on a server of their own. */
export async function openHops(phases: readonly Phase[]): Promise<Hops> {
  const server = await openServer();
  const logUrl = await server.create([{ name: 'event-log', dir: eventLogMigrations }]);
  const log = createPostgresLog({ connectionString: logUrl, clientId: 'producer' });
  await log.createTopics(
    TOPICS.map((name) => ({ name, partitions: PARTITIONS, retentionMs: null })),
  );
  const databases = [await server.create([]), await server.create([])] as const;
  for (const url of databases) await server.rows(url, TABLE);
  let seen: ReturnType<typeof followTimes> | undefined;
  const stopWatching = await watchTable(
    databases[1],
    { table: 'effect', column: 'id' },
    (ids, atMs) => seen?.see(ids, atMs),
  );
  const hops = await Promise.all(
    databases.map((databaseUrl, index) =>
      startServer<Hop>(path.join(import.meta.dirname, 'hop.ts'), {
        ...{ logUrl, databaseUrl, partitions: PARTITIONS },
        ...{ from: TOPICS[index] ?? '', to: TOPICS[index + 1] },
      }),
    ),
  );
  const sender = createLingeringSender(log, TOPICS[0], PARTITIONS);
  const recordOf = createRecordSource();
  let sent = 0;

  const runPhase = async ({ changes, ratePerSecond, name }: Phase): Promise<Measurement> => {
    const times = followTimes();
    seen = times;
    const startedMs = performance.now();
    await timeAtRate(changes, ratePerSecond, async () => {
      times.accept(String(sent), performance.now());
      sender.send(recordOf(sent));
      sent += 1;
    });
    const deadline = performance.now() + DRAIN_MS_MAX;
    while (times.seen() < changes && performance.now() < deadline) await sleep(POLL_MS);
    const seconds = (performance.now() - startedMs) / 1_000;
    if (times.seen() !== changes || times.sightings() !== changes)
      throw new InvariantError({ name, sent: changes, seen: times.seen() });
    return {
      ...{ records: changes, seconds, figures: times.figures() },
      ...{ clientCpuSeconds: undefined, brokerCpuSeconds: undefined },
    };
  };
  const readClients = (): number =>
    hops.reduce((sum, hop) => sum + (hop.processorTime() ?? Number.NaN), 0);
  return {
    contender: {
      name: 'two hops',
      measure: () =>
        mergePhases(phases, runPhase, {
          clients: readClients,
          server: () => server.processorTime(),
        }),
    },
    async close() {
      await stopWatching();
      for (const hop of hops) await hop.stop();
      await log.close();
      await server.close();
    },
  };
}
