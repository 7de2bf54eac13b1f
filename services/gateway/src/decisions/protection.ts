import type { ChangeBody, ClaimantChange } from '@told/codec';
import { DatabaseError, type Statement, type Transaction } from '@told/service';
import type { LockedSubject, SubjectView } from './subject-view.ts';

interface Told {
  readonly subjectKey: string;
  readonly cause: string;
  readonly told: {
    readonly change: Pick<ClaimantChange, 'fact' | 'changeSequence' | 'source'>;
    readonly body: Pick<ChangeBody, 'address'>;
  };
}

/** Whether the subjects of a batch live at a protected address, as its changes say so. */
export interface Protections {
  /** Moves on with a change, and answers what it is decided under: protected since when, and whether it tells of a protected address. */
  move(told: Told): { readonly since: number | null; readonly isTold: boolean };
  /** Subjects whose protection the batch has changed. */
  changed(): readonly LockedSubject[];
}

const FIND_PROTECTED: Statement = {
  name: 'gateway_find_protected_subjects',
  text: `SELECT subject_key AS "subjectKey" FROM subject
         WHERE subject_key = ANY ($1::text[]) AND protected_since IS NOT NULL`,
};

interface ToldOf {
  readonly key: string;
  readonly body: Pick<ChangeBody, 'address'>;
}

const listTelling = (told: readonly ToldOf[], isProtected: boolean): readonly string[] =>
  told.filter(({ body }) => body.address?.protected === isProtected).map((one) => one.key);

/**
 * Whether these changes may begin or end the protection of a subject, which must then be locked to change it. Most forms say that an address
 * is not protected, of somebody who never was: looked up without a lock, it is checked by `checkUnprotected` once there is one.
 */
export async function mayMoveProtection(
  tx: Transaction,
  told: readonly ToldOf[],
): Promise<boolean> {
  if (listTelling(told, true).length > 0) return true;
  const ending = listTelling(told, false);
  if (ending.length === 0) return false;
  return (await tx.query(FIND_PROTECTED, [ending])).rows.length > 0;
}

/** Throws DatabaseError `conflict`, retried, when somebody has come under protection before the subjects were locked, only shared. */
export function checkUnprotected(told: readonly ToldOf[], locked: readonly LockedSubject[]): void {
  const ending = new Set(listTelling(told, false));
  const isProtected = ({ subjectKey, protectedSince }: LockedSubject): boolean =>
    protectedSince !== null && ending.has(subjectKey);
  if (locked.some(isProtected)) throw new DatabaseError('conflict');
}

/**
 * An address told as protected is protected from that change on, until the agency that said so tells one that is not: another office's form
 * left unticked must not undo it, nor an annulment, which says nothing of where the person lives. The change that ends it is decided
 * without it. Deciding again changes nothing: what was told is under the protection of now.
 */
export function trackProtection(subjects: ReadonlyMap<string, SubjectView>): Protections {
  const changed = new Map<string, LockedSubject>();
  return {
    move({ subjectKey, cause, told: { change, body } }) {
      const row = changed.get(subjectKey) ?? subjects.get(subjectKey);
      const isProtected = body.address?.protected ?? null;
      if (row === undefined) return { since: null, isTold: isProtected === true };
      let since = row.protectedSince;
      if (cause === 'told') {
        const { subjectKey: _, ...next } = moveOn(row, change, isProtected);
        if (next.protectedSince !== since) changed.set(subjectKey, { subjectKey, ...next });
        since = next.protectedSince;
      }
      return {
        since,
        isTold: isProtected === true || (change.fact === 'address' && since !== null),
      };
    },
    changed: () => [...changed.values()],
  };
}

function moveOn(
  row: LockedSubject,
  { changeSequence, source }: Told['told']['change'],
  isProtected: boolean | null,
): LockedSubject {
  const { subjectKey, version, protectedSince, protectedBy } = row;
  if (isProtected === true && protectedSince === null) {
    return { subjectKey, version, protectedSince: changeSequence, protectedBy: source.agency };
  }
  if (isProtected === false && protectedBy === source.agency) {
    return { subjectKey, version, protectedSince: null, protectedBy: null };
  }
  return { subjectKey, version, protectedSince, protectedBy };
}
