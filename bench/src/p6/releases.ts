import { type Household, type Income, NO_FACTS, type Release } from '@told/codec';
import { changeIdOf } from '@told/identity';
import { makeDistinctPerson } from '../../../services/gateway/test/distinct-person.ts';

/** Whose case file it is. */
export const AGENCY = 'luton';
export const BUSINESS_DATE = '2010-05-13';
/** Stands still, so that every contender leaves the same bytes. */
export const NOW_MS = Date.parse(`${BUSINESS_DATE}T10:00:00Z`);
const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
const US_PER_MS = 1_000;
const TOLD_FROM_MS = Date.parse('2010-04-12');

export const caseReferenceOf = (number: number): string => `CTB-${String(number).padStart(7, '0')}`;

/** What is released to a case, in its order: earnings, a week apart, and in between a child who joins the household. */
export function makeRelease(number: number, sequence: number): Release {
  const place = `${number}/${sequence}`;
  const occurredOn = dayOf(sequence);
  const isOfHousehold = sequence % 4 === 3;
  return {
    releaseId: changeIdOf('gateway', place),
    releaseSequence: sequence,
    caseReference: caseReferenceOf(number),
    capacity: 'ctb-claimant',
    kind: 'value',
    changeId: changeIdOf('jobcentre', place),
    sourceAgency: 'jobcentre',
    fact: isOfHousehold ? 'household' : 'income',
    changeType: 'created',
    previousChangeId: null,
    ...{ occurredOn, notifiedOn: occurredOn, receivedOn: occurredOn },
    ...{ usedOn: occurredOn, usedFor: 'jsa-ib' },
    evidence: { level: 'seen', documents: [] },
    basis: [{ agreement: 'jobcentre-ctb', version: 1 }],
    withheld: [],
    backFill: false,
    redeliveryOf: null,
    takesBack: null,
    releasedAt: NOW_MS * US_PER_MS,
    dutyDischarged: null,
    ...NO_FACTS,
    ...(isOfHousehold
      ? { household: childOf(number, occurredOn) }
      : { income: earningsOf(number, sequence, occurredOn) }),
  };
}

const dayOf = (sequence: number): string =>
  new Date(TOLD_FROM_MS + (sequence - 1) * WEEK_DAYS * DAY_MS).toISOString().slice(0, 10);

function earningsOf(number: number, sequence: number, startOn: string): Income {
  // Enough for part of an award: alone in every second case, with a partner in the others.
  const pence = (number % 2 === 0 ? 8_000 : 12_000) + ((number * 13 + sequence * 977) % 6_000);
  return {
    ...{ who: 'claimant', kind: 'employed', employer: 'Sample Stores Ltd' },
    ...{ grossPence: pence, netPence: pence, payPeriod: 'weekly', hoursPerWeek: 15 },
    ...{ pensionContributionPence: 0, firstPaidOn: startOn, startOn, endOn: null },
    expectedToLastFiveWeeks: true,
  };
}

const childOf = (number: number, joinedOn: string): Household => ({
  ...{
    member: `Ben ${makeDistinctPerson(number).surname}`,
    relation: 'child',
    birthDate: joinedOn,
    joinedOn,
  },
  ...{ leftOn: null, reason: 'born', worksSixteenHoursOrMore: null, grossWeeklyIncomePence: null },
  ...{ benefits: null, childBenefitInPayment: true },
});
