import { LENGTH_BYTES } from './frame-reader.ts';

/** The requests that faults are aimed at, by the protocol's own numbers (Kafka protocol guide, "Api Keys"). */
export const KAFKA_API = {
  produce: 0,
  fetch: 1,
  listOffsets: 2,
  metadata: 3,
  offsetCommit: 8,
  offsetFetch: 9,
  findCoordinator: 10,
  joinGroup: 11,
  heartbeat: 12,
  leaveGroup: 13,
  syncGroup: 14,
  apiVersions: 18,
  createTopics: 19,
  initProducerId: 22,
} as const;

/** What a request's header says, before its body is looked at. */
export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | undefined;
  readonly sizeBytes: number;
}

const HEADER_BYTES = 10;
const NO_CLIENT_ID = -1;

/** Reads a request's header, version 1 or 2: both begin alike. Throws a RangeError when the frame is too short to have one. */
export function readRequestHeader(frame: Buffer): RequestHeader {
  const at = LENGTH_BYTES;
  const idBytes = frame.readInt16BE(at + 8);
  const start = at + HEADER_BYTES;
  return {
    apiKey: frame.readInt16BE(at),
    apiVersion: frame.readInt16BE(at + 2),
    correlationId: frame.readInt32BE(at + 4),
    clientId: idBytes === NO_CLIENT_ID ? undefined : frame.toString('utf8', start, start + idBytes),
    sizeBytes: frame.length,
  };
}

/** An answer begins with the number of the request it answers. */
export const readCorrelationId = (frame: Buffer): number => frame.readInt32BE(LENGTH_BYTES);
