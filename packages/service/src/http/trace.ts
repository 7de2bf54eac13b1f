import { randomFillSync } from 'node:crypto';

/** W3C Trace Context (Recommendation of 23 November 2021), version 00; a later version is read by its first four parts. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.{0,200})?$/;

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** The trace id of a traceparent header; a new one when there is none or it is not well formed. */
export function continueTrace(header: string | readonly string[] | undefined): string {
  const traceId = typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
  return traceId ?? randomHex(TRACE_ID_BYTES);
}

/** The header for what is done in turn: the same trace, a new span. */
export function createTraceparent(traceId: string): string {
  return `00-${traceId}-${randomHex(SPAN_ID_BYTES)}-01`;
}

/** A foreign record's traceparent as it may be told on: nothing but trace, span and flags, since its sender may have written anything at all. */
export function passTraceparent(header: Buffer | undefined): string | undefined {
  const found = TRACEPARENT.exec(header?.toString('latin1') ?? '');
  return found === null ? undefined : `00-${found[1]}-${found[2]}-${found[3]}`;
}

/** Drawn ahead, for some hundred requests: each draw costs more than everything else that is done for a trace. */
const drawn = Buffer.allocUnsafe(8192);
let used = drawn.length;

function randomHex(bytes: number): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += bytes;
  return drawn.toString('hex', used - bytes, used);
}
