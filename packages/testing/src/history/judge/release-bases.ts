import { createIndexes } from '../compact/columns.ts';
import type { Allowed, LoggedDecision, LoggedRelease } from '../history.ts';
import { createFieldCheck } from './field-check.ts';

/** What a release is of, by the numbers of tables. */
interface ReleasePlace {
  readonly release: number;
  readonly caseNumber: number;
  readonly change: number;
}

/** What decisions allow, to hold releases against. */
export interface ReleaseBases {
  remember(place: ReleasePlace, recipient: LoggedDecision['recipients'][number]): void;
  /** What is wrong with this release; undefined: it rests on a decision for that very case, and gives no more than that and its agreements do. */
  findWrong(place: ReleasePlace, release: LoggedRelease): string | undefined;
}

/** Kinds that need no basis, since they give nothing. */
const TAKING_BACK: ReadonlySet<string> = new Set(['withdrawn', 'do-not-rely', 'erased']);

export const isTakingBack = ({ kind }: LoggedRelease): boolean => TAKING_BACK.has(kind);

export function createReleaseBases(allowed: Allowed): ReleaseBases {
  const fields = createFieldCheck(allowed);
  /** 1: a decision allows it. */
  const isAllowed = createIndexes();
  const decidedCase = createIndexes();
  const decidedChange = createIndexes();
  const decidedFields = createIndexes();
  return {
    remember({ release, caseNumber, change }, { verdict, fields: given }) {
      isAllowed.set(release, verdict === 'release' || verdict === 'trimmed' ? 1 : 0);
      decidedCase.set(release, caseNumber);
      decidedChange.set(release, change);
      decidedFields.set(release, fields.remember(given));
    },
    findWrong({ release, caseNumber, change }, logged) {
      if (isTakingBack(logged)) {
        return logged.fields.length === 0
          ? undefined
          : 'a release that takes back, and carries values';
      }
      const rests =
        isAllowed.get(release) === 1 &&
        decidedCase.get(release) === caseNumber &&
        decidedChange.get(release) === change;
      return rests
        ? fields.findBeyond(decidedFields.get(release), logged.fields, logged.basis)
        : 'a release that no decision allows';
    },
  };
}
