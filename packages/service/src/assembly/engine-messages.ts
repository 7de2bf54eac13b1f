import type { TopicState } from '../database/consumer-states.ts';
import type { RelayState } from '../database/start-relay.ts';

/**
 * What an engine is told. `published`: something waits in the outbox that it did not put there. `asked`: somebody waits for an answer over
 * HTTP that writes.
 */
export type ToEngine = { readonly kind: 'report' | 'published' | 'asked' | 'stop' };

export interface EngineReport {
  readonly relay: RelayState;
  readonly topics: readonly TopicState[];
}

/** What an engine tells. */
export type FromEngine =
  | { readonly kind: 'started'; readonly group: string }
  | ({ readonly kind: 'report' } & EngineReport)
  | { readonly kind: 'delivered'; readonly topic: string; readonly records: number }
  | { readonly kind: 'sent'; readonly records: number };
