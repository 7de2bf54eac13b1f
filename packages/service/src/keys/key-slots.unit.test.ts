import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  makeHeader,
  readHeader,
  readSlot,
  SLOT_BYTES,
  unwrapKey,
  wrapKey,
  writeSlot,
} from './key-slots.ts';

// RFC 3394, 4.6: 256 bits of key data with a 256-bit key.
const KEK = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
const DATA = Buffer.from('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f', 'hex');
const WRAPPED = '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21';

test('a data key is wrapped as the standard has it', () => {
  expect(wrapKey(KEK, DATA).toString('hex')).toBe(WRAPPED);
  expect(unwrapKey(KEK, Buffer.from(WRAPPED, 'hex'))).toEqual(DATA);
});

test('another master key unwraps nothing', () => {
  expect(unwrapKey(randomBytes(32), Buffer.from(WRAPPED, 'hex'))).toBeUndefined();
});

test('a header says with which master key its file was made', () => {
  const header = readHeader(makeHeader(KEK));
  expect(header?.fits(KEK)).toBe(true);
  expect(header?.fits(randomBytes(32))).toBe(false);
  expect(readHeader(Buffer.alloc(SLOT_BYTES))).toBeUndefined();
});

test('a slot is read as it was written, and of a destroyed key nothing but whose it was', () => {
  const wrapped = wrapKey(KEK, DATA);
  const slot = {
    subjectKey: '0123456789abcdef0123456789abcdef',
    keyNumber: 4_000_000_000,
    wrapped,
  };
  expect(readSlot(writeSlot(slot))).toEqual(slot);
  const tombstone = writeSlot({ ...slot, wrapped: undefined });
  expect(readSlot(tombstone)).toEqual({ ...slot, wrapped: undefined });
  expect(tombstone.subarray(24)).toEqual(Buffer.alloc(40));
  expect(readSlot(Buffer.alloc(SLOT_BYTES))).toBeUndefined();
});
