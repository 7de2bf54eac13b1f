import { DatabaseError, type Transaction } from '@told/service';
import { AGAIN_MAX, decideKept } from './decide-again.ts';
import type { DecidedChange } from './decide-changes.ts';
import { type HeldName, letGoOfHeld } from './keep-changes.ts';
import {
  type HeldRow,
  readHeld,
  readHeldOfInterest,
  readKept,
  readSubjectsHeld,
} from './kept-queries.ts';
import type { Decisions } from './open-decisions.ts';
import { readOvertaken } from './overtaken.ts';
import { type CaseName, caseKeyOf, lockCases, lockSubjects, moveCases } from './queries.ts';
import type { SubjectInterest } from './subject-interest.ts';
import { readInterestsById } from './subject-view.ts';

export interface HoldReleased {
  /** Changes that waited and were decided for good. */
  readonly released: number;
  readonly stillHeld: boolean;
}

const NOTHING_HELD: HoldReleased = { released: 0, stillHeld: false };

/**
 * Decides what waits at a case, in order, and stops at the first that must be held again: that one and all behind it keep their places.
 * The caller holds the subject of the interest that it has settled FOR UPDATE; the other persons whose changes wait at this case are locked
 * here, then the case. Rejects with `conflict`, retried, when somebody else comes in line meanwhile.
 */
export async function releaseHold(
  tx: Transaction,
  decisions: Decisions,
  name: CaseName,
): Promise<HoldReleased> {
  const rules = await decisions.readRules(tx);
  const subjectKeys = await readSubjectsHeld(tx, name);
  const locked = await lockSubjects(tx, subjectKeys);
  const row = (await lockCases(tx, [name])).get(caseKeyOf(name.agency, name.caseReference));
  if (row === undefined || row.heldSinceMicros === null) return NOTHING_HELD;
  // What it waits for first was held before bodies were kept: nothing may overtake it.
  if (row.heldWithoutBody) return { released: 0, stillHeld: true };
  const subjects = await decisions.subjects.read(tx, locked, false);
  let flowing = { ...row, heldSinceMicros: null };
  await moveCases(tx, [flowing]);
  let released = 0;
  for (;;) {
    const held = await readHeld(tx, name, AGAIN_MAX);
    if (held.some((one) => !subjects.has(one.subjectKey))) throw new DatabaseError('conflict');
    const overtaken = await readOvertaken(tx, held);
    const wanted = held.map((one) => ({
      ...describeWanted(one),
      isOvertaken: overtaken.has(one),
    }));
    const cases = new Map([[caseKeyOf(name.agency, name.caseReference), flowing]]);
    const decided = await decideKept(
      tx,
      decisions,
      { wanted, cause: 'match-confirmed' },
      { subjects, rules, cases, stopAtHold: true },
    );
    const isHeld = decided.at(-1)?.recipients.some((one) => one.verdict === 'hold') ?? false;
    const done = held.slice(0, isHeld ? decided.length - 1 : decided.length);
    await letGoOfHeld(tx, done);
    released += done.length;
    if (isHeld || held.length < AGAIN_MAX) return { released, stillHeld: isHeld };
    flowing = {
      ...flowing,
      lastReleaseSequence: lastSequence(decided, flowing.lastReleaseSequence),
    };
  }
}

const describeWanted = (row: HeldRow) => ({
  row,
  subjectKey: row.subjectKey,
  interestIds: new Set([row.interestId]),
  backFill: row.backFill,
});

const lastSequence = (decided: readonly DecidedChange[], before: number): number =>
  Math.max(
    before,
    ...decided.flatMap(({ recipients }) =>
      recipients.map(({ releases }) => releases.at(-1)?.releaseSequence ?? 0),
    ),
  );

/**
 * Takes out of line what waits for an interest that is not about its person any more, refused on record, and decides what waited behind it.
 * The caller holds the interest's subject, and the one it belonged to, FOR UPDATE, and has written the interest.
 */
export async function dropHeld(
  tx: Transaction,
  decisions: Decisions,
  { interestId }: { readonly interestId: string },
): Promise<HoldReleased> {
  const [interest] = await readInterestsById(tx, [interestId]);
  const held = await readHeldOfInterest(tx, interestId);
  if (interest === undefined || held.length === 0) return NOTHING_HELD;
  if (interest.state !== 'refused') await refuseHeld(tx, decisions, interest, held);
  return releaseHold(tx, decisions, interest);
}

/** Refuses, of what waits for this interest, what was told of persons whom it is not about any more. */
async function refuseHeld(
  tx: Transaction,
  decisions: Decisions,
  interest: SubjectInterest,
  held: readonly HeldName[],
): Promise<void> {
  const { interestId, agency, caseReference } = interest;
  const kept = await readKept(
    tx,
    held.map((one) => one.changeId),
  );
  const others = kept.filter((one) => one.subjectKey !== interest.subjectKey);
  const rules = await decisions.readRules(tx);
  const keys = [...new Set(others.map((one) => one.subjectKey))].sort();
  const subjects = await decisions.subjects.read(tx, await lockSubjects(tx, keys), false);
  for (let from = 0; from < others.length; from += AGAIN_MAX) {
    const rows = others.slice(from, from + AGAIN_MAX);
    const wanted = rows.map((row) => ({
      ...{ row, subjectKey: row.subjectKey },
      ...{ interestIds: new Set([interestId]), backFill: false },
    }));
    const cases = await lockCases(tx, [{ agency, caseReference }]);
    const ground = { subjects, rules, cases };
    await decideKept(tx, decisions, { wanted, cause: 'match-confirmed' }, ground);
  }
  await letGoOfHeld(
    tx,
    others.map(({ changeId }) => ({ interestId, changeId })),
  );
}
