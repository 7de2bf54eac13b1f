import type { History } from './history.ts';
import { createJudge, judgeHeld } from './judge/create-judge.ts';
import type { Finding } from './judge/finding.ts';

/** Names the invariants that a history breaks; an empty list: it keeps them all. Pure, so that anyone may run it again. */
export function checkHistory(history: History): readonly Finding[] {
  const findings: Finding[] = [];
  const judge = createJudge(history.allowed, (kind, what, id) => findings.push({ kind, what, id }));
  judgeHeld(judge, history);
  return findings;
}
