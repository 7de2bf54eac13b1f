import { checkReason, problem } from '@told/service';
import { findPeople } from '../acceptance/people.ts';
import { refuseHeld } from '../holds/hold-queries.ts';
import { type ErasureReport, listRemaining, type ReportPorts } from './describe-erasure.ts';
import { findKeysOf } from './erasure-queries.ts';
import type { OrderPorts, WantedErasure } from './order-erasure.ts';
import { surveyChanges } from './survey-changes.ts';

/** Of the keys that there are now, once they are destroyed. */
const NONE_STANDS: readonly [] = [];

/** What an erasure would destroy. Locks, writes and destroys nothing. Throws what ordering it would. */
export async function foreseeErasure(
  { db, codec, keys, ...ports }: OrderPorts & ReportPorts,
  { subjectKey, reason }: Omit<WantedErasure, 'actor'>,
): Promise<ErasureReport> {
  checkReason(reason);
  if (keys === undefined) throw problem('nothing-sealed');
  const subjectKeys = await findKeysOf(db, subjectKey);
  const { heads } = await findPeople(
    db,
    subjectKeys.map((key) => [key]),
  );
  if (!heads.has(subjectKey)) throw problem('person-unknown');
  await refuseHeld(db, subjectKeys);
  const standing = await keys.standing(subjectKeys);
  const { changes, inClear } = await surveyChanges(db, codec, heads, NONE_STANDS);
  const now = new Date(ports.clock.nowMs());
  return {
    ...{ erasureId: null, state: 'dry-run', reason, orderedAt: now.toISOString() },
    ...{ keys: standing.length, changes, inClear },
    recipients: [],
    remains: await listRemaining(ports, now),
  };
}
