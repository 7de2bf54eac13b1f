import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { prepareOnce } from './prepare-once.ts';

/** Above every pid of Linux. */
const NOBODY = 2 ** 22 + 1;

let dir: string;
let final: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-prepare-test-'));
  final = path.join(dir, 'deep/made');
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

async function makeFolder(partial: string): Promise<void> {
  fs.mkdirSync(partial);
  fs.writeFileSync(path.join(partial, 'first'), '');
  await sleep(50);
  fs.writeFileSync(path.join(partial, 'last'), '');
}

test('of several at once one works, and all find the whole', async () => {
  let made = 0;
  await Promise.all(
    [1, 2, 3].map(async () => {
      await prepareOnce(final, async (partial) => {
        made += 1;
        await makeFolder(partial);
      });
      expect(fs.readdirSync(final)).toEqual(['first', 'last']);
    }),
  );
  expect(made).toBe(1);
  expect(fs.readdirSync(path.dirname(final))).toEqual(['made']);
});

test('what failed half-way is not there, and the next one tries again', async () => {
  const fail = async (partial: string): Promise<void> => {
    fs.mkdirSync(partial);
    throw new Error('the line broke');
  };
  await expect(prepareOnce(final, fail)).rejects.toThrow('the line broke');
  expect(fs.readdirSync(path.dirname(final))).toEqual([]);
  await prepareOnce(final, makeFolder);
  expect(fs.existsSync(final)).toBe(true);
});

test('what a killed process left is removed', async () => {
  fs.mkdirSync(`${final}.partial-${NOBODY}-ab`, { recursive: true });
  fs.writeFileSync(`${final}.lock`, JSON.stringify({ pid: NOBODY, startTicks: 1 }));
  await prepareOnce(final, makeFolder);
  expect(fs.readdirSync(path.dirname(final))).toEqual(['made']);
});
