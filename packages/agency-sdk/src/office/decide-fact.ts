import type { Moment } from '../received-releases.ts';
import { applied, noChange, type Result, rejected } from '../results.ts';
import {
  type AlteredFact,
  alterFact,
  answerStanding,
  effectOfFact,
  isExtended,
  type MadeStep,
} from './alter-fact.ts';
import type { Addition, CaseFact, CaseFile, CaseRules } from './case-file.ts';
import { cutReason } from './cut-reason.ts';
import type { FactDecision } from './decision.ts';

/** What an officer's decision does to a case. Pure, like `takeFact`. `addition` is what the office's own tables now add to the fact. */
export function decideFact(
  rules: CaseRules,
  file: CaseFile,
  decided: {
    readonly changeId: string;
    readonly decision: FactDecision;
    readonly addition: Addition | null;
  },
  moment: Moment,
): AlteredFact {
  const { changeId, decision, addition } = decided;
  return alterFact(rules, file, {
    ...{ changeId, reason: codeOf(decision), moment },
    alter: (fact) => markFact(fact, decision, addition),
    answer: (made, fact, firstDifferenceOn) =>
      answerDecided(made, fact, decision, firstDifferenceOn),
  });
}

/** The reason code of an officer's decision, as the bus reads it. */
export const codeOf = (decision: string): string => `officer-decided:${decision}`;

function markFact(fact: CaseFact, decision: FactDecision, addition: Addition | null): CaseFact {
  switch (decision) {
    case 'use':
      return { ...fact, state: 'counted', reason: null, decision, addition };
    case 'do-not-use':
      return { ...fact, state: 'set-aside', reason: codeOf(decision), decision };
    default:
      return { ...fact, noticeExtended: true };
  }
}

/** The answer of the rules once the decision stands: a question that they still ask goes before everything else. */
function answerDecided(
  made: MadeStep,
  fact: CaseFact,
  decision: FactDecision,
  firstDifferenceOn: string | null,
): Result {
  const reason = codeOf(decision);
  if (decision === 'do-not-use') return rejected(reason);
  const standing = answerStanding(made, fact, reason);
  if (standing !== null) return standing;
  if (firstDifferenceOn !== null) return applied({ effectiveOn: firstDifferenceOn, reason });
  const effect = effectOfFact(made, fact);
  // Days that had no number before can differ from nothing: what the fact moves among them is its effect.
  if (effect.kind === 'applied' && isExtended(made)) {
    return applied({ effectiveOn: effect.effectiveOn, reason });
  }
  const why = effect.kind === 'no-change' ? effect.reason : 'same-award';
  return noChange(cutReason(`${reason}:${why}`));
}
