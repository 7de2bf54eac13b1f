import {
  type AskedChange,
  assessCase,
  type BenefitCase,
  CHANGE_KINDS,
  type ChangeKind,
  type DateAnswer,
  dateOfChange,
  type Fact,
  type Scheme,
} from '@told/benefits';

/** The fact by which a kind of change is told. */
const FACT_OF: Readonly<Record<ChangeKind, Fact['fact'] | null>> = {
  income: 'income',
  capital: 'capital',
  address: 'address',
  move: 'address',
  rent: 'address',
  'council-tax': 'address',
  household: 'household',
  'partner-joins': 'household',
  'partner-leaves': 'household',
  'child-joins': 'household',
  'child-leaves': 'household',
  'non-dependant-joins': 'household',
  'non-dependant-earns-more': 'household',
  'non-dependant-leaves': 'household',
  benefitAward: 'benefitAward',
  'benefit-ends': 'benefitAward',
  'entitlement-ends': null,
  death: 'death',
  identity: 'identity',
  'new-claim': null,
  'new-claim-newly-liable': null,
  'pension-credit-rises': 'benefitAward',
  'pension-credit-falls': 'benefitAward',
};

export const KINDS = Object.keys(CHANGE_KINDS) as readonly ChangeKind[];

/**
 * The day from which a change counts. Of a late notice the case itself may say whether the person
 * gains: when it tells the change, both awards are worked out.
 */
export function findDate(
  scheme: Scheme,
  { benefitCase, facts }: { readonly benefitCase: BenefitCase; readonly facts: readonly Fact[] },
  asked: AskedChange,
): DateAnswer {
  const answer = dateOfChange(scheme, benefitCase, asked);
  if (answer.kind !== 'depends') return answer;
  const gains = judgeGain(scheme, benefitCase, facts, asked, answer.changedOn);
  return gains === null ? answer : dateOfChange(scheme, benefitCase, { ...asked, gains });
}

/** True or false where the case's facts tell this very change and both awards are known, else null. */
function judgeGain(
  scheme: Scheme,
  benefitCase: BenefitCase,
  facts: readonly Fact[],
  { kind, notifiedOn = '' }: AskedChange,
  changedOn: string,
): boolean | null {
  const told = facts.filter(
    ({ fact, changeType }) => fact === FACT_OF[kind] && changeType !== 'annulled',
  );
  const ids = new Set(
    assessCase(scheme, benefitCase, facts)
      .effects.filter((effect) => effect.changedOn === changedOn || effect.fromNotice)
      .map(({ factId }) => factId),
  );
  const matching = told.filter(({ factId }) => ids.has(factId));
  const [match] = matching;
  if (match === undefined || matching.length > 1) return null;
  const late = facts.map((fact) =>
    fact.factId === match.factId ? { ...fact, notifiedOn, receivedOn: notifiedOn } : fact,
  );
  const { effects, toVerify } = assessCase(scheme, benefitCase, late);
  const isOpen = toVerify.some(
    ({ reason, detail }) => reason === 'late-notice' && detail === match.factId,
  );
  const effect = effects.find(({ factId }) => factId === match.factId);
  return isOpen || effect === undefined ? null : effect.fromNotice;
}
