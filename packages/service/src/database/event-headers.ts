export type EventHeaderValues = {
  /** Of the event: the change, release, decision or outcome; a UUID. */
  readonly id: string;
  /** Who says it: `told/intake`, `jobcentre`. */
  readonly source: string;
  /** The schema's name: `ClaimantChange`. */
  readonly type: string;
  readonly timeMs: number;
  /** W3C trace context of the request or record that caused it. */
  readonly traceparent?: string | undefined;
};

/** Confluent framing around Avro, as every value on the bus. */
const CONTENT_TYPE = 'application/avro';
const SPEC_VERSION = '1.0';

/** CloudEvents 1.0 attributes in binary mode of its Kafka binding. The log's driver adds `digest`. */
export function eventHeaders(values: EventHeaderValues): Readonly<Record<string, string>> {
  const { id, source, type, timeMs, traceparent } = values;
  const headers = {
    ce_id: id,
    ce_source: source,
    ce_type: type,
    ce_time: writeTime(timeMs),
    ce_specversion: SPEC_VERSION,
    'content-type': CONTENT_TYPE,
  };
  return traceparent === undefined ? headers : { ...headers, traceparent };
}

/** Records that are told together bear the same time. */
let last = { timeMs: 0, text: new Date(0).toISOString() };

function writeTime(timeMs: number): string {
  if (timeMs !== last.timeMs) last = { timeMs, text: new Date(timeMs).toISOString() };
  return last.text;
}

/** The same as bytes, for whoever appends to a log without an outbox. */
export const headerBytes = (
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, Buffer>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'latin1')]),
  );
