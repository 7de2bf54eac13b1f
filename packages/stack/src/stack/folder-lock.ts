import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StackError } from '../errors.ts';
import { writePrivately } from '../kept-file.ts';
import { identifyProcess, isSameAlive, type ProcessIdentity } from '../processes/process-state.ts';

const LOCK_FILE = 'stack.lock';
const CHILDREN_FILE = 'processes.json';
/** Each attempt either succeeds, finds a living owner, or removes the lock of a dead one. */
const ATTEMPTS_MAX = 5;
const POLL_MS = 10;

export type FolderLock = {
  /** Remembers the services' processes, so that the next start can end what a killed stack left. */
  recordChildren(pids: readonly number[]): void;
  release(): void;
};

/** One stack a data folder. Throws `stack-running`; a lock whose process is gone is taken over. */
export async function lockFolder(dir: string): Promise<FolderLock> {
  fs.mkdirSync(dir, { recursive: true });
  const file = path.join(dir, LOCK_FILE);
  takeLock(file, dir);
  const children = path.join(dir, CHILDREN_FILE);
  await endLeftovers(children);
  return {
    recordChildren(pids) {
      writePrivately(
        children,
        pids.flatMap((pid) => identifyProcess(pid) ?? []),
      );
    },
    release() {
      fs.rmSync(children, { force: true });
      fs.rmSync(file, { force: true });
    },
  };
}

function takeLock(file: string, dir: string): void {
  const own = JSON.stringify(identifyProcess(process.pid) ?? { pid: process.pid, startTicks: 0 });
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    try {
      fs.writeFileSync(file, own, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readIdentities(file)[0];
    if (owner && isSameAlive(owner)) throw new StackError('stack-running', { pid: owner.pid, dir });
    fs.rmSync(file, { force: true });
  }
  throw new StackError('stack-running', { dir });
}

async function endLeftovers(children: string): Promise<void> {
  const left = readIdentities(children).filter(isSameAlive);
  for (const { pid } of left) process.kill(pid, 'SIGKILL');
  while (left.some(isSameAlive)) await sleep(POLL_MS); // SIGKILL cannot be refused
}

/** Empty for a file that is missing, or that a killed process had no time to fill. */
function readIdentities(file: string): ProcessIdentity[] {
  if (!fs.existsSync(file)) return [];
  const text = fs.readFileSync(file, 'utf8');
  return text === '' ? [] : [JSON.parse(text)].flat();
}
