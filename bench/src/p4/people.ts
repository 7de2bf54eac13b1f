import type { BenefitAward, ClaimantChange } from '@told/codec';
import { makeDistinctPerson } from '../../../services/gateway/test/distinct-person.ts';
import { EARNINGS, makeChange, type TestChange } from '../../../services/gateway/test/people.ts';

/** A case that an agency holds on everybody. */
export type Case = { readonly agency: string; readonly capacity: string };

export const CHANGES_A_PERSON = 6;
/** Who tells: it holds no case that it could be given anything for. */
const SOURCE = { agency: 'jobcentre', system: 'jsaps' };

const CASES: readonly Case[] = [
  { agency: 'central-bedfordshire', capacity: 'ctb-claimant' },
  { agency: 'luton', capacity: 'ctb-claimant' },
  { agency: 'luton', capacity: 'partner-of-claimant' },
];

/** Each is given something of every change, by the agreements that are shipped. */
export const casesOf = (recipients: number): readonly Case[] => CASES.slice(0, recipients);

export const caseReferenceOf = ({ capacity }: Case, person: number): string =>
  `${capacity === 'partner-of-claimant' ? 'PRT' : 'CTB'}-${String(person).padStart(7, '0')}`;

/** The changes of a person in their order: earnings and awards by turns, of other amounts each time. */
export function listChanges(number: number): readonly TestChange[] {
  const person = makeDistinctPerson(number);
  const source = { ...SOURCE, caseReference: `JSA-${number}` };
  return Array.from({ length: CHANGES_A_PERSON }, (_, index) => {
    const pence = 5_000 + ((number * CHANGES_A_PERSON + index) % 9_000);
    const income: Partial<ClaimantChange> = { source };
    const award: Partial<ClaimantChange> = { source, fact: 'benefitAward' };
    return index % 2 === 0
      ? makeChange(person, index + 1, income, { income: { ...EARNINGS, netPence: pence } })
      : makeChange(person, index + 1, award, {
          benefitAward: { ...AWARD, weeklyAmountPence: pence },
        });
  });
}

const AWARD: BenefitAward = {
  benefit: 'jsa-ib',
  action: 'change',
  weeklyAmountPence: 0,
  from: '2010-05-12',
  lastDayOfEntitlement: null,
};
