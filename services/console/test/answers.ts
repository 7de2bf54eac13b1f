import type { Item } from '../src/person/timeline.ts';

/** What the services answer about one change, as they do. */
export const CHANGE = '2b1c7f0e-6b7c-5d52-9a53-0d8e7c1a4f10';
export const DECISION = '0f6f0a52-5f0c-5a0e-8f7e-3d1f2a9b6c01';
export const RELEASE = '7d9e2a11-1c3b-5e4d-9f60-8a7b6c5d4e3f';
export const SUBJECT = '0123456789abcdef0123456789abcdef';
const LEDGER = 'told.example/area';
const EARLIER = '5a0c7f0e-6b7c-5d52-9a53-0d8e7c1a4f11';

const item = (index: number, second: string, more: Partial<Item>): Item => ({
  ...{ ledgerId: LEDGER, index, at: `2010-05-13T08:45:${second}Z`, cases: [], facts: {} },
  ...{ kind: 'action', sentence: '' },
  ...more,
});

export const ITEMS: readonly Item[] = [
  item(9, '31.402113', {
    kind: 'action',
    sentence: 'ben-auditor at audit: timeline-viewed.',
    facts: { actor: 'ben-auditor', action: 'timeline-viewed' },
  }),
  item(8, '09.000125', {
    kind: 'outcome',
    sentence: 'central-bedfordshire answered applied (si2007/2911-r2).',
    facts: { agency: 'central-bedfordshire', releaseId: RELEASE, kind: 'applied' },
    cases: [{ agency: 'central-bedfordshire', caseReference: 'CTB-000123' }],
  }),
  item(5, '08.120007', {
    kind: 'decision',
    sentence: 'Decided, run 1: central-bedfordshire: trimmed; luton: refused (no-basis).',
    facts: { changeId: CHANGE, decisionId: DECISION },
    cases: [
      { agency: 'central-bedfordshire', caseReference: 'CTB-000123' },
      { agency: 'luton', caseReference: null },
    ],
  }),
  item(4, '07.981000', {
    kind: 'change',
    sentence: 'jobcentre told a change: income, created.',
    facts: { changeId: CHANGE, agency: 'jobcentre', fact: 'income' },
    cases: [{ agency: 'jobcentre', caseReference: 'JSA-0042' }],
  }),
  item(1, '01.000000', {
    kind: 'interest',
    sentence: 'Interest of central-bedfordshire as ctb-claimant: registered, final.',
    facts: { agency: 'central-bedfordshire' },
    cases: [{ agency: 'central-bedfordshire', caseReference: 'CTB-000123' }],
  }),
];

const received = {
  changeId: CHANGE,
  source: { agency: 'jobcentre', caseReference: 'JSA-0042' },
  ...{ fact: 'income', changeType: 'created', previousChangeId: EARLIER },
  ...{ occurredOn: '2010-05-10', notifiedOn: '2010-05-12', receivedOn: '2010-05-12' },
  ...{ acceptedAt: '2010-05-13T08:45:07.981Z', changeSequence: 3 },
};
const decided = {
  ...{ run: 1, cause: 'told', text: 'It was told.', businessDate: '2010-05-13' },
  decidedAt: '2010-05-13T08:45:08.120Z',
};
const given = {
  ...{ verdict: 'trimmed', reason: null, isStanding: true, decided, hold: null, takenBack: [] },
  interest: {
    ...{ interestId: EARLIER, version: 1, agency: 'central-bedfordshire' },
    ...{ capacity: 'ctb-claimant', caseReference: 'CTB-000123', matched: 'key' },
    ...{ from: '2010-04-05', until: null },
  },
  basis: [
    {
      ...{ agreement: 'dwp-to-council-ctb', version: 2, hash: 'a'.repeat(64) },
      title: 'Department for Work and Pensions to Central Bedfordshire Council',
      ...{ type: 'statutory', citation: 'Social Security Administration Act 1992 s.122C' },
      link: 'https://www.legislation.gov.uk/ukpga/1992/5/section/122C',
      note: 'For the administration of council tax benefit, and nothing else.',
    },
  ],
  consents: [],
  fields: {
    given: ['who', 'kind', 'netPence', 'payPeriod'].map((field) => ({
      ...{ field, agreement: 'dwp-to-council-ctb' },
    })),
    withheld: [
      {
        ...{ field: 'employer', reason: 'not-permitted' },
        text: 'No agreement in force permits it.',
      },
    ],
  },
  release: {
    ...{ releaseId: RELEASE, releaseSequence: 1, kind: 'value', takesBack: null, earlier: [] },
    status: 'delivered',
  },
  outcomes: [
    {
      ...{ outcomeNo: 1, kind: 'applied', reason: 'si2007/2911-r2', effectiveOn: '2010-05-17' },
      ...{ businessDate: '2010-05-13', decidedAt: '2010-05-13T08:45:09.000Z' },
    },
  ],
};
const refused = {
  ...{ ...given, verdict: 'refused', release: null, outcomes: [], basis: [] },
  reason: { code: 'no-basis', text: 'No agreement in force covers this capacity and fact.' },
  fields: { given: [], withheld: [] },
  interest: { ...given.interest, agency: 'luton', caseReference: 'LTN-77' },
};

export const DECISIONS = {
  changeId: CHANGE,
  received,
  decisions: [{ recipients: [given, refused] }],
};
export const WHY = {
  ...{ changeId: CHANGE, agency: 'central-bedfordshire', received, recipients: [given] },
  sentence:
    'central-bedfordshire was given 4 fields on Social Security Administration Act 1992 s.122C, and answered applied.',
};
export const EMPLOYER = 'Zzmark Employer Ltd';
export const VALUES = {
  ...{ changeId: CHANGE, fact: 'income' },
  values: {
    ...{ who: 'claimant', kind: 'employed', employer: EMPLOYER, grossPence: null, netPence: 9280 },
    ...{ payPeriod: 'weekly', startOn: '2010-05-10', expectedToLastFiveWeeks: true },
  },
};
