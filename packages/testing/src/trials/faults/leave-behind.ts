import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE_LIST, type ServiceProcess } from '@told/stack';
import { type FlowLook, observeFlow } from '../../history/observe-flow.ts';
import { waitUntilQuiet } from '../../history/wait-until-quiet.ts';
import type { Area } from '../../load/area.ts';
import type { FaultTrial } from './fault-trial.ts';

const PARTS = 4;
/** More than an office uses that is never behind, and far less than what all of its backlog would take. */
const MEMORY_MIB_MAX = 400;

export const leaveBehind: FaultTrial = {
  name: 'office-behind',
  shows:
    'All offices are away while a whole load is told and decided; when they come back they catch up, each in bounded memory.',
  area: 'single',
  parts: PARTS,
  changes: 600,
  async run({ stack, area }, load) {
    const offices = SERVICE_LIST.filter(({ folder }) => !OTHERS.includes(folder)).map(({ name }) =>
      stack.service(name),
    );
    await load.tellNext();
    await load.tellNext();
    for (const office of offices) await office.stop();
    let behind: FlowLook;
    try {
      await load.tellNext();
      await load.tellNext();
      behind = await waitUntilStill(area);
    } finally {
      await Promise.all(offices.map((office) => office.restart()));
    }
    const startedMs = performance.now();
    await waitUntilQuiet({ area });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    const mib = Math.max(...offices.map(readPeakMib));
    if (mib > MEMORY_MIB_MAX) throw new Error(`an office took ${mib} MiB to catch up`);
    return `${behind.waiting} records behind, caught up in ${seconds} s with at most ${mib} MiB an office`;
  },
};

const OTHERS: readonly string[] = ['intake', 'gateway', 'audit'];
const LOOK_MS = 500;
const STILL_LOOKS = 6;

/** Resolves when everybody has done what they can and nothing moves any more, although something waits. */
async function waitUntilStill(area: Area): Promise<FlowLook> {
  const observer = observeFlow(area);
  try {
    let look = await observer.look();
    for (let still = 0; still < STILL_LOOKS; ) {
      await sleep(LOOK_MS);
      const next = await observer.look();
      still = next.places === look.places ? still + 1 : 0;
      look = next;
    }
    return look;
  } finally {
    await observer.close();
  }
}

/** The most memory that a process has had at a time; 0 where the system does not say. */
function readPeakMib(service: ServiceProcess): number {
  const file = `/proc/${service.pid()}/status`;
  if (!fs.existsSync(file)) return 0;
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync(file, 'utf8'))?.[1];
  return Math.round(Number(kib ?? 0) / 1024);
}
