import { setTimeout as sleep } from 'node:timers/promises';
import { watchProcessors } from './watch-processors.ts';

/**
 * `factor`: how many times as long as the round. More than one where a round costs others more than the time it takes. `worthwhileRecords`: a
 * round of so many is followed by the next at once; `restMs`: or, while the machine has no processor to spare, after so long.
 */
export type LingerOptions = {
  readonly factor?: number;
  readonly maxMs?: number;
  readonly worthwhileRecords?: number;
  readonly restMs?: number;
};

export type Round = {
  readonly records: number;
  readonly ms: number;
  /** It took all that was ready: whatever comes next has just come. */
  readonly tookAll?: boolean;
};

/** From this many records on, a round is worth its statements and commits. */
const WORTHWHILE_RECORDS = 200;
/** What a change may wait for at each hop under load, unless the log's own cost makes more of it worthwhile; an idle service never lingers. */
const LINGER_MS_MAX = 25;
/** A round of fewer is of people who tell one thing after another: waiting brings no company. */
const STREAM_RECORDS = 10;
/** What a change may wait for at each hop while it would wait for a processor anyway. */
const LINGER_MS_WHILE_SHORT = 50;

const isProcessorShort = watchProcessors();

/**
 * After a round that carried few records, lets company gather for the next one: as long as the round took, since that is
 * what each further one costs. So rounds grow by themselves when the machine is busy, and hardly wait when it is not. While the machine
 * has no processor to spare, a stream gathers for longer: what a round less costs is there for whoever holds up all others.
 */
export async function linger(round: Round, options: LingerOptions = {}): Promise<void> {
  const ms = chooseLingerMs(round, options, isProcessorShort);
  if (ms !== undefined) await sleep(ms);
}

/** How long to wait after a round; undefined: not at all. */
export function chooseLingerMs(
  { records, ms, tookAll = true }: Round,
  {
    factor = 1,
    maxMs = LINGER_MS_MAX,
    worthwhileRecords = WORTHWHILE_RECORDS,
    restMs,
  }: LingerOptions,
  isShort: () => boolean,
): number | undefined {
  if (records >= worthwhileRecords) return restMs !== undefined && isShort() ? restMs : undefined;
  const isStream = records >= STREAM_RECORDS && tookAll && maxMs > 0;
  const usual = Math.min(maxMs, ms * factor);
  return isStream && isShort() ? Math.max(LINGER_MS_WHILE_SHORT, usual) : usual;
}
