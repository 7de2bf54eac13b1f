import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from './generate.ts';
import { readSources } from './read-sources.ts';

const schemasDir = path.join(import.meta.dirname, '../../../../schemas');
const outputDir = path.join(import.meta.dirname, '../generated');

const { files, subjects } = readSources(schemasDir);
mkdirSync(outputDir, { recursive: true });
for (const [name, text] of generate(files, subjects)) {
  writeFileSync(path.join(outputDir, name), text);
}
