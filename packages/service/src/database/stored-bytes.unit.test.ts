import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  digestKey,
  formatHeaders,
  formatKey,
  formatTextHeaders,
  keepTimestampMs,
  parseHeaders,
} from './stored-bytes.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

describe('formatKey', () => {
  test('keeps a usual key readable', () => {
    expect(formatKey(Buffer.from('CTB/2010-0042'))).toBe('CTB/2010-0042');
  });

  test('whatever the bytes, the text fits a table and tells keys apart', () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const text = formatKey(one);
        expect(text).not.toContain('\0');
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
        expect(text === formatKey(other)).toBe(one.equals(other));
      }),
    );
  });

  test('a text that looks like an escape is not taken for one', () => {
    expect(formatKey(Buffer.from('\\x00'))).not.toBe(formatKey(Buffer.from([0])));
  });
});

test('headers come back byte for byte, in a text without NUL', () => {
  const headers = fc.dictionary(fc.stringMatching(/^[a-z_-]{1,12}$/), bytes);
  fc.assert(
    fc.property(headers, (given) => {
      const text = formatHeaders(given);
      expect(text).not.toContain('\0');
      expect(Object.entries(parseHeaders(text))).toEqual(Object.entries(given));
    }),
  );
});

test('of records told together each has its own headers, also where some say the same', () => {
  const told = ['Release', 'Release', 'Decision', 'x'.repeat(100), 'x'.repeat(100), 'Release'];
  const read = told.map((type) => parseHeaders(formatTextHeaders({ ce_type: type, ce_id: type })));
  expect(read.map(({ ce_type, ce_id }) => [String(ce_type), String(ce_id)])).toEqual(
    told.map((type) => [type, type]),
  );
  const odd = parseHeaders('{"__proto__":"a"}');
  expect(Object.entries(odd)).toEqual([['__proto__', Buffer.from('a')]]);
});

test('a header that is text must be of bytes that a log can carry', () => {
  expect(parseHeaders(formatTextHeaders({ ce_source: 'é' }))).toEqual({
    ce_source: Buffer.of(0xe9),
  });
  expect(() => formatTextHeaders({ ce_source: 'ł' })).toThrow(TypeError);
});

test('a key is named in logs by sixteen digits of its digest', () => {
  expect(digestKey('CTB/2010-0042')).toMatch(/^[0-9a-f]{16}$/);
});

test.each([
  [1_270_425_600_000, 1_270_425_600_000],
  [-1, 0],
  [Number.NaN, 0],
  [2 ** 63, Date.UTC(9999, 11, 31, 23, 59, 59, 999)],
])('a record’s time %p is kept as %p', (timestampMs, kept) => {
  expect(keepTimestampMs(timestampMs)).toBe(kept);
  expect(() => new Date(kept).toISOString()).not.toThrow();
});
