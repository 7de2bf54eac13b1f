import fs from 'node:fs';
import { expect, test } from '@jest/globals';
import { createTestDatabase } from '../../../tools/test-database.ts';
import { tellAndHear } from '../test/example.ts';
import { createPostgresLog, eventLogMigrations } from './index.ts';

const textOf = (path: string): string => fs.readFileSync(new URL(path, import.meta.url), 'utf8');

test('the example in the README runs', async () => {
  const example = textOf('../test/example.ts').replace('../src/index.ts', '@told/event-log');
  expect(textOf('../README.md')).toContain(`\`\`\`ts\n${example}\`\`\``);

  const database = await createTestDatabase({ migrations: [eventLogMigrations] });
  const log = createPostgresLog({ connectionString: database.url });
  await log.createTopics([{ name: 'example.changes', partitions: 12, retentionMs: null }]);
  await log.close();
  expect(await tellAndHear(database.url)).toEqual(['moved house', 'started work']);
  await database.drop();
});
