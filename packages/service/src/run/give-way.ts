import fs from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const OWN_SESSION = '/proc/self/autogroup';
/** Linux takes a session's niceness ten times a second at most, from all processes together. */
const AGAIN_MS = 150;
const TRIES_MAX = 10;
/** There are no such groups here (another system, or switched off), or they are not ours to set (a container): the process's own niceness is what counts. */
const WITHOUT = new Set(['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EINVAL']);

/**
 * Takes of the processor what everybody else leaves; 19 is the least, 0 an equal share. Linux shares it among sessions before it shares each one's
 * part among its processes (sched(7), "The autogroup feature"). A service is a session of its own, in which there is nobody to give way to, so that
 * the session's niceness is set too. Resolves to whether it could be.
 */
export async function giveWay(niceness: number, setSession = writeSession): Promise<boolean> {
  os.setPriority(niceness);
  for (let tries = 1; ; tries += 1) {
    try {
      setSession(niceness);
      return true;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (WITHOUT.has(code)) return false;
      if (code !== 'EAGAIN' || tries === TRIES_MAX) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

const writeSession = (niceness: number): void =>
  fs.writeFileSync(OWN_SESSION, String(niceness), { flag: 'r+' });
