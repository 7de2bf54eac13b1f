import { type ChangeBody, type ClaimantChange, type Income, NO_FACTS } from '@told/codec';
import { changeIdOf, createKeys, type PersonTold } from '@told/identity';

const keys = createKeys({ secret: 'an area secret for tests, of 32 bytes or more', version: 1 });

/** A made-up person: the number stands for the whole identity. */
export interface TestPerson extends PersonTold {
  readonly nino8: string;
}

export function makePerson(number: number, told: Partial<PersonTold> = {}): TestPerson {
  return {
    nino8: `QQ${String(number).padStart(6, '0')}`,
    surname: 'Sample',
    forename: 'Asha',
    birthDate: '1981-03-04',
    postcode: 'LU1 3AA',
    ...told,
  };
}

export const subjectKeyOf = (person: TestPerson): string => keys.subjectKey(person.nino8);
export const digestsOf = (person: TestPerson) => keys.digestsOf(person);

export const EARNINGS: Income = {
  who: 'claimant',
  kind: 'employed',
  employer: 'Sample Stores Ltd',
  grossPence: 9280,
  netPence: 9280,
  payPeriod: 'weekly',
  hoursPerWeek: 16,
  pensionContributionPence: 0,
  firstPaidOn: '2010-05-14',
  startOn: '2010-05-12',
  endOn: null,
  expectedToLastFiveWeeks: true,
};

export interface TestChange {
  readonly change: Omit<ClaimantChange, 'body'>;
  readonly body: ChangeBody;
}

/** The person starts work, told at JobCentre Plus; `change` and `body` replace parts of it. */
export function makeChange(
  person: TestPerson,
  changeSequence: number,
  change: Partial<ClaimantChange> = {},
  body: Partial<ChangeBody> = { income: EARNINGS },
): TestChange {
  const subjectKey = subjectKeyOf(person);
  return {
    change: {
      changeId: changeIdOf('jobcentre', `${subjectKey}/${changeSequence}`),
      subjectKey,
      changeSequence,
      source: { agency: 'jobcentre', system: 'jsaps', caseReference: 'JSA-1' },
      identityDigests: digestsOf(person),
      identityDigestsBefore: null,
      fact: 'income',
      changeType: 'created',
      previousChangeId: null,
      mergedInto: null,
      occurredOn: '2010-05-12',
      notifiedOn: '2010-05-13',
      receivedOn: '2010-05-13',
      usedOn: '2010-05-13',
      usedFor: 'jsa-ib',
      evidence: { level: 'seen', documents: [] },
      dutyDischarged: null,
      acceptedAt: Date.parse('2010-05-13T09:00:00Z') * 1000,
      ...change,
    },
    body: { ...NO_FACTS, ...body },
  };
}
