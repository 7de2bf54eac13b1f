import type { OpenQuestion, Scheme } from '@told/benefits';

type Asked = Pick<OpenQuestion, 'reason' | 'detail'>;

/** Why there is no number, for a person. */
export const REASONS: Readonly<Record<OpenQuestion['reason'], string>> = {
  'not-modelled': 'These rules do not cover it; an officer must decide.',
  'missing-field': 'It was not told.',
  'unknown-property': 'The tax of the home in that year is not known.',
  'no-scheme': 'There are no rates for these days.',
  'predecessor-unknown': 'It corrects or ends something that was never told.',
  'late-notice': 'It was told late, and nobody can say yet whether the person gains.',
  contradiction: 'These facts cannot all be so.',
};

/** A field that a rule asks for, by where a case states it. */
const MISSING: Readonly<Record<string, string>> = {
  'address.toUprn': 'councilTax, or where a fact moves to',
  applicableAmountPence: 'applicableAmountPence, which the council alone can say',
  'benefitAward.from': 'the first day of a benefit, benefits[].from',
  'benefitAward.weeklyAmountPence': 'the amount of a benefit, benefits[].weeklyAmountPence',
  'capital.totalPence': 'what is left of capital that a couple had together; a fact may tell it',
  'child.birthDate': 'the age or birthDate of a child',
  'child.childBenefitInPayment': 'whether child benefit is paid, children[].childBenefitInPayment',
  'claimant.birthDate': 'the age or birthDate of the claimant',
  'household.benefits': 'which benefits a non-dependant gets, nonDependants[].benefits',
  'household.birthDate': 'the age or birthDate of the partner or of a non-dependant',
  'household.grossWeeklyIncomePence':
    'the income of a non-dependant, nonDependants[].grossWeeklyIncomePence',
  'household.member': 'which member of the household a fact is about',
  'household.worksSixteenHoursOrMore':
    'whether a non-dependant works, nonDependants[].worksSixteenHoursOrMore',
  'income.employer': 'which of two jobs it is, income.employer',
  'income.expectedToLastFiveWeeks': 'whether the work is expected to last five weeks',
  'income.hoursPerWeek': 'the hours of work, incomes[].hoursPerWeek',
  'income.member': 'which non-dependant has the income',
  'income.netPence': 'the net amount of an income, incomes[].netPence',
  'income.partner': 'the income of a partner who works',
  'income.payPeriod': 'what an amount is for, incomes[].payPeriod',
  notifiedOn: 'when it was told, --notified',
};

const CONTRADICTIONS: Readonly<Record<string, string>> = {
  'benefit-awards-overlap': 'Two benefits overlap that nobody gets at a time.',
  'capital.owner': 'Capital of one of a couple is told beside a total of both.',
  'change-before-birth': 'The change lies before the birth of the claimant.',
  'child-older-than-claimant': 'A child is not younger than the claimant.',
  'member-not-in-household': 'Somebody left or died who was not in the household.',
  'two-partners': 'There are two partners at once.',
};

/** An open question as a sentence: of the scheme's own remarks, else by field, else by reason. */
export function describeQuestion(scheme: Scheme, { reason, detail }: Asked): string {
  const missing = MISSING[detail];
  switch (reason) {
    case 'missing-field':
      return missing === undefined ? REASONS[reason] : `The case does not say: ${missing}.`;
    case 'contradiction':
      return CONTRADICTIONS[detail] ?? REASONS[reason];
    case 'unknown-property':
      return detail.startsWith('councilTax.')
        ? `The tax of ${detail.slice('councilTax.'.length)} is not stated; annualPenceByYear takes more than one year.`
        : 'The home moved to is not among otherHomes.';
    default:
      return scheme.notModelled?.find(({ name }) => name === detail)?.says ?? REASONS[reason];
  }
}
