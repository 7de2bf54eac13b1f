import type { ChangeMoment } from './changes/dated-change.ts';

/** What `dateOfChange` can be asked about: the moments that facts bring, and days that none does. */
export type AskedMoment =
  | ChangeMoment
  | 'entitlement-ends'
  | 'new-claim'
  | 'new-claim-newly-liable'
  | 'pension-credit-rises'
  | 'pension-credit-falls';

type ChangeKindRow = { readonly moment: AskedMoment; readonly says: string };

/** The words in which a person may ask for a date of effect, each with the rule that dates it. */
export const CHANGE_KINDS = {
  income: { moment: 'ordinary', says: 'an income starts, changes or has ended' },
  capital: { moment: 'ordinary', says: 'capital changes' },
  address: { moment: 'move', says: 'the claimant moves home' },
  move: { moment: 'move', says: 'the claimant moves home' },
  rent: { moment: 'rent', says: 'the rent changes' },
  'council-tax': { moment: 'council-tax', says: 'the amount of council tax changes' },
  household: { moment: 'ordinary', says: 'the household changes in another way' },
  'partner-joins': { moment: 'partner', says: 'a partner joins' },
  'partner-leaves': { moment: 'partner', says: 'a partner leaves' },
  'child-joins': { moment: 'ordinary', says: 'a child joins' },
  'child-leaves': { moment: 'ordinary', says: 'a child leaves' },
  'non-dependant-joins': { moment: 'non-dependant-joins', says: 'a non-dependant joins' },
  'non-dependant-earns-more': {
    moment: 'non-dependant-joins',
    says: 'a non-dependant earns more',
  },
  'non-dependant-leaves': { moment: 'non-dependant-leaves', says: 'a non-dependant leaves' },
  benefitAward: { moment: 'ordinary', says: 'another benefit starts or changes' },
  'benefit-ends': {
    moment: 'benefit-ends',
    says: 'another benefit ends; the date is its last day of entitlement',
  },
  'entitlement-ends': {
    moment: 'entitlement-ends',
    says: 'something that ends entitlement to this benefit',
  },
  death: { moment: 'death', says: 'somebody of the household dies' },
  identity: { moment: 'from-the-start', says: 'a birth date on record was wrong' },
  'new-claim': { moment: 'new-claim', says: 'a person claims' },
  'new-claim-newly-liable': {
    moment: 'new-claim-newly-liable',
    says: 'a person claims in the week in which they first became liable',
  },
  'pension-credit-rises': {
    moment: 'pension-credit-rises',
    says: 'a pension credit award rises; the date is its first day payable',
  },
  'pension-credit-falls': {
    moment: 'pension-credit-falls',
    says: 'a pension credit award falls; the date is its first day payable',
  },
} as const satisfies Readonly<Record<string, ChangeKindRow>>;

export type ChangeKind = keyof typeof CHANGE_KINDS;
