import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFileKeys } from './file-keys.ts';
import type { DataKey, KeyService } from './key-service.ts';
import { fingerprintOf } from './master-keys.ts';
import { openSlotFile } from './slot-file.ts';

const person = (at: number): string => at.toString(16).padStart(8, '0').repeat(4);
const PEOPLE = Array.from({ length: 20 }, (_, at) => person(at + 1));
const [old, next] = [randomBytes(32), randomBytes(32)];

let dir: string;
let file: string;
let masterKeyFile: string;
let opened: KeyService[];
let keys: KeyService;
let made: readonly DataKey[];

beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-master-keys-'));
  file = path.join(dir, 'keys', 'data-keys');
  masterKeyFile = path.join(dir, 'master-key');
  give(old);
  opened = [];
  keys = open();
  await keys.storeId(true);
  made = [...(await keys.keysFor(PEOPLE)).values()];
});
afterEach(() => {
  for (const one of opened) one.close();
  fs.rmSync(dir, { recursive: true });
});

/** What the operator writes into the file of master keys. */
function give(...masterKeys: readonly Buffer[]): void {
  const lines = masterKeys.map((key) => `${key.toString('base64url')}\n`);
  fs.writeFileSync(masterKeyFile, lines.join(''));
}
/** Another process; it remembers nothing, so that each look is at the file. */
function open(mayWrite = true): KeyService {
  const one = createFileKeys({ file, masterKeyFile, mayWrite, rememberedMax: 0 });
  opened.push(one);
  return one;
}
const bytesOf = (some: readonly DataKey[]): readonly Buffer[] => some.map(({ bytes }) => bytes);
const refused = (why: string) => ({
  code: 'keys-unavailable',
  retryable: true,
  details: expect.objectContaining({ why }),
});
/** Pieces of a rotation, until it is done or has been cut. */
async function rewrap(by: KeyService, { pieces = 100, slots = 3 } = {}) {
  let rewrapped = 0;
  let from: number | null = 1;
  for (let piece = 0; piece < pieces && from !== null; piece += 1) {
    const done = await by.rewrap(from, slots);
    rewrapped += done.rewrapped;
    from = done.next;
  }
  return { rewrapped, isDone: from === null };
}

describe('a master key', () => {
  test('is replaced while everybody goes on, and the one before opens nothing any more', async () => {
    const reader = open(false);
    await reader.open(made);
    give(next, old);
    for (let from: number | null = 1; from !== null; ) {
      from = (await keys.rewrap(from, 3)).next;
      // Who has read only the old one, and who starts now.
      for (const one of [reader, open(false)]) expect(await one.open(made)).toEqual(bytesOf(made));
      expect((await keys.keysFor([person(1)])).get(person(1))).toEqual(made[0]);
    }
    expect(await keys.rewrap(1, 100)).toEqual({
      ...{ masterKey: fingerprintOf(next), rewrapped: 0, damaged: 0, standing: 20, next: null },
    });
    give(next);
    expect(await open(false).open(made)).toEqual(bytesOf(made));
    give(old);
    await expect(open(false).open(made)).rejects.toMatchObject(refused('master-key-wrong'));
  });

  test('that is replaced halfway opens what it wrapped, beside the new one, and the rest is done later', async () => {
    give(next, old);
    expect(await rewrap(keys, { pieces: 3 })).toEqual({ rewrapped: 9, isDone: false });
    for (const one of opened) one.close();
    expect(await open(false).open(made)).toEqual(bytesOf(made));
    // One of them alone is not enough, and nothing is guessed.
    give(old);
    await expect(open(false).open(made)).rejects.toMatchObject(refused('master-key-wrong'));
    give(next);
    await expect(open(false).open(made)).rejects.toMatchObject(refused('slot-damaged'));
    give(next, old);
    expect(await rewrap(open())).toEqual({ rewrapped: 11, isDone: true });
    give(next);
    expect(await open(false).open(made)).toEqual(bytesOf(made));
  });

  test('is gone on with only once it is announced: who has read the old one alone opens what is made', async () => {
    const reader = open(false);
    await reader.open(made);
    give(next, old);
    const early = [...(await open().keysFor([person(99)])).values()];
    expect(await reader.open(early)).toEqual(bytesOf(early));
    expect((await keys.describe()).masterKey).toBe(fingerprintOf(old));
    await rewrap(keys);
    expect(await keys.describe()).toMatchObject({
      masterKey: fingerprintOf(next),
      given: [next, old].map(fingerprintOf),
    });
    give(next);
    expect(await open(false).open(early)).toEqual(bytesOf(early));
  });

  test('wraps also what another process is just making with the one before', async () => {
    give(next, old);
    const making = keys.keysFor([person(99)]);
    await open().rewrap(1_000, 1); // it has passed the end before that was there
    const [late] = [...(await making).values()] as [DataKey];
    await rewrap(open(), { pieces: 1, slots: 20 }); // all but that one
    give(next);
    expect(await open(false).open([late])).toEqual([late.bytes]);
  });

  test('is replaced in what stands alone: what was destroyed stays so', async () => {
    const [first, second, ...others] = made as [DataKey, DataKey, ...DataKey[]];
    await keys.destroy([first]);
    give(next, old);
    const other = open();
    await rewrap(keys, { pieces: 1 });
    await other.destroy([second, others[10] as DataKey]);
    const kept = others.filter((_, at) => at !== 10);
    expect((await rewrap(keys)).isDone).toBe(true);
    give(next);
    expect(await open(false).open([first, second, others[10] as DataKey, ...kept])).toEqual([
      ...['destroyed', 'destroyed', 'destroyed'],
      ...bytesOf(kept),
    ]);
  });

  test('is not put around what was destroyed since it was looked at', async () => {
    const slots = openSlotFile(file, { mayWrite: true });
    slots.refresh();
    const page = slots.readFrom(1, 20);
    await keys.destroy([made[3] as DataKey]);
    await slots.rewrap(page.slots);
    slots.close();
    expect(await open(false).open([made[3] as DataKey])).toEqual(['destroyed']);
  });

  test('leaves a key that it cannot open as it is, and counts it', async () => {
    const harmed = fs.readFileSync(file);
    harmed.fill(0, 2 * 64 + 30, 2 * 64 + 34);
    fs.writeFileSync(file, harmed, { flag: 'r+' });
    give(next, old);
    const done = await keys.rewrap(1, 100);
    expect(done).toMatchObject({ rewrapped: 19, damaged: 1, standing: 20 });
    expect(fs.readFileSync(file).subarray(128, 192)).toEqual(harmed.subarray(128, 192));
  });

  test.each([
    ['is another one alone', [next], 'master-key-wrong'],
    ['comes with two others', [next, old, randomBytes(32)], 'master-key-unreadable'],
    ['is not there', [], 'master-key-unreadable'],
  ])('that %s replaces none', async (_, masterKeys, why) => {
    give(...masterKeys);
    const before = fs.readFileSync(file);
    await expect(keys.rewrap(1, 100)).rejects.toMatchObject(refused(why));
    expect(fs.readFileSync(file)).toEqual(before);
  });

  test('is replaced by nobody who only reads', async () => {
    give(next, old);
    await expect(open(false).rewrap(1, 1)).rejects.toMatchObject(refused('file-unwritable'));
  });
});
