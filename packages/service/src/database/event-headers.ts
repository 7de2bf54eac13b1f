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
const CONTENT_TYPE = Buffer.from('application/avro');
const SPEC_VERSION = Buffer.from('1.0');

/** CloudEvents 1.0 attributes in binary mode of its Kafka binding. The log's driver adds `digest`. */
export function eventHeaders(values: EventHeaderValues): Readonly<Record<string, Buffer>> {
  return {
    ce_id: Buffer.from(values.id),
    ce_source: Buffer.from(values.source),
    ce_type: Buffer.from(values.type),
    ce_time: Buffer.from(new Date(values.timeMs).toISOString()),
    ce_specversion: SPEC_VERSION,
    'content-type': CONTENT_TYPE,
    ...(values.traceparent === undefined ? {} : { traceparent: Buffer.from(values.traceparent) }),
  };
}
