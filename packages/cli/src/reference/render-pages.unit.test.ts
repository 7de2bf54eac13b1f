import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readBus } from './bus-topics.ts';
import { renderPages } from './render-pages.ts';

test.each(
  [...(await renderPages())].map(([file, text]) => [path.basename(file), file, text] as const),
)('docs/reference/%s is what the code says', (_, file, text) => {
  // When this fails: npm run build -w @told/cli
  expect(fs.readFileSync(file, 'utf8')).toBe(text);
});

test('a topic without a schema or a key is refused', () => {
  const topics =
    'partitions: 1\ntopics: [{ name: told.other, retentionDays: 1, writers: [a], readers: [b] }]';
  const subjects = '{"compatibility":"FULL","services":[],"subjects":[]}';
  expect(() => readBus(topics, subjects, [])).toThrow('told.other lacks a schema or key');
});
