import { NO_FACTS, type Release } from '@told/codec';
import { eventHeaders, MICROS_PER_MS, type Statement, type Transaction } from '@told/service';
import type { Decisions } from '../decisions/open-decisions.ts';
import { caseKeyOf, lockCases, moveCases } from '../decisions/queries.ts';
import { takingBackIdOf } from '../ids.ts';
import { findTaken, type KeptRelease, keepTaken, keepTakingReleases } from '../releases/queries.ts';
import { NO_EVIDENCE } from '../releases/withhold-fields.ts';
import { releasesTopicOf } from '../topics.ts';

/** A release that left and that no decision on record gives, with what is known of its change. */
export interface LeftRelease extends Omit<KeptRelease, 'releaseSequence' | 'given'> {
  readonly backFill: Release['backFill'];
  readonly subjectKey: string;
  /** There is a decision of its run, which does not name it. */
  readonly isDecided: boolean;
  /** What told its recipient not to rely on it has left, too. */
  readonly isTakenBack: boolean;
}

const READ_REASON: Statement = {
  name: 'gateway_restore_read_reason',
  text: `SELECT reason FROM decision_recipient WHERE change_id = $1 AND interest_id = $2 AND reason IS NOT NULL
         ORDER BY run DESC LIMIT 1`,
};

/** Nobody holds the case by now, or it was given otherwise. */
const NOBODY = 'no-interest';

/**
 * Takes back as a whole, at the next place of its case, what has left. Nothing when it was void, or was taken back already. The subjects are
 * locked.
 */
export async function tellNotToRely(
  tx: Transaction,
  { codec, publisher, moment }: Pick<Decisions, 'codec' | 'publisher' | 'moment'>,
  { left, interestId }: { readonly left: LeftRelease; readonly interestId: string },
): Promise<void> {
  const { agency, caseReference, changeId } = left;
  const id = takingBackIdOf(left.releaseId, 'do-not-rely', []);
  if (left.kind !== 'value' || (await findTaken(tx, [id])).has(id)) return;
  const key = caseKeyOf(agency, caseReference);
  const row = (await lockCases(tx, [left])).get(key);
  if (row === undefined) throw new TypeError('a release that left has a case');
  const answers = await tx.query<{ reason: string }>(READ_REASON, [changeId, interestId]);
  const releaseSequence = row.lastReleaseSequence + 1;
  const { nowMs } = moment();
  const release = writeNotToRely(left, { id, releaseSequence, nowMs });
  await keepTakingReleases(tx, [{ agency, run: left.run, release }]);
  await moveCases(tx, [{ ...row, lastReleaseSequence: releaseSequence }]);
  const reason = answers.rows[0]?.reason ?? NOBODY;
  const taken = { id, releaseId: left.releaseId, kind: 'do-not-rely', fields: [], reason } as const;
  await keepTaken(tx, [taken], nowMs * MICROS_PER_MS);
  const topic = releasesTopicOf(agency);
  await publisher.publish(tx, [
    {
      ...{ topic, key: caseReference },
      value: codec.encoder('Release', topic)(release),
      headers: eventHeaders({ id, source: 'told/gateway', type: 'Release', timeMs: nowMs }),
    },
  ]);
}

function writeNotToRely(
  left: LeftRelease,
  { id, releaseSequence, nowMs }: { id: string; releaseSequence: number; nowMs: number },
): Release {
  const {
    agency: _agency,
    run: _run,
    subjectKey: _subject,
    isDecided: _decided,
    isTakenBack: _taken,
    ...pointer
  } = left;
  return {
    ...pointer,
    ...NO_FACTS,
    ...{ releaseId: id, releaseSequence, kind: 'do-not-rely', takesBack: left.releaseId },
    ...{ usedOn: null, usedFor: null, evidence: NO_EVIDENCE, basis: [], withheld: [] },
    ...{ backFill: false, redeliveryOf: null, dutyDischarged: null },
    releasedAt: nowMs * MICROS_PER_MS,
  };
}
