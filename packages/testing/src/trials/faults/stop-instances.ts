import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE_LIST, type Stack } from '@told/stack';
import { waitUntilQuiet } from '../../history/wait-until-quiet.ts';
import type { FaultTrial } from './fault-trial.ts';
import { doorsOf, type InstanceNumber, instanceOf, otherOf } from './instances.ts';
import { runAsAdmin } from './run-as-admin.ts';

/** Twice the longest time after which a silent process is given up: 15 s for what it has locked, 5 s for its partitions of the log. */
const STOPPED_MS = 30_000;

export const stopInstances: FaultTrial = {
  name: 'instance-stopped',
  shows:
    'Of two instances of every service the one that sends the outbox is stopped (SIGSTOP) for twice as long as a silent process is waited for, and goes on (SIGCONT): the other one takes over, and nothing that the first one does late has an effect.',
  area: 'paired',
  async run({ stack, area }, load) {
    const holders = new Map<string, InstanceNumber>();
    for (const { name } of SERVICE_LIST) holders.set(name, await findHolder(stack, name));
    const holderOf = (service: string): InstanceNumber => holders.get(service) ?? 1;
    const stopped = SERVICE_LIST.map(({ name }) => instanceOf(stack, name, holderOf(name)));
    const through = doorsOf(stack, (service) => otherOf(holderOf(service)));
    await load.tellNext();
    const startedMs = performance.now();
    let quietMs: number;
    try {
      const telling = load.tellNext(through);
      for (const service of stopped) service.kill('SIGSTOP');
      await telling;
      await load.tellNext(through);
      await waitUntilQuiet({ area });
      quietMs = performance.now() - startedMs;
      await sleep(Math.max(0, STOPPED_MS - quietMs));
      await load.tellNext(through);
    } finally {
      for (const service of stopped) service.kill('SIGCONT');
    }
    await load.tellNext();
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return `SIGSTOP of the ${stopped.length} that send, for ${seconds} s; the others were done after ${Math.round(quietMs / 1000)} s`;
  },
};

/** The process whose session has the lock of its database's relay. */
const HOLDER = `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() AND l.objid = 7418003`;

async function findHolder(stack: Stack, service: string): Promise<InstanceNumber> {
  const definition = SERVICE_LIST.find(({ name }) => name === service);
  const rows = await runAsAdmin<{ name: string }>(stack, definition?.database ?? '', HOLDER);
  const holder = rows[0]?.name;
  if (holder === undefined) throw new Error(`no process of ${service} sends its outbox`);
  return holder.endsWith('-2') ? 2 : 1;
}
