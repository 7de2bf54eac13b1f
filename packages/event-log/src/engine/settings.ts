import type { BackOff } from '../back-off.ts';
import type { LogClock } from '../clock.ts';
import type { UndigestedTopics } from '../digest.ts';

/** What every driver lets its user choose. */
export interface EngineOptions {
  /** Names this client among the members of a group. */
  readonly clientId?: string;
  /** A member unheard of for so long loses its partitions; it speaks up every third of this time. */
  readonly leaseMs?: number;
  /** A handler that takes longer is given up: its signal aborts, and its batch is delivered again. */
  readonly handlerMs?: number;
  /** How long `close` waits for handlers before it aborts their signals. */
  readonly drainMs?: number;
  /** Committed positions may lag behind by this much; they serve monitoring. */
  readonly commitIntervalMs?: number;
  /** Topics on which a record may come without a digest: those that foreign agencies write. None unless named. */
  readonly undigestedTopics?: UndigestedTopics;
  readonly random?: () => number;
}

export interface EngineSettings extends Required<EngineOptions> {
  readonly clock: LogClock;
  readonly retry: BackOff;
  readonly fetchBytes: number;
  /** A reader looks for records this often, should every bell have failed. */
  readonly idleMs: number;
  readonly queuedBytesMax: number;
  /** Store calls of appends in flight at once, of different partitions each. One where partitions share a statement: what
   *  waits gathers for the next. More where each partition has its own answer in its own time. */
  readonly appendCallsMax: number;
  /** So many partitions share a store call of appends, and so many positions one of fetches. One where their answers come apart. */
  readonly partitionsPerCallMax: number;
  /** Resolves when all that this turn of the program had to ask for has been asked: it then goes to the store together. */
  turn(): Promise<void>;
  /** Resolves when appends have waited long enough for company: a turn, or longer where a call costs more than the wait. */
  linger(): Promise<void>;
}

export const createSettings = (options: EngineOptions, clock: LogClock): EngineSettings => ({
  clientId: options.clientId ?? 'client',
  leaseMs: options.leaseMs ?? 5_000,
  handlerMs: options.handlerMs ?? 60_000,
  drainMs: options.drainMs ?? 10_000,
  commitIntervalMs: options.commitIntervalMs ?? 200,
  undigestedTopics: options.undigestedTopics ?? (() => false),
  random: options.random ?? Math.random,
  clock,
  retry: { firstMs: 50, maxMs: 5_000 },
  fetchBytes: 4 * 1024 * 1024,
  idleMs: 5_000,
  queuedBytesMax: 64 * 1024 * 1024,
  appendCallsMax: 1,
  partitionsPerCallMax: 256,
  turn: () => Promise.resolve(),
  linger: () => Promise.resolve(),
});
