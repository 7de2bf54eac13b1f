import { DatabaseError, nowMicrosOf, type Transaction } from '@told/service';
import type { StoredInterest } from './interest.ts';
import { lockForChange } from './lock-survivors.ts';
import { findInterest } from './queries.ts';
import { type InterestWriter, writeMoved } from './write-moved.ts';

export type Ended =
  | { readonly kind: 'ended' | 'unchanged'; readonly interest: StoredInterest }
  | { readonly kind: 'interest-unknown' | 'date-order' };

/** Ends an agency's own interest: what occurred after the last day no longer reaches it. */
export async function endInterest(
  tx: Transaction,
  end: { readonly interestId: string; readonly agency: string; readonly until: string },
  ports: InterestWriter,
): Promise<Ended> {
  const seen = await findInterest(tx, end.interestId, end.agency);
  if (seen === undefined) return { kind: 'interest-unknown' };
  const lockedKeys = [seen.subjectKey];
  await lockForChange(tx, lockedKeys);
  const interest = await findInterest(tx, end.interestId, end.agency);
  // It has moved to another subject since: read again.
  if (interest?.subjectKey !== seen.subjectKey) throw new DatabaseError('conflict');
  if (end.until < interest.from) return { kind: 'date-order' };
  if (end.until === interest.until) return { kind: 'unchanged', interest };
  const ended = {
    ...interest,
    version: interest.version + 1,
    until: end.until,
    changedAt: nowMicrosOf(ports.clock),
  };
  await writeMoved(
    tx,
    [{ interest: ended, action: 'ended' }],
    { lockedKeys, raisedKeys: lockedKeys },
    ports,
  );
  return { kind: 'ended', interest: ended };
}
