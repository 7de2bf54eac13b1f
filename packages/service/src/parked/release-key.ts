import type { EventLog } from '@told/event-log';
import { checkReason } from '../actions/reason.ts';
import type { WantedAction } from '../actions/record-action.ts';
import type { Handle } from '../database/deliver-batch.ts';
import type { Database, DatabaseLogger, Transaction } from '../database/ports.ts';
import { problem } from '../http/problems.ts';
import type { Clock } from '../time/clock.ts';
import { listParkedKeys, type ParkedKeyRow } from './park-queries.ts';
import { type Redriven, redriveKey } from './redrive-key.ts';
import type { ParkedKeyName } from './redrive-piece.ts';
import { targetOf } from './target-of.ts';

export interface ParkedPorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly logger: DatabaseLogger;
  readonly clock: Clock;
  /** The handler that meets the topic's records in this service. */
  readonly handlerOf: (topic: string) => Handle | undefined;
  /** Says what an operator did, in the transaction that does it. */
  readonly record: (tx: Transaction, action: WantedAction) => Promise<unknown>;
}

export const unknownKey = () => problem('not-found', { detail: 'No such key is parked here.' });

/** The key as it waits; undefined when it does not. */
export async function findKey(
  db: Database,
  { stream, keyDigest }: ParkedKeyName,
): Promise<ParkedKeyRow | undefined> {
  const filter = { topic: stream, keyDigest, cause: null, after: null, limit: 1 };
  return (await listParkedKeys(db, filter))[0];
}

/** Redrives one key; each piece says in its transaction who asked for it. Null when it is not parked. */
export async function releaseKey(
  ports: ParkedPorts,
  name: ParkedKeyName,
  why: Pick<WantedAction, 'action' | 'reason' | 'actor'>,
) {
  const { db, clock, logger, record } = ports;
  const { stream, keyDigest } = name;
  checkReason(why.reason);
  const found = await findKey(db, { stream, keyDigest });
  if (found === undefined) return null;
  const done = await redriveKey(
    {
      ...{ db, logger, nowMs: clock.nowMs, handle: findHandler(ports, stream) },
      async onPiece(tx, { key, moved }) {
        const target = targetOf(stream, found.partition ?? 0, key);
        await record(tx, { ...why, target, stream, records: moved });
      },
    },
    name,
  );
  return done === null
    ? null
    : { topic: stream, keyDigest, ...(await showDone(ports, name, done)) };
}

/** Of what is at fault again, why. */
async function showDone(
  { db }: ParkedPorts,
  { stream, keyDigest }: ParkedKeyName,
  { state, moved, waiting }: Redriven,
) {
  const left = state === 'parked' ? await findKey(db, { stream, keyDigest }) : undefined;
  return { state, moved, waiting, cause: left?.cause ?? null, code: left?.code ?? null };
}

/** Throws the problem `not-found` for a topic that nobody consumes here any more. */
export function findHandler({ handlerOf }: ParkedPorts, topic: string): Handle {
  const handle = handlerOf(topic);
  if (handle !== undefined) return handle;
  throw problem('not-found', { detail: 'This service does not consume that topic.' });
}
