import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CLAIM_ENDED, NOTICE_RULES, SCHEMES } from '@told/benefits';
import { readSources } from '@told/codec';
import { EVOLUTION_CASES } from '@told/codec/evolution-cases';
import { readApicurioVersion } from '@told/stack';
import { CASE_SCHEMA } from '../benefits/case-schema.ts';
import { createProgram } from '../create-program.ts';
import { readItems } from './asvs/read-items.ts';
import { renderAsvsPage } from './asvs/render-asvs-page.ts';
import { buildDocument, type Product } from './asyncapi/build-document.ts';
import { createExample, type JsonRecord } from './asyncapi/message-example.ts';
import { renderDocument } from './asyncapi/render-document.ts';
import { type Bus, readBus } from './bus-topics.ts';
import { readSets } from './read-sets.ts';
import { readShipped } from './read-shipped.ts';
import { renderAgreementPage } from './render-agreement-page.ts';
import { renderBenefitPage } from './render-benefit-page.ts';
import { renderCasePage } from './render-case-page.ts';
import { renderCommandPage } from './render-command-page.ts';
import { renderEventPage } from './render-event-page.ts';
import { renderEvolutionPage } from './render-evolution-page.ts';
import { renderLedgerPage } from './render-ledger-page.ts';
import { renderRightsPage } from './render-rights-page.ts';
import { renderTopicPage } from './render-topic-page.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** Every page of docs/reference that this package writes: its path, and what it should say. */
export async function renderPages(): Promise<ReadonlyMap<string, string>> {
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
  const bus = readBus(read('infra/topics.yaml'), read('schemas/subjects.json'), agencies);
  const sets = readSets(ROOT);
  const page = (name: string) => path.join(ROOT, 'docs/reference', name);
  return new Map([
    [page('cli.md'), renderCommandPage(program)],
    [page('agreements.md'), renderAgreementPage(sets)],
    [page('benefit-case.md'), renderCasePage()],
    [page('benefit-case.schema.json'), `${JSON.stringify(CASE_SCHEMA, null, 2)}\n`],
    [
      page('benefit-rules.md'),
      renderBenefitPage(SCHEMES, [...Object.values(NOTICE_RULES), CLAIM_ENDED], readRates()),
    ],
    [
      page('events.md'),
      renderEventPage({
        schemas: readSources(path.join(ROOT, 'schemas')),
        shipped: readShipped(ROOT),
        exampleOf: readExample,
        ...{ bus, sets },
      }),
    ],
    [page('ledger-format.md'), renderLedgerPage()],
    [page('evolutions.md'), renderEvolutionPage(EVOLUTION_CASES, readApicurioVersion())],
    [page('asvs.md'), renderAsvsPage(readItems())],
    [page('topics.md'), renderTopicPage(bus)],
    [page('rights.md'), renderRightsPage(bus)],
    [page('asyncapi.yaml'), await describeBus(bus)],
  ]);
}

/** The bus as an AsyncAPI document, with the examples of schemas/examples. */
async function describeBus(bus: Bus): Promise<string> {
  const examples = await Promise.all(
    bus.topics.map(
      async (topic) =>
        [topic.schema, await createExample(topic, readExample(topic.schema))] as const,
    ),
  );
  const product = JSON.parse(read('package.json')) as Product;
  return renderDocument(buildDocument(bus, product, new Map(examples)));
}

/** `ClaimantChange` is in claimant-change.json. */
const readExample = (record: string): JsonRecord =>
  JSON.parse(
    read(`schemas/examples/${record.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.json`),
  ) as JsonRecord;

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
