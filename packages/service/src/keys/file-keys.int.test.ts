import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { createFileKeys, type FileKeysOptions } from './file-keys.ts';
import type { KeyName, KeyService } from './key-service.ts';

const SLOT = 64;
const person = (at: number): string => at.toString(16).padStart(8, '0').repeat(4);

let dir: string;
let file: string;
let masterKeyFile: string;
let opened: KeyService[];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-keys-'));
  file = path.join(dir, 'keys', 'data-keys');
  masterKeyFile = path.join(dir, 'master-key');
  fs.writeFileSync(masterKeyFile, `${randomBytes(32).toString('base64url')}\n`);
  opened = [];
});
afterEach(() => {
  for (const one of opened) one.close();
  fs.rmSync(dir, { recursive: true });
});

function open(more: Partial<FileKeysOptions> = {}): KeyService {
  const keys = createFileKeys({ file, masterKeyFile, mayWrite: true, ...more });
  opened.push(keys);
  return keys;
}

/** A writer of a new file. */
async function make(): Promise<KeyService> {
  const keys = open();
  await keys.storeId(true);
  return keys;
}

async function keyOf(keys: KeyService, subjectKey: string) {
  const key = (await keys.keysFor([subjectKey])).get(subjectKey);
  if (key === undefined) throw new TypeError('a person asked for has a key');
  return key;
}

const refused = (why: string) => ({
  code: 'keys-unavailable',
  retryable: true,
  details: expect.objectContaining({ why }),
});

describe('a key', () => {
  test('is made once a person, found again, and read by who only reads', async () => {
    const keys = await make();
    const made = await keys.keysFor([1, 2, 1].map(person));
    expect([...made.keys()]).toEqual([person(1), person(2)]);
    const again = open();
    expect(await again.keysFor([person(2), person(1)])).toEqual(new Map([...made].reverse()));
    const reader = open({ mayWrite: false });
    const names = [...made.values()];
    expect(await reader.open(names)).toEqual(names.map(({ bytes }) => bytes));
    expect(new Set(names.map(({ bytes }) => bytes.toString('hex'))).size).toBe(2);
  });

  test('that a reader has not met yet is found once it is there', async () => {
    const keys = await make();
    const reader = open({ mayWrite: false });
    expect(await reader.open([])).toEqual([]);
    const key = await keyOf(keys, person(1));
    expect(await reader.open([key])).toEqual([key.bytes]);
    const unknown = { subjectKey: person(1), keyNumber: key.keyNumber ^ 1 };
    await expect(reader.open([unknown])).rejects.toMatchObject(refused('key-unknown'));
  });

  test('is in no file as it is', async () => {
    const key = await keyOf(await make(), person(1));
    expect(fs.readFileSync(file).includes(key.bytes)).toBe(false);
  });

  test('is made by readers never', async () => {
    await make();
    const reader = open({ mayWrite: false });
    await expect(reader.keysFor([person(1)])).rejects.toMatchObject(refused('file-unwritable'));
  });
});

describe('a destroyed key', () => {
  test('is opened by nobody from then on, whoever remembers it, and leaves no byte of itself', async () => {
    const keys = await make();
    const reader = open({ mayWrite: false });
    const other = open();
    const [key, kept] = [await keyOf(keys, person(1)), await keyOf(keys, person(2))];
    await Promise.all([reader.open([key, kept]), other.open([key])]);
    const before = await reader.epoch();
    const slots = fs.readFileSync(file);
    expect(await keys.destroy([key])).toBe(1);
    expect(await reader.epoch()).not.toBe(before);
    expect(await reader.open([key, kept])).toEqual(['destroyed', kept.bytes]);
    expect(await other.open([key])).toEqual(['destroyed']);
    expect(await open().open([key])).toEqual(['destroyed']);
    const wrapped = slots.subarray(SLOT + 24, 2 * SLOT);
    expect(fs.readFileSync(file).includes(wrapped)).toBe(false);
  });

  test('is followed by another one for who is told of again, and stays destroyed', async () => {
    const keys = await make();
    const key = await keyOf(keys, person(1));
    await keys.destroy(await keys.standing([person(1)]));
    expect(await keys.standing([person(1)])).toEqual([]);
    const next = await keyOf(keys, person(1));
    expect(next.bytes).not.toEqual(key.bytes);
    expect(await keys.open([key, next])).toEqual(['destroyed', next.bytes]);
    // Whoever was cut short begins again.
    expect(await keys.destroy([key])).toBe(0);
    expect(await keys.open([next])).toEqual([next.bytes]);
  });
});

