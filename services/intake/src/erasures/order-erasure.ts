import { randomUUID } from 'node:crypto';
import {
  type ActionPorts,
  checkReason,
  type Database,
  DatabaseError,
  type KeyService,
  problem,
  recordAction,
  type Transaction,
} from '@told/service';
import { lockSubjects } from '../acceptance/lock-subjects.ts';
import { refuseHeld } from '../holds/hold-queries.ts';
import { type Erasure, findKeysOf, findLast, insertErasure } from './erasure-queries.ts';

export interface OrderPorts extends ActionPorts {
  readonly db: Database;
  /** Undefined: nothing is sealed here, so that nothing can be erased. */
  readonly keys: KeyService | undefined;
}

export interface WantedErasure {
  /** The key that the person goes by. */
  readonly subjectKey: string;
  readonly reason: string;
  readonly actor: string;
}

/**
 * Writes down that a person is to be erased, and with which keys, before anything is destroyed. One that is under way is gone on with; of a person
 * of whom nothing was told since the last one, that one is answered. Throws the problems `nothing-sealed`, `person-unknown`, `held`, and those of a reason.
 */
export async function orderErasure(
  { keys, ...ports }: OrderPorts,
  wanted: WantedErasure,
): Promise<Erasure> {
  checkReason(wanted.reason);
  if (keys === undefined) throw problem('nothing-sealed');
  return ports.db.transaction(async (tx) => {
    const subjectKeys = await lockPerson(tx, wanted.subjectKey);
    await refuseHeld(tx, subjectKeys);
    const dataKeys = await keys.standing(subjectKeys);
    const last = await findLast(tx, wanted.subjectKey);
    if (last !== undefined && (last.state !== 'done' || dataKeys.length === 0)) return last;
    const erasure = await insertErasure(tx, {
      ...wanted,
      ...{ erasureId: randomUUID(), orderedAt: new Date(ports.clock.nowMs()), dataKeys },
    });
    const { subjectKey, reason, actor } = wanted;
    await recordAction(
      tx,
      {
        ...{ action: 'person-erased', target: { kind: 'subject', subjectKey } },
        ...{ reason, actor, recordId: erasure.erasureId },
      },
      ports,
    );
    return erasure;
  });
}

/** Every key of the person, locked: nothing is accepted of the person meanwhile. */
export async function lockPerson(tx: Transaction, subjectKey: string): Promise<readonly string[]> {
  const subjectKeys = await findKeysOf(tx, subjectKey);
  const heads = await lockSubjects(tx, subjectKeys);
  if (!heads.has(subjectKey)) throw problem('person-unknown');
  // Two persons may have turned out to be one since.
  const now = await findKeysOf(tx, subjectKey);
  if (now.length !== subjectKeys.length) throw new DatabaseError('conflict');
  return subjectKeys;
}
