import { describe, expect, test } from '@jest/globals';
import { describeWhy } from './describe-why.ts';
import { describeProgress } from './progress.ts';
import type { AgreementRow, ChangeRecord, DecisionRow, RecipientRow } from './queries.ts';
import { viewOf } from './views.ts';

const DECISION: DecisionRow = {
  decisionId: 'd',
  changeId: 'c',
  run: 1,
  subjectVersion: 1,
  changeSequence: 1,
  sourceAgency: 'jobcentre',
  sourceCaseReference: 'JSA-1',
  fact: 'income',
  changeType: 'created',
  previousChangeId: null,
  occurredOn: '2010-05-12',
  notifiedOn: '2010-05-13',
  receivedOn: '2010-05-13',
  usedOn: null,
  usedFor: null,
  acceptedAtMicros: 0,
  businessDate: '2010-05-13',
  decidedAtMicros: 0,
  engineVersion: '1',
  agreementSet: 's',
  cause: 'told',
  rootChangeId: 'c',
  suspensionVersion: 0,
  protectedSince: null,
};
const RECIPIENT: RecipientRow = {
  run: 1,
  recipientNo: 1,
  agency: 'central-bedfordshire',
  capacity: 'ctb-claimant',
  caseReference: 'CTB-1',
  interestId: 'i',
  interestVersion: 1,
  verdict: 'release',
  reason: null,
  matched: 'nino',
  given: [{ hash: 'h', fields: ['income.who'] }],
  withheld: [],
  consents: [],
  releaseId: 'r',
  releaseSequence: 1,
  releaseKind: 'value',
  takesBack: null,
  interestFrom: '2010-04-01',
  interestUntil: null,
  waiting: false,
};
const AGREEMENT: AgreementRow = {
  hash: 'h',
  agreement: 'a',
  version: 1,
  title: 't',
  basisType: 'statutory',
  citation: 'An Act',
  link: 'https://law.example',
  note: 'n',
  senderSees: 'nothing',
};

function recordWith(
  senderSees: AgreementRow['senderSees'],
  recipient: Partial<RecipientRow> = {},
): ChangeRecord {
  return {
    decisions: [DECISION],
    recipients: [{ ...RECIPIENT, ...recipient }],
    agreements: new Map([['h', { ...AGREEMENT, senderSees }]]),
    earlier: new Map(),
    outcomes: new Map(),
    takings: new Map(),
    awaitsKey: false,
  };
}

describe('what a source sees of a recipient', () => {
  test.each([
    ['nothing', 'none', null, 0],
    ['count', 'none', 1, 0],
    ['recipients', 'source', 1, 1],
  ] as const)('under an agreement that lets it see %s', (senderSees, view, count, named) => {
    const record = recordWith(senderSees);
    expect(viewOf(record, 'central-bedfordshire', 'jobcentre')).toBe(view);
    expect(describeProgress(record)).toMatchObject({ count });
    expect(describeProgress(record).recipients).toHaveLength(named);
  });

  test('a refused recipient leaves no trace', () => {
    const record = recordWith('recipients', {
      verdict: 'refused',
      reason: 'no-basis',
      given: [],
      releaseId: null,
    });
    expect(viewOf(record, 'central-bedfordshire', 'jobcentre')).toBe('none');
    expect(describeProgress(record)).toMatchObject({ recipients: [], count: null });
  });

  test('is nothing of the recipient’s other cases', () => {
    const record = recordWith('recipients');
    const refused = { verdict: 'refused', reason: 'no-basis', given: [], releaseId: null } as const;
    const other = { ...RECIPIENT, ...refused, interestId: 'other', recipientNo: 2 };
    const both = { ...record, recipients: [...record.recipients, other] };
    expect(describeWhy(both, 'central-bedfordshire', 'source')?.recipients).toHaveLength(1);
  });

  test('is no more than that it was decided, delivered and answered', () => {
    const why = describeWhy(recordWith('recipients'), 'central-bedfordshire', 'source');
    expect(why?.decision).toBeNull();
    expect(JSON.stringify(why)).not.toMatch(/CTB-1|ctb-claimant|income\.who|subjectVersion/);
  });

  test('an agreement that is not on record lets nobody see anything', () => {
    const record = { ...recordWith('recipients'), agreements: new Map() };
    expect(viewOf(record, 'central-bedfordshire', 'jobcentre')).toBe('none');
  });

  test('is nothing of whether others hold a case, when it asks about itself', () => {
    const none = { agency: null, interestId: null, given: [], releaseId: null };
    const record = recordWith('nothing', { ...none, verdict: 'refused', reason: 'no-interest' });
    expect(viewOf(record, 'jobcentre', 'jobcentre')).toBe('teller');
    const why = describeWhy(record, 'jobcentre', 'teller');
    expect(why?.recipients).toEqual([]);
    expect(JSON.stringify(why)).not.toMatch(/Nobody|no-interest|subjectVersion|changeSequence/);
  });
});
