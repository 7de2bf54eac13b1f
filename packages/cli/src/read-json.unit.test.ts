import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { CliPorts } from './command-context.ts';
import { readJson } from './read-json.ts';

const read = (text: string) =>
  readJson('-', { readInput: () => Readable.from([text]) } as Partial<CliPorts> as CliPorts);

test('reads what some editors begin with a mark', async () => {
  expect(await read('\ufeff{"on":"2010-04-05"}')).toEqual({ on: '2010-04-05' });
});

test.each([
  ['{"on":', 'standard input does not hold JSON.'],
  [
    '{"person":{"nino":"QQ123456A","nino":"QQ654321A"}}',
    'standard input is refused at /person/nino: an object of the body has the same key twice, and which one counts is not guessed (repeated-key).',
  ],
])('refuses what a service would refuse, without its values: %s', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({ exit: 'usage', message });
});
