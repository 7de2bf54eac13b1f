import type { Fact } from '@told/codec';

/** One record of each fact that may be told, and another that corrects it; days are those of `TODAY` in open-intake.ts. */
export const FACT_EXAMPLES: Readonly<
  Record<Fact, { readonly told: object; readonly corrected: object }>
> = {
  address: {
    told: {
      role: 'moved-in',
      toUprn: '999900000025',
      movedOutOn: '2010-04-01',
      movedInOn: '2010-04-01',
    },
    corrected: {
      role: 'moved-in',
      toUprn: '999900000033',
      movedOutOn: '2010-04-01',
      movedInOn: '2010-04-01',
    },
  },
  income: {
    told: { who: 'claimant', kind: 'employed', netPence: 9280, payPeriod: 'weekly' },
    corrected: { who: 'claimant', kind: 'employed', netPence: 9820, payPeriod: 'weekly' },
  },
  household: {
    told: { member: 'Ben Sample', relation: 'partner', joinedOn: '2010-04-01', reason: 'moved-in' },
    corrected: {
      member: 'Ben Sample',
      relation: 'partner',
      joinedOn: '2010-04-02',
      reason: 'moved-in',
    },
  },
  benefitAward: {
    told: { benefit: 'jsa-ib', action: 'start', weeklyAmountPence: 6545, from: '2010-04-01' },
    corrected: { benefit: 'jsa-ib', action: 'start', weeklyAmountPence: 5185, from: '2010-04-01' },
  },
  capital: {
    told: { totalPence: 700_000, owner: 'couple', asOf: '2010-04-01' },
    corrected: { totalPence: 600_000, owner: 'couple', asOf: '2010-04-01' },
  },
  identity: {
    told: { formerNames: ['Asha Example'], reason: 'name-changed' },
    corrected: { formerNames: ['Asha Exemple'], reason: 'name-changed' },
  },
  death: {
    told: { who: 'partner', member: 'Ben Sample', diedOn: '2010-04-05', reportedBy: 'family' },
    corrected: {
      who: 'partner',
      member: 'Ben Sample',
      diedOn: '2010-04-05',
      reportedBy: 'registrar',
    },
  },
};
