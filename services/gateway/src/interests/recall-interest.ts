import { DatabaseError, nowMicrosOf, type Statement, type Transaction } from '@told/service';
import { rejectLink } from '../matches/close-reviews.ts';
import type { StoredInterest } from './interest.ts';
import { lockForChange } from './lock-survivors.ts';
import type { InterestPorts } from './ports.ts';
import { findInterest, readCaseSubjects } from './queries.ts';
import { writeMoved } from './write-moved.ts';

export interface WantedRecall {
  readonly interestId: string;
  readonly agency: string;
  /** The officer's reference at its agency, and no name. */
  readonly officer: string;
  readonly reason: string;
}

export type Recalled =
  | {
      readonly kind: 'recalled' | 'unchanged';
      readonly interest: StoredInterest;
      /** Releases that were made under the link and are not to be relied on. */
      readonly takenBack: number;
    }
  | { readonly kind: 'interest-unknown' | 'interest-not-linked' };

// By the case's own index: a recipient's row is found through its release.
const READ_RELEASES: Statement = {
  name: 'gateway_read_releases_of_interest',
  text: `SELECT r.release_id AS "releaseId"
         FROM release r JOIN decision_recipient d
              ON d.change_id = r.change_id AND d.run = r.run AND d.release_id = r.release_id
         WHERE r.agency = $1 AND r.case_reference = $2 AND d.interest_id = $3 AND r.kind = 'value'
         ORDER BY r.release_sequence`,
};

/**
 * The link of a case to its person was wrong: nothing is decided for it any more, every release made under it is taken back, and the link is
 * never made again. The case may be registered for another person.
 */
export async function recallInterest(
  tx: Transaction,
  { interestId, agency, officer, reason }: WantedRecall,
  ports: InterestPorts,
): Promise<Recalled> {
  await ports.lockFence(tx);
  const seen = await findInterest(tx, interestId, agency);
  if (seen === undefined) return { kind: 'interest-unknown' };
  const lockedKeys = [...new Set([seen.subjectKey, ...(await readCaseSubjects(tx, seen))])];
  await lockForChange(tx, lockedKeys);
  const interest = await findInterest(tx, interestId, agency);
  // It has moved to another subject since: read again.
  if (interest?.subjectKey !== seen.subjectKey) throw new DatabaseError('conflict');
  if (interest.state === 'refused') return { kind: 'unchanged', interest, takenBack: 0 };
  if (interest.state === 'pending') return { kind: 'interest-not-linked' };
  const atMicros = nowMicrosOf(ports.clock);
  const refused: StoredInterest = {
    ...interest,
    state: 'refused',
    version: interest.version + 1,
    changedAt: atMicros,
  };
  const keys = { lockedKeys, raisedKeys: [interest.subjectKey] };
  await writeMoved(tx, [{ interest: refused, action: 'recalled' }], keys, ports);
  await rejectLink(tx, interest, { officer, reason, atMicros });
  await ports.dropHeld(tx, { interestId });
  const { caseReference } = interest;
  const { rows } = await tx.query<{ releaseId: string }>(READ_RELEASES, [
    agency,
    caseReference,
    interestId,
  ]);
  await ports.takeBack(
    tx,
    rows.map(({ releaseId }) => ({
      releaseId,
      agency,
      caseReference,
      kind: 'do-not-rely',
      fields: [],
      reason: 'match-rejected',
    })),
  );
  return { kind: 'recalled', interest: refused, takenBack: rows.length };
}
