import type { Rule } from '../rule.ts';
import { CTB_HOUSEHOLD_RULES } from './ctb-household-rules.ts';
import { CTB_MEANS_RULES } from './ctb-means-rules.ts';

/** Every rule of council tax benefit that this scheme applies, in the order in which an award is worked out. */
export const CTB_RULES = {
  nextMonday: {
    name: 'next-benefit-week',
    source: 'CTB Regs 2006 reg 67(1)',
    says: 'A change counts from the first day of the benefit week that follows the day of the change; benefit weeks run from Monday to Sunday.',
  },
  taxChanges: {
    name: 'council-tax-changes',
    source: 'CTB Regs 2006 reg 67(2)',
    says: 'A change in the amount of council tax counts from the day itself.',
  },
  benefitEnds: {
    name: 'benefit-ends',
    source: 'CTB Regs 2006 reg 67',
    says: 'When another benefit ends, the day of change is the day after its last day of entitlement, and it counts from the next benefit week.',
  },
  newClaim: {
    name: 'new-claim',
    source: 'CTB Regs 2006 reg 64(1)',
    says: 'A new award begins with the benefit week that follows the claim.',
  },
  newlyLiable: {
    name: 'new-claim-newly-liable',
    source: 'CTB Regs 2006 reg 64(2)',
    says: 'Who claims in the week in which they first became liable gets the award from that same week.',
  },
  partner: {
    name: 'partner-day-itself',
    source: 'believed to be CTB Regs 2006 reg 67',
    says: 'A partner who joins or leaves counts from the day itself.',
    unverified: true,
  },
  death: {
    name: 'death-day-itself',
    source: 'believed to be CTB Regs 2006 reg 67',
    says: 'A death counts from the day itself.',
    unverified: true,
  },
  sameWeek: {
    name: 'same-week',
    source: 'believed to be CTB Regs 2006 reg 67',
    says: 'Two changes of one week that would count in different weeks count from the earlier of the two days.',
    unverified: true,
  },
  ...CTB_MEANS_RULES,
  ...CTB_HOUSEHOLD_RULES,
  ended: {
    name: 'claim-over',
    source: 'SSAA 1992 s.1; LGFA 1992 s.6',
    says: "The claim is over with the claimant's death, or once the claimant is liable to another authority.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
