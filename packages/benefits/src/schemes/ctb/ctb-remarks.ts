import type { Remark } from '../scheme.ts';

/** Where a little more income takes away, or brings, much at once. Between them more income never brings more benefit. */
export const CTB_CLIFFS: readonly Remark[] = [
  {
    name: 'hours-of-work',
    says: 'The 16th hour with a child or disability, or the 30th from the age of 25, brings the further disregard, and the 16th brings childcare: with them more earnings may bring more benefit.',
  },
  {
    name: 'capital-limit',
    says: 'A penny of capital above £16,000 ends benefit by own means.',
  },
  {
    name: 'capital-step',
    says: 'Every £250 of capital above £6,000, or part of it, takes off 20p a week at once.',
  },
  {
    name: 'non-dependant-bands',
    says: 'A non-dependant’s gross income takes more off at each limit of the bands, and the 16th hour of work brings the bands.',
  },
  {
    name: 'second-adult-limits',
    says: 'A second adult’s gross income halves the rebate at one limit and ends it at the next.',
  },
  {
    name: 'passport-ends',
    says: 'The end of a passporting benefit makes all income and capital count at once, after four weeks where the payment is extended.',
  },
  {
    name: 'nothing-left',
    says: 'An award that reached nil is over: less income later brings nothing back without a new claim.',
  },
  {
    name: 'told-late',
    says: 'A notice told late counts from the notice or from the day itself, by who gains over all the days between: a little more income can turn the one into the other, and with it days on which that notice, its own end or another change of the same week brings more.',
  },
];

/** Questions instead of numbers, by the detail that they carry. */
export const CTB_NOT_MODELLED: readonly Remark[] = [
  { name: 'pension-age', says: 'Claimant or partner is 60 or over and on no passporting benefit.' },
  { name: 'claimant-under-18', says: 'The claimant is under 18.' },
  {
    name: 'young-person',
    says: 'A person on record as a child has grown up, and nothing is known of them as a non-dependant.',
  },
  { name: 'pension-credit', says: 'Pension credit is in payment.' },
  {
    name: 'esa-component',
    says: 'Contribution-based employment and support allowance is more than the basic allowance: it holds a component.',
  },
  {
    name: 'special-occupation',
    says: 'Somebody in a special occupation has another job too, or earns less than the disregard beside another earner.',
  },
  {
    name: 'second-adult-joint-liability',
    says: 'A claimant disregarded for discounts is jointly liable with somebody who is not the partner, and lives with another adult.',
  },
  {
    name: 'premiums-and-components',
    says: 'Enhanced and severe disability premiums, the disabled child premium, components, students, a resident who pays the claimant rent: an office that knows of one names it in `unmodelled`, and the award is asked about.',
  },
  {
    name: 'extended-payment-mover',
    says: 'A person moves home before or during the weeks of an extended payment.',
  },
];
