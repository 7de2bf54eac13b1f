import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { giveWay } from './give-way.ts';

const GIVE_WAY = JSON.stringify(path.join(import.meta.dirname, 'give-way.ts'));
const hasGroups = fs.existsSync('/proc/self/autogroup');
const failing = (code: string): Error => Object.assign(new Error(code), { code });

test('a service that gives way does so as a process and as a session', async () => {
  const program = `
    const { giveWay } = await import(${GIVE_WAY});
    const isSet = await giveWay(7);
    const { readFileSync } = await import('node:fs');
    const group = ${hasGroups} ? readFileSync('/proc/self/autogroup', 'latin1').split(' nice ')[1].trim() : '7';
    console.log(JSON.stringify({ isSet, process: (await import('node:os')).getPriority(), group }));`;
  const asked = ['--input-type=module', '--eval', program];
  // In a session of its own, as services are.
  const child = spawn(process.execPath, asked, {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const found = JSON.parse(await text(child.stdout));
  expect(found).toEqual({ isSet: hasGroups, process: 7, group: '7' });
});

test.each(['ENOENT', 'EACCES', 'EROFS'])(
  'where sessions share nothing (%s), the process gives way alone',
  async (code) => {
    const set = giveWay(os.getPriority(), () => {
      throw failing(code);
    });
    expect(await set).toBe(false);
  },
);

test('while the kernel asks for patience, it tries again, and ends', async () => {
  const asked: number[] = [];
  const set = giveWay(os.getPriority(), (niceness) => {
    asked.push(niceness);
    if (asked.length < 3) throw failing('EAGAIN');
  });
  expect(await set).toBe(true);
  expect(asked).toHaveLength(3);
  await expect(
    giveWay(os.getPriority(), () => {
      throw failing('EAGAIN');
    }),
  ).rejects.toThrow('EAGAIN');
});
