import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { identifyProcess, isAlive } from '../processes/process-state.ts';
import { lockFolder } from './folder-lock.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-lock-test-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe('lockFolder', () => {
  test('refuses a second stack and names the process of the first', async () => {
    const lock = await lockFolder(dir);
    await expect(lockFolder(dir)).rejects.toMatchObject({
      code: 'stack-running',
      details: { pid: process.pid },
    });
    lock.release();
    (await lockFolder(dir)).release();
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  test('takes over from a process that is gone, also when another has its number now', async () => {
    const reused = { ...identifyProcess(process.pid), startTicks: 1 };
    for (const owner of ['', '{"pid":4000000,"startTicks":1}', JSON.stringify(reused)]) {
      fs.writeFileSync(path.join(dir, 'stack.lock'), owner);
      (await lockFolder(dir)).release();
    }
  });

  test('ends the services that a killed stack left, and nothing else', async () => {
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const lock = await lockFolder(dir);
    lock.recordChildren([left.pid ?? 0]);
    fs.rmSync(path.join(dir, 'stack.lock')); // the stack is gone
    (await lockFolder(dir)).release();
    expect(isAlive(left.pid ?? 0)).toBe(false);
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
    stranger.kill('SIGKILL');
  });
});
