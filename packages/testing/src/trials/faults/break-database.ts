import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE_LIST, type Stack } from '@told/stack';
import type { Load } from '../start-twins.ts';
import type { FaultTrial } from './fault-trial.ts';
import { instanceOf } from './instances.ts';
import { runAsAdmin } from './run-as-admin.ts';

const KILLS = 3;

export const killDatabase: FaultTrial = {
  name: 'database-killed',
  shows:
    'The server of every database, the log’s included, is killed and started again: no service ends; each waits for it and goes on.',
  area: 'paired',
  parts: 2 * KILLS + 2,
  async run({ stack }, load) {
    await holdsProcesses(stack, async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await load.tellNext();
        stack.postgres.kill('SIGKILL');
        await Promise.all([load.tellNext(), stack.postgres.restart()]);
      }
    });
    return `SIGKILL of the postmaster and a new start, ${KILLS} times; no service ended`;
  },
};

const ROUNDS = 20;
const ROUND_MS = 250;
const END_ALL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

export const endBackends: FaultTrial = {
  name: 'connections-ended',
  shows:
    'Every connection to the database is ended again and again, also between a statement and its answer: what was open is done again, once in effect.',
  area: 'paired',
  async run({ stack }, load) {
    let ended = 0;
    await holdsProcesses(stack, async () => {
      await load.tellNext();
      const end = async (): Promise<void> => {
        for (let round = 0; round < ROUNDS; round += 1) {
          ended += (await runAsAdmin(stack, 'postgres', END_ALL)).length;
          await sleep(ROUND_MS);
        }
      };
      await Promise.all([tellParts(load, 3), end()]);
    });
    return `pg_terminate_backend of all connections, ${ROUNDS} times: ${ended} ended; no service ended`;
  },
};

async function tellParts(load: Load, parts: number): Promise<void> {
  for (let part = 0; part < parts; part += 1) await load.tellNext();
}

/** Throws when a service’s process is not the same afterwards. */
async function holdsProcesses(stack: Stack, disturb: () => Promise<void>): Promise<void> {
  const pidsOf = (): readonly (number | undefined)[] =>
    SERVICE_LIST.flatMap(({ name }) =>
      ([1, 2] as const).map((number) => instanceOf(stack, name, number).pid()),
    );
  const before = pidsOf();
  await disturb();
  const ended = pidsOf().filter((pid, at) => pid === undefined || pid !== before[at]).length;
  if (ended > 0) throw new Error(`${ended} processes of services have ended`);
}
