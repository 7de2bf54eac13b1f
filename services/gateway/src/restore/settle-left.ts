import type { Database, Statement, Transaction } from '@told/service';
import { decideKept } from '../decisions/decide-again.ts';
import { type KeptOfSubject, readKept } from '../decisions/kept-queries.ts';
import type { Decisions } from '../decisions/open-decisions.ts';
import { lockSubjects } from '../decisions/queries.ts';
import type { SubjectInterest } from '../decisions/subject-interest.ts';
import { readInterestsById } from '../decisions/subject-view.ts';
import { interestIdOf } from '../ids.ts';
import { forgetHalfReleases } from './restored-release.ts';
import { type LeftRelease, tellNotToRely } from './tell-not-to-rely.ts';

/** Names of releases read at once. */
const RELEASES_MAX = 500;

const LIST: Statement = {
  name: 'gateway_restore_list_left_releases',
  text: `SELECT h.release_id AS "releaseId" FROM restored_release h WHERE h.has_left AND h.release_id > $1 ORDER BY h.release_id LIMIT $2`,
};

// Decided in the meantime by the return of its change: its line is gone, or its decision is still waiting.
const READ: Statement = {
  name: 'gateway_restore_read_left_release',
  text: `SELECT h.release_id AS "releaseId", h.capacity, h.back_fill AS "backFill", l.agency, l.case_reference AS "caseReference",
                l.kind, l.run, l.change_id AS "changeId", f.subject_key AS "subjectKey", f.source_agency AS "sourceAgency", f.fact,
                f.change_type AS "changeType", f.previous_change_id AS "previousChangeId", f.occurred_on AS "occurredOn",
                f.notified_on AS "notifiedOn", f.received_on AS "receivedOn",
                EXISTS (SELECT FROM decision d WHERE d.change_id = l.change_id AND d.run = l.run) AS "isDecided",
                EXISTS (SELECT FROM release t WHERE t.takes_back = l.release_id AND t.kind IN ('do-not-rely', 'erased')) AS "isTakenBack"
         FROM restored_release h
              JOIN release l USING (release_id)
              JOIN decision f ON f.change_id = l.change_id AND f.run = 1
         WHERE h.release_id = $1 AND h.has_left AND h.capacity IS NOT NULL
               AND NOT EXISTS (SELECT FROM restored_decision d WHERE d.change_id = l.change_id)`,
};

const READ_ANSWERED: Statement = {
  name: 'gateway_restore_read_answered',
  text: `SELECT EXISTS (SELECT FROM held_change h WHERE h.interest_id = $1 AND h.change_id = $2) AS "isHeld",
                EXISTS (SELECT FROM decision_recipient r JOIN release l USING (release_id)
                        WHERE r.interest_id = $1 AND r.change_id = $2 AND l.kind = 'value'
                              AND NOT EXISTS (SELECT FROM release t WHERE t.takes_back = l.release_id AND t.kind IN ('do-not-rely', 'erased'))
                       ) AS "isGiven"`,
};

interface Answered {
  /** The interest waits for this change: whoever confirms the case decides in the run that had been lost. */
  readonly isHeld: boolean;
  /** It was given to it by another release, on record. */
  readonly isGiven: boolean;
}

/**
 * Settles releases that had left although the log has no decision on them, once their changes have been read again: they are decided again
 * in the run in which they were given, and recorded if that gives them; otherwise, since no decision on record lets the recipient hold them,
 * they are taken back with `do-not-rely`. One whose change waits for a person at its case waits with it. Answers how many were settled.
 */
export async function settleLeft(db: Database, decisions: Decisions): Promise<number> {
  let settled = 0;
  let last: string | undefined = LOWEST_UUID;
  while (last !== undefined) {
    const names: readonly string[] = await listLeft(db, last);
    // Each for itself, so that a long line locks nobody out.
    for (const one of names) {
      if (await db.transaction((tx) => settleOne(tx, decisions, one))) settled += 1;
    }
    last = names.at(-1);
  }
  return settled;
}

const LOWEST_UUID = '00000000-0000-0000-0000-000000000000';

async function listLeft(db: Database, after: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ releaseId: string }>(LIST, [after, RELEASES_MAX]);
  return rows.map((one) => one.releaseId);
}

async function settleOne(
  tx: Transaction,
  decisions: Decisions,
  releaseId: string,
): Promise<boolean> {
  const rules = await decisions.readRules(tx);
  const seen = (await tx.query<LeftRelease>(READ, [releaseId])).rows[0];
  if (seen === undefined) return false;
  const interestId = interestIdOf(seen.agency, seen.capacity, seen.caseReference);
  const [interest] = await readInterestsById(tx, [interestId]);
  const keys = [seen.subjectKey, ...(interest === undefined ? [] : [interest.subjectKey])];
  const locked = await lockSubjects(tx, [...new Set(keys)].sort(), { toChange: true });
  // Another process may have settled it while we waited for the subjects.
  const left = (await tx.query<LeftRelease>(READ, [releaseId])).rows[0];
  if (left === undefined) return false;
  if (left.isTakenBack) {
    await forgetHalfReleases(tx, [releaseId]);
    return true;
  }
  const [answered] = (await tx.query<Answered>(READ_ANSWERED, [interestId, left.changeId])).rows;
  if (answered?.isHeld === true) return false;
  const [kept] = await readKept(tx, [left.changeId]);
  // What has been corrected or annulled since was decided without knowing that this one had it: it is to be given nothing of that any more.
  const mayDecide = !left.isDecided && answered?.isGiven === false && kept?.isLatest === true;
  if (mayDecide && interest !== undefined) {
    const subjects = await decisions.subjects.read(tx, locked, false);
    if (await decideInItsRun(tx, decisions, { left, kept, interest }, { rules, subjects })) {
      return true;
    }
  }
  await tellNotToRely(tx, decisions, { left, interestId });
  await forgetHalfReleases(tx, [releaseId]);
  return true;
}

type Ground = Parameters<typeof decideKept>[3];

/** Whether that gave it: named as it was then, it is on record, at the place where it left. */
async function decideInItsRun(
  tx: Transaction,
  decisions: Decisions,
  {
    left,
    kept,
    interest,
  }: {
    readonly left: LeftRelease;
    readonly kept: KeptOfSubject;
    readonly interest: SubjectInterest;
  },
  ground: Ground,
): Promise<boolean> {
  const { subjectKey, interestId } = interest;
  const decided = await decideKept(
    tx,
    decisions,
    {
      wanted: [
        {
          row: { ...kept, nextRun: left.run },
          ...{ subjectKey, interestIds: new Set([interestId]), backFill: left.backFill },
        },
      ],
      cause: left.backFill ? 'back-fill' : 'match-confirmed',
    },
    ground,
  );
  return decided.some(({ recipients }) =>
    recipients.some(({ releases }) =>
      releases.some(({ releaseId, kind }) => releaseId === left.releaseId && kind === 'value'),
    ),
  );
}
