import { randomUUID } from 'node:crypto';
import { type ActionPorts, checkReason, type Database, problem, recordAction } from '@told/service';
import { findLast } from '../erasures/erasure-queries.ts';
import { lockPerson } from '../erasures/order-erasure.ts';
import { endHold, findHold, type Hold, insertHold } from './hold-queries.ts';

export interface HoldPorts extends ActionPorts {
  readonly db: Database;
}

export interface WantedHold {
  /** The key that the person goes by. */
  readonly subjectKey: string;
  readonly reason: string;
  readonly actor: string;
}

/**
 * Holds a person, under the locks by which an erasure is ordered: of the two, one comes first and the other finds it. Throws the problems
 * `person-unknown`, `erasure-under-way` and those of a reason.
 */
export async function placeHold(ports: HoldPorts, wanted: WantedHold): Promise<Hold> {
  const { subjectKey, reason, actor } = wanted;
  checkReason(reason);
  return ports.db.transaction(async (tx) => {
    await lockPerson(tx, subjectKey);
    const last = await findLast(tx, subjectKey);
    if (last?.state === 'destroying') throw problem('erasure-under-way');
    const heldAt = new Date(ports.clock.nowMs());
    const hold = await insertHold(tx, {
      ...{ holdId: randomUUID(), subjectKey, reason, heldBy: actor, heldAt },
    });
    const target = { kind: 'subject', subjectKey } as const;
    const held = { action: 'person-held', target, recordId: hold.holdId, reason, actor } as const;
    await recordAction(tx, held, ports);
    return hold;
  });
}

/** Ends a hold; one that has ended is answered as it is. Throws the problem `not-found`, and those of a reason. */
export async function releaseHold(
  ports: HoldPorts,
  { holdId, reason, actor }: Omit<WantedHold, 'subjectKey'> & { readonly holdId: string },
): Promise<Hold> {
  checkReason(reason);
  return ports.db.transaction(async (tx) => {
    const at = new Date(ports.clock.nowMs());
    const ended = await endHold(tx, { holdId, by: actor, at });
    if (ended === undefined) {
      const hold = await findHold(tx, holdId);
      if (hold === undefined) throw problem('not-found');
      return hold;
    }
    const target = { kind: 'subject', subjectKey: ended.subjectKey } as const;
    await recordAction(
      tx,
      { action: 'hold-released', target, recordId: holdId, reason, actor },
      ports,
    );
    return ended;
  });
}
