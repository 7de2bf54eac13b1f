import { randomUUID } from 'node:crypto';
import { type Address, type Income, NO_FACTS, type Release } from '@told/codec';

/** Microseconds of Monday 5 April 2010, 09:00 UTC. */
const RELEASED_AT = Date.UTC(2010, 3, 5, 9) * 1000;

/** A release to case `CASE-1` of a job that starts on Monday 19 April 2010, with whatever a test wants changed. */
export function sampleRelease(changes: Partial<Release> = {}): Release {
  return {
    releaseId: randomUUID(),
    releaseSequence: 1,
    caseReference: 'CASE-1',
    capacity: 'tenant',
    kind: 'value',
    changeId: randomUUID(),
    sourceAgency: 'jobcentre',
    fact: 'income',
    changeType: 'created',
    previousChangeId: null,
    occurredOn: '2010-04-19',
    notifiedOn: '2010-04-05',
    receivedOn: '2010-04-05',
    usedOn: '2010-04-05',
    usedFor: 'jsa-ib',
    evidence: { level: 'seen', documents: [] },
    basis: [{ agreement: 'test', version: 1 }],
    withheld: [],
    backFill: false,
    redeliveryOf: null,
    takesBack: null,
    releasedAt: RELEASED_AT,
    dutyDischarged: null,
    ...NO_FACTS,
    ...changes,
  };
}

/** 16 hours at £5.80, paid weekly. */
export function sampleIncome(changes: Partial<Income> = {}): Income {
  return {
    who: 'claimant',
    kind: 'employed',
    employer: null,
    grossPence: 9280,
    netPence: 9280,
    payPeriod: 'weekly',
    hoursPerWeek: 16,
    pensionContributionPence: null,
    firstPaidOn: null,
    startOn: '2010-04-19',
    endOn: null,
    expectedToLastFiveWeeks: true,
    ...changes,
  };
}

export function sampleMove(changes: Partial<Address> = {}): Address {
  return {
    role: 'moved-in',
    fromUprn: '999900000017',
    fromLines: null,
    fromPostcode: null,
    toUprn: '999900000025',
    toLines: null,
    toPostcode: null,
    movedOutOn: '2010-04-19',
    movedInOn: '2010-04-19',
    tenure: null,
    rentPence: null,
    rentPeriod: null,
    liablePersons: null,
    protected: null,
    ...changes,
  };
}
