import { expect, test } from '@jest/globals';
import { CodecError } from '../errors.ts';
import { readOrThrow } from './read-or-throw.ts';

test('what was read is its value, whatever that is', () => {
  expect(readOrThrow({ ok: true, value: 'told', schemaId: 1 })).toBe('told');
  expect(readOrThrow({ ok: true, value: undefined, schemaId: 1 })).toBeUndefined();
});

test('what could not be read throws the error of its record', () => {
  const error = new CodecError('illegal-value', { schema: 'Head', schemaId: 1, path: 'size' });
  expect(() => readOrThrow({ ok: false, error, written: { size: -1 } })).toThrow(error);
});

test('no result is the fault of who asks', () => {
  expect(() => readOrThrow(undefined)).toThrow(TypeError);
});
