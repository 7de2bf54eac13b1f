import { isDeepStrictEqual } from 'node:util';
import type { Moment } from '../received-releases.ts';
import { applied, noChange, type Result } from '../results.ts';
import { keepsDuty, reduceBody, type TakingBack } from '../taking-back.ts';
import { type AlteredFact, alterFact, answerStanding } from './alter-fact.ts';
import type { CaseFact, CaseFile, CaseRules, ToldFact } from './case-file.ts';

/** Why a fact does not count of which everything was taken back; no officer can let it count again. */
export const TAKEN_BACK = 'taken-back';

export const isTakenBack = ({ reason }: Pick<CaseFact, 'reason'>): boolean => reason === TAKEN_BACK;

/**
 * What taking back does to a case. Pure. With fields left the fact stands with these alone; with none it is as if it had never been told,
 * and what followed it is settled anew. It is not doubted: it gives nothing that could be wrong.
 */
export function takeBackFact(
  rules: CaseRules,
  file: CaseFile,
  { fact, taking, keepsAddition }: TakenFact,
  moment: Moment,
): AlteredFact {
  const reason = taking.kind;
  return alterFact(rules, file, {
    ...{ changeId: fact.changeId, reason, moment },
    alter: (one) => ({ ...reduceFact(one, taking), ...(keepsAddition ? {} : { addition: null }) }),
    answer: (made, left, firstDifferenceOn): Result => {
      const standing = left.state === 'counted' ? answerStanding(made, left, reason) : null;
      if (standing !== null) return standing;
      return firstDifferenceOn === null
        ? noChange(`${reason}:same-award`)
        : applied({ effectiveOn: firstDifferenceOn, reason });
    },
  });
}

export interface TakenFact {
  readonly fact: CaseFact;
  readonly taking: TakingBack;
  /** What the office's own tables add still follows from what is left. */
  readonly keepsAddition: boolean;
}

/** A fact as it stands once some of it is taken back. */
function reduceFact(fact: CaseFact, taking: TakingBack): CaseFact {
  const told = reduceTold(fact, taking);
  if (told !== null) return { ...fact, body: told.body, dutyDischarged: told.dutyDischarged };
  const gone = { body: null, addition: null, dutyDischarged: null, question: null };
  return { ...fact, ...gone, state: 'set-aside', reason: TAKEN_BACK };
}

/** Whether the fact still has anything of what is taken back. */
export function takesAny(fact: CaseFact, taking: TakingBack): boolean {
  if (isTakenBack(fact)) return false;
  const left = reduceTold(fact, taking);
  if (left === null) return true;
  const hadDuty = fact.dutyDischarged !== null && left.dutyDischarged === null;
  return hadDuty || !isDeepStrictEqual(fact.body, left.body);
}

/** What is left of a told fact; null: nothing. */
export function reduceTold<T extends ToldFact>(told: T, { fields }: TakingBack): T | null {
  const { fact, body, dutyDischarged } = told;
  const left = reduceBody(fact, body, fields);
  // An annulment says nothing beyond itself: only what takes all of it takes it back.
  if (fields === null || (body !== null && left === null)) return null;
  return { ...told, body: left, dutyDischarged: keepsDuty(fact, fields) ? dutyDischarged : null };
}
