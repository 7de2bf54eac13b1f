import type { FieldErrorCode } from '@told/service';
import type { Known } from './history.ts';
import type { ReadChange } from './read-change.ts';

export type Acceptance =
  | { readonly kind: 'accepted' | 'duplicate'; readonly changeId: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly pointer: string };

type RefusalCode = FieldErrorCode &
  (
    | 'person-unknown'
    | 'nino-unchanged'
    | 'idempotency-key-reused'
    | 'predecessor-unknown'
    | 'predecessor-of-another'
    | 'already-annulled'
    | 'predecessor-is-annulment'
    | 'already-ended'
  );

export const refuse = (code: RefusalCode, pointer: string): Acceptance => ({
  kind: 'refused',
  code,
  pointer,
});

/**
 * What the history says against this change, or that it is already in it; undefined: it may be accepted. `isOfPerson`: whether a key is one of
 * the person's, whom the change is about.
 */
export function judgeChange(
  told: ReadChange,
  isOfPerson: (subjectKey: string) => boolean,
  known: ReadonlyMap<string, Known>,
): Acceptance | undefined {
  const before = known.get(told.changeId);
  if (before !== undefined) {
    // Put back from the log, which tells nobody's number, a change has no code to compare.
    const isKnown = before.content_mac.length > 0;
    const macs = [told.contentMac, ...told.earlierMacs];
    return !isKnown || macs.some((mac) => before.content_mac.equals(mac))
      ? { kind: 'duplicate', changeId: told.changeId }
      : refuse('idempotency-key-reused', '');
  }
  if (told.change.previousChangeId === null) return undefined;
  const predecessor = known.get(told.change.previousChangeId);
  const pointer = '/previousChangeId';
  // Another agency's change is answered like one that does not exist: ids must not be probed.
  if (predecessor === undefined || predecessor.agency !== told.agency) {
    return refuse('predecessor-unknown', pointer);
  }
  if (!isOfPerson(predecessor.subject_key) || predecessor.fact !== told.change.fact) {
    return refuse('predecessor-of-another', pointer);
  }
  if (predecessor.is_annulled) return refuse('already-annulled', pointer);
  if (predecessor.change_type === 'annulled') return refuse('predecessor-is-annulment', pointer);
  const endsAnEnd = told.change.changeType === 'ended' && predecessor.change_type === 'ended';
  return endsAnEnd ? refuse('already-ended', pointer) : undefined;
}
