import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CLAIM_ENDED, NOTICE_RULES, SCHEMES } from '@told/benefits';
import { CASE_SCHEMA } from '../benefits/case-schema.ts';
import { createProgram } from '../create-program.ts';
import { readSets } from './read-sets.ts';
import { renderAgreementPage } from './render-agreement-page.ts';
import { renderBenefitPage } from './render-benefit-page.ts';
import { renderCasePage } from './render-case-page.ts';
import { renderCommandPage } from './render-command-page.ts';
import { renderTopicPage } from './render-topic-page.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** Every page of docs/reference that this package writes: its path, and what it should say. */
export function renderPages(): ReadonlyMap<string, string> {
  const { program } = createProgram({
    cwd: '/',
    profile: undefined,
    noColour: true,
    isTerminal: false,
    out: () => undefined,
    err: () => undefined,
    readInput: () => Readable.from([]),
  });
  const agencies = fs
    .readdirSync(path.join(ROOT, 'infra/agencies'))
    .map((file) => path.basename(file, '.yaml'))
    .sort();
  const page = (name: string) => path.join(ROOT, 'docs/reference', name);
  return new Map([
    [page('cli.md'), renderCommandPage(program)],
    [page('agreements.md'), renderAgreementPage(readSets(ROOT))],
    [page('benefit-case.md'), renderCasePage()],
    [page('benefit-case.schema.json'), `${JSON.stringify(CASE_SCHEMA, null, 2)}\n`],
    [
      page('benefit-rules.md'),
      renderBenefitPage(SCHEMES, [...Object.values(NOTICE_RULES), CLAIM_ENDED], readRates()),
    ],
    [
      page('topics.md'),
      renderTopicPage(read('infra/topics.yaml'), read('schemas/subjects.json'), agencies),
    ],
  ]);
}

/** The rates that are shipped, by the id of their scheme. */
function readRates(): ReadonlyMap<string, unknown> {
  const folder = 'packages/benefits/src/rates';
  const files = fs.readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.json'));
  return new Map(
    files
      .sort()
      .map((file) => [path.basename(file, '.json'), JSON.parse(read(`${folder}/${file}`))]),
  );
}