describe('keys that cannot be had', () => {
  test('are waited for, and nothing is made in their place', async () => {
    const keys = await make();
    const reader = open({ mayWrite: false });
    const key = await keyOf(keys, person(1));
    await reader.open([key]);
    fs.renameSync(file, `${file}.away`);
    for (const one of [keys, reader]) {
      await expect(one.open([key])).rejects.toMatchObject(refused('file-unreadable'));
    }
    await expect(keys.keysFor([person(2)])).rejects.toMatchObject(refused('file-unreadable'));
    expect(fs.existsSync(file)).toBe(false);
    fs.renameSync(`${file}.away`, file);
    expect(await reader.open([key])).toEqual([key.bytes]);
    expect((await keys.keysFor([person(2)])).size).toBe(1);
  });

  test('are another file’s', async () => {
    const keys = await make();
    const key = await keyOf(keys, person(1));
    fs.rmSync(file);
    await open().storeId(true);
    for (const _ of [1, 2])
      await expect(keys.open([key])).rejects.toMatchObject(refused('another-file'));
  });

  test.each([
    ['missing', (name: string) => fs.rmSync(name), 'master-key-unreadable'],
    ['no key', (name: string) => fs.writeFileSync(name, 'short'), 'master-key-unreadable'],
    [
      'another one',
      (name: string) => fs.writeFileSync(name, randomBytes(32).toString('base64')),
      'master-key-wrong',
    ],
  ])('have a master key that is %s', async (_, harm, why) => {
    const key = await keyOf(await make(), person(1));
    harm(masterKeyFile);
    await expect(open().open([key])).rejects.toMatchObject(refused(why));
  });

  test.each([
    ['no key file', (bytes: Buffer) => Buffer.from(bytes).fill(0, 0, 8), 'not-a-key-file'],
    ['a file cut short', (bytes: Buffer) => bytes.subarray(0, SLOT), 'shorter-than-it-was'],
    [
      'a damaged slot',
      (bytes: Buffer) => Buffer.from(bytes).fill(0, SLOT + 30, SLOT + 34),
      'slot-damaged',
    ],
  ])('are in %s', async (_, harm, why) => {
    const keys = await make();
    const key = await keyOf(keys, person(1));
    const reader = open({ mayWrite: false, rememberedMax: 0 });
    await reader.open([key]);
    const harmed = harm(fs.readFileSync(file));
    fs.writeFileSync(file, harmed, { flag: 'r+' });
    fs.truncateSync(file, harmed.length);
    const fresh = why === 'not-a-key-file' ? open() : reader;
    await expect(fresh.open([key])).rejects.toMatchObject(refused(why));
  });

  test('a write that a full disk cut is filled up, and hides no key behind it', async () => {
    const keys = await make();
    const key = await keyOf(keys, person(1));
    fs.appendFileSync(file, Buffer.alloc(17, 1));
    const next = await keyOf(keys, person(2));
    expect(await open({ mayWrite: false }).open([key, next])).toEqual([key.bytes, next.bytes]);
  });
});

test('whatever two writers and a reader do, each key opens until it is destroyed, and never after', async () => {
  const step = fc.record({
    who: fc.nat(1),
    person: fc.nat(5).map((at) => person(at % 3 === 0 ? at : at * 1_000)),
    destroys: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      fs.rmSync(path.dirname(file), { recursive: true, force: true });
      const writers = [open(), open()];
      for (const one of writers) await one.storeId(true);
      const reader = open({ mayWrite: false, rememberedMax: 2 });
      const made = new Map<string, { readonly name: KeyName; bytes: Buffer | 'destroyed' }>();
      for (const { who, person: subjectKey, destroys } of steps) {
        const writer = writers[who] as KeyService;
        if (destroys) {
          const names = await writer.standing([subjectKey]);
          await writer.destroy(names);
          for (const { keyNumber } of names) {
            const known = made.get(`${subjectKey}/${keyNumber}`);
            if (known !== undefined) known.bytes = 'destroyed';
          }
        } else {
          const { bytes, ...name } = await keyOf(writer, subjectKey);
          const known = made.get(`${subjectKey}/${name.keyNumber}`);
          expect(known?.bytes ?? bytes).toEqual(bytes);
          made.set(`${subjectKey}/${name.keyNumber}`, { name, bytes });
        }
        const all = [...made.values()];
        expect(await reader.open(all.map((one) => one.name))).toEqual(all.map((one) => one.bytes));
      }
      for (const one of [...writers, reader]) one.close();
    }),
    { numRuns: 30 },
  );
});

test('two writers that make a key at once go on with the one that is first in the file', async () => {
  const [one, other] = [await make(), open()];
  await other.storeId(false);
  let first: Promise<Awaited<ReturnType<typeof keyOf>>> | undefined;
  const write = fs.writeSync;
  const spy = jest.spyOn(fs, 'writeSync').mockImplementationOnce((...given) => {
    first = keyOf(other, person(1)); // the other writer, between our look and our write
    return Reflect.apply(write, fs, given);
  });
  const second = await keyOf(one, person(1));
  spy.mockRestore();
  expect(second).toEqual(await first);
  expect(await open({ mayWrite: false }).open([second])).toEqual([second.bytes]);
});

test('many people are found again by who opens their file', async () => {
  const keys = await make();
  const people = Array.from({ length: 5_000 }, (_, at) => person(at * 7919));
  const made = [...(await keys.keysFor(people)).values()];
  expect(await open({ mayWrite: false }).open(made)).toEqual(made.map(({ bytes }) => bytes));
});
