import fs from 'node:fs';
import { expect, test } from '@jest/globals';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { tellAndHear } from './example.ts';

const textOf = (path: string): string => fs.readFileSync(new URL(path, import.meta.url), 'utf8');

test('the example in the README runs', async () => {
  const example = textOf('./example.ts').replace('../src/index.ts', '@told/event-log-kafka');
  expect(textOf('../README.md')).toContain(`\`\`\`ts\n${example}\`\`\``);
  const heard = await tellAndHear(readTestKafka().brokers);
  expect(heard).toEqual(['moved house', 'started work']);
});
