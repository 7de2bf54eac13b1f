import type { RequestHeader } from './request-frame.ts';

/** What may happen to one request or to its answer. A cut ends the whole connection, with everything else under way on it. */
export type Fault =
  /** The connection breaks before the node has seen the request. */
  | { readonly kind: 'cut-before' }
  /** The node has done what it was asked; the connection breaks before its answer arrives. */
  | { readonly kind: 'cut-after' }
  /** The request vanishes; the connection stays. */
  | { readonly kind: 'drop-request' }
  /** The answer vanishes; the connection stays. */
  | { readonly kind: 'swallow-answer' }
  /** The request, and what follows it on the connection, goes on `ms` later. */
  | { readonly kind: 'delay-request'; readonly ms: number }
  /** The answer, and what follows it on the connection, goes on `ms` later. */
  | { readonly kind: 'delay-answer'; readonly ms: number }
  /** The connection breaks when `bytes` of the request have gone on. */
  | { readonly kind: 'tear-request'; readonly bytes: number }
  /** The connection breaks when `bytes` of the answer have gone on. */
  | { readonly kind: 'tear-answer'; readonly bytes: number };

export type FaultKind = Fault['kind'];

/** A request as the proxy sees it on its way. */
export interface ProxiedRequest extends RequestHeader {
  /** The node it goes to. */
  readonly to: Address;
  /** The how manieth request of this kind (API key) through this proxy, from 1. */
  readonly nth: number;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Asked once for each request, in the order of arrival. Undefined: let it pass. */
export type Decide = (request: ProxiedRequest) => Fault | undefined;

/** What a proxy has done so far. */
export interface FaultCounts {
  readonly connections: number;
  /** Connections refused while the proxy was shut. */
  readonly refused: number;
  /** Connections on which something came that is not the Kafka protocol; they were broken. */
  readonly unreadable: number;
  /** API key → requests seen. */
  readonly requests: ReadonlyMap<number, number>;
  /** Faults of one kind that have happened: counted when the answer was lost, not when its loss was decided. */
  readonly faults: Readonly<Record<FaultKind, number>>;
}
