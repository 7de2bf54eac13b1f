import type { Codec, Suspension } from '@told/codec';
import {
  type Clock,
  eventHeaders,
  MICROS_PER_MS,
  type Publisher,
  type Statement,
  type Transaction,
} from '@told/service';
import { suspensionIdOf } from '../ids.ts';
import { SUSPENSIONS_TOPIC } from '../topics.ts';
import { lockFence, raiseFence } from './lock-fence.ts';
import type { SuspensionTarget } from './read-suspensions.ts';

export interface SuspensionPorts {
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

/** What an operator asks for; the reason names no person. */
export interface WantedSuspension {
  readonly target: SuspensionTarget;
  readonly id: string;
  readonly action: Suspension['action'];
  readonly reason: string;
}

/** Where a target stands: its newest suspension or resumption. `unchanged` when it stood so before. */
export interface KeptSuspension {
  readonly kind: 'kept' | 'unchanged';
  readonly suspension: Suspension | null;
}

const FIND_NEWEST: Statement = {
  name: 'gateway_find_suspension',
  text: `SELECT target, id, action, version, reason, recorded_at_micros AS "recordedAt" FROM suspension
         WHERE target = $1 AND id = $2 ORDER BY version DESC LIMIT 1`,
};

const INSERT: Statement = {
  name: 'gateway_insert_suspension',
  text: `INSERT INTO suspension (version, target, id, action, reason, recorded_at_micros)
         VALUES ($1, $2, $3, $4, $5, $6)`,
};

/**
 * Suspends or resumes at once, in the open transaction: waits for the decisions under way, raises the fence's version, and says so on
 * told.suspensions. What is suspended already stays as it is.
 */
export async function keepSuspension(
  tx: Transaction,
  { target, id, action, reason }: WantedSuspension,
  { codec, publisher, clock }: SuspensionPorts,
): Promise<KeptSuspension> {
  const fence = await lockFence(tx);
  const { rows } = await tx.query<Suspension>(FIND_NEWEST, [target, id]);
  const newest = rows[0] ?? null;
  if ((newest?.action ?? 'resumed') === action) return { kind: 'unchanged', suspension: newest };
  const version = fence + 1;
  const timeMs = clock.nowMs();
  const suspension = { target, id, action, version, reason, recordedAt: timeMs * MICROS_PER_MS };
  await raiseFence(tx, version);
  await tx.query(INSERT, [version, target, id, action, reason, suspension.recordedAt]);
  await publisher.publish(tx, [
    {
      topic: SUSPENSIONS_TOPIC,
      key: id,
      value: codec.encoder('Suspension', SUSPENSIONS_TOPIC)(suspension),
      headers: eventHeaders({
        id: suspensionIdOf(version),
        source: 'told/gateway',
        type: 'Suspension',
        timeMs,
      }),
    },
  ]);
  return { kind: 'kept', suspension };
}
