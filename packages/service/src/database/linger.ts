import { setTimeout as sleep } from 'node:timers/promises';

/** From this many records on, a round is worth its statements and commits. */
const WORTHWHILE_RECORDS = 200;
/** What a change may wait for at each hop under load; an idle service never lingers. */
const LINGER_MS_MAX = 25;

/**
 * After a round that carried few records, lets company gather for the next one: as long as the round took, since that is
 * what each further one costs. So rounds grow by themselves when the machine is busy, and hardly wait when it is not.
 */
export async function linger(records: number, roundMs: number): Promise<void> {
  if (records < WORTHWHILE_RECORDS) await sleep(Math.min(LINGER_MS_MAX, roundMs));
}
