import { setTimeout as sleep } from 'node:timers/promises';

/** `factor`: how many times as long as the round. More than one where a round costs others more than the time it takes. */
export type LingerOptions = { readonly factor?: number; readonly maxMs?: number };

/** From this many records on, a round is worth its statements and commits. */
const WORTHWHILE_RECORDS = 200;
/** What a change may wait for at each hop under load, unless the log's own cost makes more of it worthwhile; an idle service never lingers. */
const LINGER_MS_MAX = 25;

/**
 * After a round that carried few records, lets company gather for the next one: as long as the round took, since that is
 * what each further one costs. So rounds grow by themselves when the machine is busy, and hardly wait when it is not.
 */
export async function linger(
  records: number,
  roundMs: number,
  { factor = 1, maxMs = LINGER_MS_MAX }: LingerOptions = {},
): Promise<void> {
  if (records < WORTHWHILE_RECORDS) await sleep(Math.min(maxMs, roundMs * factor));
}
