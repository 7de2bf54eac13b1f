import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../../..');
const FOREIGN = 'packages/testing/foreign';
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** Lines without their indentation: a piece on a page stands further left than in its program. */
const linesOf = (text: string): string => text.replaceAll(/^ +/gm, '').trim();

const piecesOf = (page: string, language: string): readonly string[] => {
  const blocks = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return [...read(page).matchAll(blocks)].map(([, piece = '']) => linesOf(piece));
};

describe.each([
  ['docs/how-to/subscribe-from-python.md', 'python', ['python/told_bus.py', 'python/office.py']],
  ['docs/how-to/subscribe-from-java.md', 'java', ['java/Office.java']],
])('%s', (page, language, programs) => {
  test('shows what its program does', () => {
    const texts = programs.map((program) => linesOf(read(`${FOREIGN}/${program}`)));
    const pieces = piecesOf(page, language);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.filter((piece) => !texts.some((text) => text.includes(piece)))).toEqual([]);
  });
});

test('the page on .NET, which nobody has run, says so', () => {
  expect(read('docs/how-to/subscribe-from-dotnet.md')).toMatch(/\*\*Not run\*\*/);
});
