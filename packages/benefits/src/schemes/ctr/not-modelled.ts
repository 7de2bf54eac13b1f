import type { Remark } from '../scheme.ts';

/** What no local scheme here answers with a number. */
export const CTR_NOT_MODELLED: readonly Remark[] = [
  { name: 'claimant-under-18', says: 'Claims by people under 18.' },
  {
    name: 'pension-age',
    says: 'Claimant or partner of 65 or over: the national scheme for people of state pension age.',
  },
  { name: 'pension-credit', says: 'Pension credit in payment.' },
  { name: 'young-person', says: 'Children of 16 and over, who count by their education.' },
  {
    name: 'non-dependant',
    says: 'Other adults in the household who are not disregarded: the page does not say what is taken off for them.',
  },
  {
    name: 'capital',
    says: 'Capital of more than £6,000 (and no more than an upper limit, where one is known): no tariff was read.',
  },
  {
    name: 'childcare',
    says: 'Charges for childcare, outside the highest band: no figure was read.',
  },
  {
    name: 'self-employed',
    says: 'Earnings from self-employment, for which councils may take a least income.',
  },
  {
    name: 'income.other',
    says: 'Income of no named kind, outside the highest band: it may be one that the council disregards.',
  },
  {
    name: 'extended-reduction',
    says: 'The four weeks after a passporting benefit ended through work.',
  },
];
