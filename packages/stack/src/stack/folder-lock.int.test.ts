import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { identifyProcess, isAlive } from '../processes/process-state.ts';
import { lockFolder } from './folder-lock.ts';
import { keepSettings } from './settings.ts';

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

describe('keepSettings', () => {
  const keep = (more: Partial<Parameters<typeof keepSettings>[0]> = {}) =>
    keepSettings({
      dir,
      logKind: 'embedded',
      logins: ['intake'],
      businessDate: undefined,
      now: new Date('2026-01-02T03:04:05Z'),
      ...more,
    });

  test('begins on Monday 5 April 2010 and keeps that, the secrets and the passwords', () => {
    const first = keep();
    expect(first.businessDate).toBe('2010-04-05@2026-01-02T03:04:05.000Z');
    const second = keep({ now: new Date('2027-01-01T00:00:00Z'), logins: ['intake', 'gateway'] });
    expect(second).toMatchObject({
      areaSecret: first.areaSecret,
      businessDate: first.businessDate,
      passwords: { intake: first.passwords['intake'], gateway: expect.any(String) },
    });
    expect(fs.statSync(path.join(dir, 'settings.json')).mode & 0o077).toBe(0);
  });

  test('refuses another log or registry than the records were made with', () => {
    const kept = keep();
    for (const name of ['registry', 'logKind']) {
      const other = JSON.stringify({ ...kept, [name]: 'other' });
      fs.writeFileSync(path.join(dir, 'settings.json'), other);
      expect(() => keep()).toThrow(/made with another log or registry.*Fix: /s);
    }
  });
});
