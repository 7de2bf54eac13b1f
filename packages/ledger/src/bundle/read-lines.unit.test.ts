import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUNDLE_LIMITS } from './limits.ts';
import { readLines } from './read-lines.ts';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function linesOf(bytes: Buffer | string, size = 7): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(cut(Buffer.from(bytes), size))) lines.push(line);
  return lines;
}

test('lines are the same however the file is cut into pieces', async () => {
  const lines = fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')));
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 40 }), async (written, size) => {
      const text = written.map((line) => `${line.toWellFormed()}\n`).join('');
      expect(await linesOf(text, size)).toEqual(text.split('\n').slice(0, -1));
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['nothing at all', '', []],
  ['one line without an end', 'a', ['a']],
  ['empty lines', '\n\na\n', ['', '', 'a']],
  ['carriage returns and a byte order mark, which stay', '\ufeffa\r\n', ['\ufeffa\r']],
])('%s', async (_, text, lines) => {
  expect(await linesOf(text)).toEqual(lines);
});

test('a line that is not UTF-8 is empty: decoded, it would be another', async () => {
  const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.of(0xff), Buffer.from('\nb\n')]);
  expect(await linesOf(bytes)).toEqual(['a', '', 'b']);
});

test('a line that is too long is empty, and the next one is read', async () => {
  const longest = 'x'.repeat(BUNDLE_LIMITS.lineBytes);
  const lines = await linesOf(`${longest}\n${longest}x\nb\n`, 65_536);
  expect(lines.map(({ length }) => length)).toEqual([BUNDLE_LIMITS.lineBytes, 0, 1]);
});
