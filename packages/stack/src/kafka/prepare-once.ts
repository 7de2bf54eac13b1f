import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { renameUnlessDone } from '../postgres/binaries.ts';
import {
  identifyProcess,
  isAlive,
  isSameAlive,
  type ProcessIdentity,
} from '../processes/process-state.ts';

const POLL_MS = 100;

/**
 * Makes a file or folder that all processes on this machine share, unless it is there: `prepare` fills `partial`, which
 * then gets the final name, so that half of it is never taken for the whole. Of several at once, one works and the others
 * wait for it; what a killed one left is removed.
 */
export async function prepareOnce(
  final: string,
  prepare: (partial: string) => Promise<void>,
): Promise<void> {
  fs.mkdirSync(path.dirname(final), { recursive: true });
  const lock = `${final}.lock`;
  while (!fs.existsSync(final)) {
    if (!takeLock(lock)) {
      await sleep(POLL_MS);
      continue;
    }
    try {
      if (!fs.existsSync(final)) await prepareAndName(final, prepare);
    } finally {
      fs.rmSync(lock, { force: true });
    }
  }
}

async function prepareAndName(
  final: string,
  prepare: (partial: string) => Promise<void>,
): Promise<void> {
  removePartials(final);
  const partial = `${final}.partial-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await prepare(partial);
    renameUnlessDone(partial, final);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

/** Left by a process that died half-way. Its pid is in the name, so a living one is not disturbed. */
function removePartials(final: string): void {
  const folder = path.dirname(final);
  const start = `${path.basename(final)}.partial-`;
  for (const name of fs.readdirSync(folder).filter((one) => one.startsWith(start))) {
    if (!isAlive(Number(name.slice(start.length).split('-')[0]))) {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

function takeLock(lock: string): boolean {
  const own = identifyProcess(process.pid) ?? { pid: process.pid, startTicks: 0 };
  try {
    // Linking is the one way to make a file with its content at once.
    const draft = `${lock}.${process.pid}.${randomBytes(4).toString('hex')}`;
    fs.writeFileSync(draft, JSON.stringify(own));
    try {
      fs.linkSync(draft, lock);
    } finally {
      fs.rmSync(draft);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!isOwnerAlive(lock)) fs.rmSync(lock, { force: true });
  return false;
}

function isOwnerAlive(lock: string): boolean {
  try {
    return isSameAlive(JSON.parse(fs.readFileSync(lock, 'utf8')) as ProcessIdentity);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true; // just released: look again
    throw error;
  }
}
