import fs from 'node:fs';
import path from 'node:path';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { Parser } from '@asyncapi/parser';
import { describe, expect, test } from '@jest/globals';
import { createLocalSource, nameTopics, openCodecFrom, schemas } from '@told/codec';
import { DIGEST_HEADER, recordDigest } from '@told/event-log';
import { eventHeaders } from '@told/service';
import { listRights, type TopicRule } from '@told/stack';
import { parse, stringify } from 'yaml';
import type { buildDocument } from './build-document.ts';

const ROOT = path.join(import.meta.dirname, '../../../../..');
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');
const TEXT = read('docs/reference/asyncapi.yaml');
const DOCUMENT = parse(TEXT) as ReturnType<typeof buildDocument>;

const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
/** Of four severities: error, warning, information, hint. */
const WARNING = 1;

/** What AsyncAPI's own parser has against a document, but for hints that there is a newer version. */
async function findFaults(text: string): Promise<string[]> {
  const { diagnostics } = await parser.parse(text);
  return diagnostics
    .filter(({ severity }) => severity <= WARNING)
    .map(({ message, path: place }) => `${place.join('.')}: ${message}`);
}

describe('the AsyncAPI document', () => {
  test('is one, for its own parser', async () => {
    expect(await findFaults(TEXT)).toEqual([]);
  });

  test.each<[string, (changed: typeof DOCUMENT) => void]>([
    ['the partitions of a topic', ({ channels }) => setPartitions(channels['releases'], 0)],
    [
      'the fields of an Avro schema',
      ({ components }) => {
        delete (components.schemas as Record<string, { schema?: { fields?: object } }>)['Outcome']
          ?.schema?.fields;
      },
    ],
  ])('is none for it with a fault in %s', async (_, spoil) => {
    const changed = structuredClone(DOCUMENT);
    spoil(changed);
    expect(await findFaults(stringify(changed))).not.toEqual([]);
  });

  test('says the same to a reader of YAML 1.1', () => {
    expect(parse(TEXT, { version: '1.1' })).toEqual(DOCUMENT);
  });

  test('names every topic of infra/topics.yaml, who writes and who reads it', () => {
    const { topics } = parse(read('infra/topics.yaml')) as {
      topics: { name: string; writers: string[]; readers: string[] }[];
    };
    const told = Object.entries(DOCUMENT.channels).map(([id, { title }]) => {
      const who = (action: string) =>
        Object.entries(DOCUMENT.operations)
          .filter(([, one]) => one.channel.$ref === `#/channels/${id}` && one.action === action)
          .map(([name]) => name.replace(/(Sends|Receives)[A-Z].*/, ''));
      return { name: title, writers: who('send'), readers: who('receive') };
    });
    const plain = (names: string[]) => names.map((name) => name.replaceAll(/[<>]/g, ''));
    expect(told).toEqual(
      topics.map(({ name, writers, readers }) => ({
        ...{ name, writers: plain(writers), readers: plain(readers) },
      })),
    );
  });

  test('has an address for each of a family’s topics', () => {
    const agencies = fs
      .readdirSync(path.join(ROOT, 'infra/agencies'))
      .map((file) => path.basename(file, '.yaml'));
    for (const { title, address, parameters = {} } of Object.values(DOCUMENT.channels)) {
      const [parameter] = Object.entries(parameters);
      const addresses = parameter?.[1]?.enum.map((id) => address.replace(`{${parameter[0]}}`, id));
      expect((addresses ?? [address]).sort()).toEqual([...nameTopics(title, agencies)].sort());
    }
  });

  test('has the headers that are written', () => {
    const headers = eventHeaders({ id: '', source: '', type: '', timeMs: 0, traceparent: '' });
    const { properties } = DOCUMENT.components.schemas.EventHeaders;
    expect(Object.keys(properties).sort()).toEqual([...Object.keys(headers), DIGEST_HEADER].sort());
  });

  test('grants its operations together what is applied to a cluster, and no more', () => {
    const { topics } = parse(read('infra/topics.yaml')) as { topics: TopicRule[] };
    const { services } = JSON.parse(read('schemas/subjects.json')) as { services: string[] };
    const agencies = DOCUMENT.channels['releases']?.parameters?.['agency']?.enum ?? [];
    const granted = Object.values(DOCUMENT.operations).flatMap((operation) => {
      const channel = DOCUMENT.channels[operation.channel.$ref.replace('#/channels/', '')];
      const [parameter, values] = Object.entries(channel?.parameters ?? {})[0] ?? [];
      return (values?.enum ?? ['']).flatMap((id) => {
        const named = (text: string) => text.replace(`{${parameter}}`, id);
        const users = (operation['x-kafka-user'] ?? []).map(named);
        const [user = '', service = user] = users;
        const whose = parameter === undefined ? users : [services.includes(id) ? service : user];
        return (operation['x-kafka-rights'] ?? []).flatMap(({ operations, ...right }) =>
          operations.flatMap((one) =>
            whose.map((to) => ({
              ...right,
              ...{ name: named(right.name), operation: one, user: to },
            })),
          ),
        );
      });
    });
    const textsOf = (rights: readonly object[]) =>
      [...new Set(rights.map((one) => JSON.stringify(Object.entries(one).sort())))].sort();
    expect(textsOf(granted)).toEqual(textsOf(listRights(topics, { agencies, services })));
  });

  test.each([
    ['gatewayReceivesChanges', 'services/gateway/src/engine.ts'],
    ['gatewayReceivesOutcomes', 'services/gateway/src/engine.ts'],
    ['auditReceivesDecisions', 'services/audit/src/main.ts'],
    ['intakeReceivesSubmissions', 'services/intake/src/main.ts'],
    ['agencyReceivesReleases', 'packages/agency-sdk/src/run-agency.ts'],
    ['agencyReceivesSubmissionResults', 'packages/agency-sdk/src/run-agency.ts'],
  ])('%s: in the consumer group that %s names', (operation, file) => {
    const { enum: names, pattern } = DOCUMENT.operations[operation]?.bindings?.kafka.groupId ?? {};
    const wanted = new RegExp(pattern ?? `^(${names?.join('|')})$`);
    const groups = [...read(file).matchAll(/ group: ['`](.*)['`],/g)];
    expect(groups).not.toEqual([]);
    for (const [, group = ''] of groups) expect(group.replace(/\$\{.*\}/, 'luton')).toMatch(wanted);
  });
});

describe.each(Object.entries(DOCUMENT.components.messages))(
  'the example of %s',
  (name, message) => {
    const record = name as keyof typeof schemas;
    const [example] = message.examples;
    if (example === undefined) throw new TypeError('a message has an example');
    const { headers, payload } = example;

    test('survives the codec, with the schema that the document shows and the digest', async () => {
      expect(DOCUMENT.components.schemas).toHaveProperty([record, 'schema'], schemas[record]);
      const codec = await openCodecFrom(createLocalSource(), [{ topic: 't', schema: record }]);
      const { body } = payload;
      const value = body === undefined ? payload : { ...payload, body: frameOf(payload) };
      const framed = codec.encoder(record, 't')(value as never);
      const [decoded] = await codec.decode(record, [framed]);
      expect(decoded).toMatchObject({ ok: true, value, schemaId: 1 });
      const [key = ''] = message.bindings.kafka.key.examples;
      expect(headers[DIGEST_HEADER]).toBe(recordDigest(Buffer.from(key), framed));
    });

    test('has every header, and is about nobody', () => {
      const { properties } = DOCUMENT.components.schemas.EventHeaders;
      expect(Object.keys(headers).sort()).toEqual(Object.keys(properties).sort());
      expect(headers['ce_type']).toBe(name);
      const numbers = JSON.stringify(payload).match(/\b[A-Z]{2}\d{6}[A-D]\b/g) ?? [];
      expect(numbers.filter((one) => !one.startsWith('QQ'))).toEqual([]);
    });
  },
);

test('the body of the example of ClaimantChange is the example of ChangeBody', async () => {
  const [example] = DOCUMENT.components.messages['ClaimantChange']?.examples ?? [];
  const use = { subject: 'told.changes-body', schema: 'ChangeBody' } as const;
  const codec = await openCodecFrom(createLocalSource(), [use]);
  const [body] = await codec.decode('ChangeBody', [frameOf(example?.payload ?? {})]);
  const told = JSON.parse(read('schemas/examples/change-body.json')) as object;
  expect(body).toMatchObject({ ok: true, value: told });
});

const setPartitions = (channel: object | undefined, partitions: number): void => {
  Object.assign((channel as { bindings: { kafka: object } }).bindings.kafka, { partitions });
};

const frameOf = (payload: Readonly<Record<string, unknown>>): Buffer =>
  Buffer.from(String(payload['body']), 'base64');
