import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type Stack } from '@told/stack';
import type { Area } from '../../load/area.ts';
import type { Load } from '../start-twins.ts';
import type { FaultTrial } from './fault-trial.ts';
import { fillUp } from './fill-up.ts';
import { runAsAdmin } from './run-as-admin.ts';

const PARTS = 12;
/** From the moment at which intake notices it. */
const FULL_MS = 5_000;
const LOOK_MS = 100;

export const fillDisk: FaultTrial = {
  name: 'disk-full',
  shows:
    'The disk under PostgreSQL is full: doors answer 503 and consumers wait. When there is room again all go on, also where the server has ended for lack of it and is started again.',
  area: 'small-disk',
  parts: PARTS,
  changes: 600,
  obstacle: ({ hasOwnMounts }) =>
    hasOwnMounts ? undefined : 'it mounts a small disk, which takes root and "unshare -m"',
  async run({ stack, area }, load) {
    await load.tellNext();
    let closed = 0;
    let telling: Promise<void> | undefined;
    let isRestarted = false;
    const ballast = path.join(stack.postgres.dir ?? '', 'ballast');
    try {
      fillUp(ballast);
      let isTold = false;
      telling = tellMost(load).then(() => {
        isTold = true;
      });
      telling.catch(() => undefined); // thrown again where it is awaited
      // Tables have some room of their own: the load goes on until it is used up.
      let untilMs = Number.POSITIVE_INFINITY;
      while (!isTold && performance.now() < untilMs) {
        fillUp(ballast); // what the server has given back meanwhile
        if (!(await isOpen(area))) closed += 1;
        if (closed > 0) untilMs = Math.min(untilMs, performance.now() + FULL_MS);
        await sleep(LOOK_MS);
      }
    } finally {
      fs.rmSync(ballast, { force: true });
      isRestarted = await startIfEnded(stack);
    }
    await telling;
    if (closed === 0) throw new Error('the load found room on a full disk');
    const server = isRestarted ? 'ended, and was started again' : 'went on by itself';
    return `no room for ${FULL_MS / 1_000} s: intake said ${closed} times that it was not ready; PostgreSQL ${server}`;
  },
};

async function tellMost(load: Load): Promise<void> {
  for (let part = 2; part < PARTS; part += 1) await load.tellNext();
}

async function isOpen(area: Area): Promise<boolean> {
  const response = await fetch(`${area.urlOf('intake')}/health/ready`, {
    headers: { connection: 'close' },
  });
  await response.text();
  return response.ok;
}

/** A server without room for its write-ahead log ends, and recovers by itself unless there is no room for that either. */
async function startIfEnded(stack: Stack): Promise<boolean> {
  for (;;) {
    try {
      await runAsAdmin(stack, 'postgres', 'SELECT');
      return false;
    } catch (error) {
      if (isAlive(stack.postgres.pid ?? 0)) {
        await sleep(LOOK_MS);
        continue;
      }
      if (!(error instanceof Error)) throw error;
      await stack.postgres.restart();
      return true;
    }
  }
}
