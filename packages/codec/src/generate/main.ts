import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from './generate.ts';
import { readSources } from './read-sources.ts';
import { writeEventPage } from './write-event-page.ts';

const schemasDir = path.join(import.meta.dirname, '../../../../schemas');
const page = path.join(import.meta.dirname, '../../../../docs/reference/events.md');
const outputDir = path.join(import.meta.dirname, '../generated');

const { files, subjects } = readSources(schemasDir);
mkdirSync(outputDir, { recursive: true });
for (const [name, text] of generate(files, subjects)) {
  writeFileSync(path.join(outputDir, name), text);
}
writeFileSync(page, writeEventPage(files, subjects));
