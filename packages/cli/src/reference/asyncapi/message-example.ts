import { createLocalSource, openCodecFrom, type RecordName } from '@told/codec';
import { DIGEST_HEADER, recordDigest } from '@told/event-log';
import { eventHeaders } from '@told/service';
import type { BusTopic } from '../bus-topics.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export interface MessageExample {
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly payload: JsonRecord;
}

/** All the examples were recorded at the same moment. */
const TIME_MS = Date.parse('2010-05-13T08:45:00Z');
/** As in the recommendation of W3C. */
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
/** Of an event whose record has no id of its own. */
const OTHER_ID = '0191c2f0-6f5a-7c3e-9a41-00000000000e';

interface Labels {
  readonly key: (payload: JsonRecord) => unknown;
  /** The record's own id, where it has one. */
  readonly id?: string;
  readonly source: string;
}

const subject = ({ subjectKey }: JsonRecord) => subjectKey;
const caseReference = (payload: JsonRecord) => payload['caseReference'];

/** How each record of schemas/examples would be labelled on its topic. */
const LABELS: Partial<Readonly<Record<RecordName, Labels>>> = {
  Submission: { key: ({ change }) => caseReference(change as JsonRecord), source: 'jobcentre' },
  SubmissionResult: { key: () => 'JSA-000123', source: 'told/intake' },
  ClaimantChange: { key: subject, id: 'changeId', source: 'jobcentre' },
  Decision: { key: subject, id: 'decisionId', source: 'told/gateway' },
  Interest: {
    key: ({ agency, caseReference: reference }) => `${agency}/${reference}`,
    source: 'told/gateway',
  },
  Consent: { key: subject, source: 'told/gateway' },
  Suspension: { key: ({ id }) => id, source: 'told/gateway' },
  Release: { key: caseReference, id: 'releaseId', source: 'told/gateway' },
  Outcome: { key: caseReference, source: 'central-bedfordshire' },
  Action: { key: ({ target }) => target, id: 'actionId', source: 'told/gateway' },
  DeadLetter: {
    key: ({ topic, partition }) => `${topic}/${partition}`,
    id: 'deadLetterId',
    source: 'told/gateway',
  },
  Head: { key: ({ logId }) => logId, source: 'told/audit' },
};

/** An example with the headers that it would have. Rejects when the example is not what its schema allows. */
export async function createExample(
  { name, schema }: BusTopic,
  payload: JsonRecord,
): Promise<MessageExample> {
  const labels = LABELS[schema];
  if (labels === undefined) throw new TypeError(`the example of ${schema} has key and source`);
  const key = String(labels.key(payload));
  const value = await encodeExample(schema, name, payload);
  const headers = eventHeaders({
    id: labels.id === undefined ? OTHER_ID : String(payload[labels.id]),
    source: labels.source,
    type: schema,
    timeMs: TIME_MS,
    traceparent: TRACEPARENT,
  });
  const digest = recordDigest(Buffer.from(key), value);
  return { headers: { ...headers, [DIGEST_HEADER]: digest }, key, payload };
}

/** Framed with schema id 1, the first that a source of the process’ own gives out. */
async function encodeExample(schema: RecordName, topic: string, payload: JsonRecord) {
  const codec = await openCodecFrom(createLocalSource(), [{ topic, schema }]);
  const { body } = payload;
  const value =
    schema === 'ClaimantChange'
      ? { ...payload, body: Buffer.from(String(body), 'base64') }
      : payload;
  return codec.encoder(schema, topic)(value as never);
}
