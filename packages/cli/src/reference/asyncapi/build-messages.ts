import { schemas } from '@told/codec';
import { DIGEST_HEADER } from '@told/event-log';
import type { Bus, BusTopic } from '../bus-topics.ts';
import type { MessageExample } from './message-example.ts';

/** CloudEvents 1.0 in binary mode, as `eventHeaders` of @told/service and the log write them. */
export const EVENT_HEADERS = {
  type: 'object',
  description:
    'CloudEvents 1.0 in the binary mode of its Kafka binding, the digest and the trace. No header carries personal data.',
  required: ['ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_specversion', 'content-type'],
  properties: {
    ce_id: {
      type: 'string',
      format: 'uuid',
      description:
        'Id of the event: no other event of its source bears it, and the same event sent again does.',
    },
    ce_source: {
      type: 'string',
      description: 'Who says it: the id of an agency, or `told/` and the name of a service.',
    },
    ce_type: { type: 'string', description: 'Name of the record’s schema.' },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was said, in UTC.' },
    ce_specversion: { type: 'string', const: '1.0' },
    'content-type': { type: 'string', const: 'application/avro' },
    [DIGEST_HEADER]: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description:
        'SHA-256 in hex over the key’s length (four big-endian bytes), key and value. A wrong one is never accepted.',
    },
    traceparent: {
      type: 'string',
      description: 'W3C trace context of the request or record that caused it.',
    },
  },
};

/** The field that an answer has in common with what it answers. */
const CORRELATION: Readonly<Record<string, string>> = {
  Submission: 'idempotencyKey',
  SubmissionResult: 'idempotencyKey',
  Release: 'releaseId',
  Outcome: 'releaseId',
};

export const buildMessages = (bus: Bus, examples: ReadonlyMap<string, MessageExample>) =>
  Object.fromEntries(
    bus.topics.map((topic) => [topic.schema, buildMessage(topic, examples.get(topic.schema))]),
  );

function buildMessage({ schema, key, writers }: BusTopic, example: MessageExample | undefined) {
  if (example === undefined) throw new TypeError(`${schema} has an example`);
  const correlation = CORRELATION[schema];
  return {
    name: schema,
    title: schema,
    summary: String(schemas[schema]['doc']),
    contentType: 'application/avro',
    headers: {
      allOf: [
        { $ref: '#/components/schemas/EventHeaders' },
        {
          type: 'object',
          properties: { ce_type: { const: schema } },
          // Clients of agencies need not know how to make one.
          ...(writers.includes('<agency>') ? {} : { required: [DIGEST_HEADER] }),
        },
      ],
    },
    ...(correlation === undefined
      ? {}
      : { correlationId: { location: `$message.payload#/${correlation}` } }),
    payload: { $ref: `#/components/schemas/${schema}` },
    bindings: {
      kafka: {
        key: { type: 'string', description: key, examples: [example.key] },
        schemaIdLocation: 'payload',
        schemaIdPayloadEncoding: 'confluent',
        schemaLookupStrategy: 'TopicNameStrategy',
        bindingVersion: '0.5.0',
      },
    },
    examples: [
      {
        name: 'example',
        summary: `Key \`${example.key}\`; the digest is that of this value framed with schema id 1.`,
        headers: example.headers,
        payload: example.payload,
      },
    ],
  };
}
