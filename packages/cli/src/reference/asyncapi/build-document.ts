import { schemas } from '@told/codec';
import type { Bus } from '../bus-topics.ts';
import { buildChannels } from './build-channels.ts';
import { buildMessages, EVENT_HEADERS } from './build-messages.ts';
import { buildOperations } from './build-operations.ts';
import { SECURITY_SCHEMES, SERVERS } from './build-servers.ts';
import type { MessageExample } from './message-example.ts';

/** Of the root's package.json. */
export interface Product {
  readonly version: string;
  readonly license: string;
}

/** Avro as AsyncAPI names it. */
const AVRO = 'application/vnd.apache.avro;version=1.9.0';

/** The bus as an AsyncAPI 3.0 document: all of it, for whoever writes or reads any of its topics. */
export function buildDocument(
  bus: Bus,
  { version, license }: Product,
  examples: ReadonlyMap<string, MessageExample>,
) {
  return {
    asyncapi: '3.0.0',
    id: 'urn:told-once:bus',
    info: {
      title: 'Told Once: the bus',
      version,
      description: DESCRIPTION.join('\n'),
      license: { name: license, url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: TAGS,
    },
    defaultContentType: 'application/avro',
    servers: SERVERS,
    channels: buildChannels(bus),
    operations: buildOperations(bus),
    components: {
      securitySchemes: SECURITY_SCHEMES,
      messages: buildMessages(bus, examples),
      schemas: {
        EventHeaders: EVENT_HEADERS,
        ...Object.fromEntries(
          Object.entries(schemas).map(([name, schema]) => [name, { schemaFormat: AVRO, schema }]),
        ),
      },
    },
  };
}

const DESCRIPTION = [
  'A change in the life of a benefit claimant is told once, checked against the law, and given to every office entitled to it. This document lists',
  'every topic of the bus, its records, who writes and who reads it. What a field means is in docs/reference/events.md, which fields an agency may be',
  'given by which agreement in docs/reference/agreements.md, and how to write and read records in docs/how-to/tell-on-the-bus.md.',
  '',
  'An agency writes its own topics of submissions and outcomes and reads its own of results and releases. All others are the bus’s own.',
  '',
  '- A value is byte 0, the schema id in four big-endian bytes, Avro. Ids come from the registry, subject `<topic>-value`. The body of a',
  '  ClaimantChange is framed apart in the same way; its schema is ChangeBody, subject `told.changes-body`.',
  '- The schemas carry attributes beside those of Avro: `values` (no other word is accepted), `pattern`, `maxLength`, `minimum`, `maximum`, `maxItems`,',
  '  `unit`, `source` (the law or standard) and `required` (a new or corrected fact must have it). Avro libraries pass over them; the bus does not.',
  '- Examples are written as in JSON over HTTP: a date as YYYY-MM-DD, which is days since 1970 in Avro, and bytes in base64. The people in them do not exist.',
  '- On a secured cluster, `x-kafka-user` of an operation says as which user it is done, and `x-kafka-rights` what that user is granted for it; all else',
  '  is denied. An agency may be given what an agreement allows, field by field: docs/reference/events.md, under each fact.',
  '- A record may come again after any failure; a key keeps its order. Partition: murmur2 of the key, as Kafka’s Java clients do.',
];

const TAGS = [
  { name: 'agency', description: 'What an agency writes and reads.' },
  { name: 'intake', description: 'The one door: validates, identifies, orders, publishes.' },
  { name: 'gateway', description: 'Decides who is given which fields, by which agreement.' },
  { name: 'audit', description: 'The ledger: enters what passes, and publishes signed heads.' },
];
