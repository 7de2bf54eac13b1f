import type { Agreement, AgreementSet } from '@told/agreements';
import type { ToldChange } from '../decisions/read-changes.ts';
import { type Answer, answerAgain, namesOfDifference } from './compare-answers.ts';
import { type InputCandidate, type Inputs, reDecide } from './inputs.ts';

/**
 * Which rule changed, so that a change would be decided otherwise now. `together`: no single one makes the difference. `not-kept`: the inputs
 * of then are not, so that nobody can say.
 */
export const CAUSES = [
  'engine',
  'agreement',
  'look-back',
  'suspension',
  'agency',
  'consent',
  'interest',
  'match',
  'alias',
  'protected-flag',
  'past-recipients',
  'hold',
  'business-date',
  'together',
  'not-kept',
] as const;
export type Cause = (typeof CAUSES)[number];

type Switch = (then: Inputs, now: Inputs, interestId: string) => Inputs;

const pickCandidate =
  (...names: readonly (keyof InputCandidate)[]): Switch =>
  (then, now, interestId) => {
    const other = now.candidates.find((one) => one.interestId === interestId);
    if (other === undefined) return then;
    const picked = Object.fromEntries(names.map((name) => [name, other[name]]));
    return {
      ...then,
      candidates: then.candidates.map((one) =>
        one.interestId === interestId ? { ...one, ...picked } : one,
      ),
    };
  };

const SWITCHES: readonly (readonly [Cause, Switch])[] = [
  ['agreement', (then, { agreements }) => ({ ...then, agreements })],
  [
    'look-back',
    (then, now) => ({ ...then, agreements: lookBackAs(then.agreements, now.agreements) }),
  ],
  ['suspension', (then, { suspended }) => ({ ...then, suspended })],
  ['agency', (then, { states, known }) => ({ ...then, states, known })],
  ['consent', (then, { consents }) => ({ ...then, consents })],
  ['interest', pickCandidate('state', 'matched', 'identityDigests', 'from', 'until', 'capacity')],
  ['match', pickCandidate('isConfirmed', 'isRejected')],
  ['alias', pickCandidate('isCurrent')],
  ['protected-flag', (then, { protectedSince }) => ({ ...then, protectedSince })],
  ['past-recipients', pickCandidate('wasGiven', 'isChainWaiting')],
  ['hold', (then, { held }) => ({ ...then, held })],
  ['business-date', (then, { businessDate }) => ({ ...then, businessDate })],
];

/**
 * What makes the answer for one interest another one now: each input of then is replaced by that of now alone, and then each of now by that
 * of then. Pure.
 */
export function findCauses(
  told: ToldChange,
  interestId: string,
  { was, then, now }: { readonly was: Answer; readonly then: Inputs; readonly now: Inputs },
): readonly Cause[] {
  const answerBy = (inputs: Inputs): Answer | undefined => {
    const again = reDecide(told, inputs).recipients.find((one) => one.interestId === interestId);
    return again && answerAgain(again);
  };
  const isOther = (answer: Answer | undefined, than: Answer | undefined): boolean =>
    namesOfDifference(than, answer).length > 0;
  const causes: Cause[] = isOther(answerBy(then), was) ? ['engine'] : [];
  const base = answerBy(then);
  const alone = SWITCHES.filter(([, to]) => isOther(answerBy(to(then, now, interestId)), base));
  causes.push(...alone.map(([cause]) => cause));
  if (causes.length > 0) return causes;
  const target = answerBy(now);
  const back = SWITCHES.filter(([, to]) => isOther(answerBy(to(now, then, interestId)), target));
  return back.length > 0 ? back.map(([cause]) => cause) : ['together'];
}

/** The set with the other one's look-backs, by the newest version of each agreement there. */
function lookBackAs(set: AgreementSet, other: AgreementSet): AgreementSet {
  const days = new Map(other.agreements.map((one) => [one.id, one.lookBackDays]));
  const agreements = set.agreements.map(
    (one): Agreement => ({ ...one, lookBackDays: days.get(one.id) ?? one.lookBackDays }),
  );
  return { ...set, agreements };
}
