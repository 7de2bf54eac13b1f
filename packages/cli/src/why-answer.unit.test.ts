import { describe, expect, test } from '@jest/globals';
import { createPrinter } from './print.ts';
import { describeWhy, type WhyAnswer, type WhyRecipient } from './why-answer.ts';

const printer = createPrinter({ json: false, colour: false, out: () => {}, err: () => {} });
const received = {
  source: { agency: 'jobcentre' },
  fact: 'income',
  changeType: 'created',
  occurredOn: '2010-05-12',
  notifiedOn: '2010-04-05',
};
const answer = (recipients: readonly WhyRecipient[]): WhyAnswer => ({
  changeId: 'the-change',
  agency: 'luton',
  received,
  recipients,
  sentence: 'The sentence.',
});
const interest = {
  capacity: 'ctb-claimant',
  caseReference: 'CTB-1',
  matched: 'nino',
  from: '2010-01-04',
  until: null,
};

describe('the chain of why', () => {
  test('leads from what was received to what the recipient did', () => {
    const text = describeWhy(
      answer([
        {
          verdict: 'trimmed',
          reason: null,
          interest,
          basis: [{ agreement: 'a-to-b', version: 1, citation: 'An Act s.1' }],
          fields: {
            given: [{ field: 'income.netPence' }],
            withheld: [{ field: 'income.employer', text: 'Not named.' }],
          },
          release: { releaseSequence: 3, status: 'delivered' },
          outcomes: [{ kind: 'applied', reason: null, effectiveOn: '2010-05-17' }],
        },
      ]),
      printer,
    );
    expect(text).toBe(`change    the-change
for       luton
received  income created told by jobcentre, occurred 2010-05-12, notified 2010-04-05
decision  trimmed
interest  ctb-claimant CTB-1 from 2010-01-04, matched by nino
basis     An Act s.1 (a-to-b version 1)
given     income.netPence
withheld  income.employer: Not named.
release   number 3 of this case, delivered
outcome   applied: from 2010-05-17

The sentence.`);
  });

  test('gives one reason for all fields of a refusal', () => {
    const withheld = ['income.who', 'income.kind'].map((field) => ({ field, text: 'No basis.' }));
    const refused = { verdict: 'refused', reason: { code: 'no-basis', text: 'None.' } };
    const text = describeWhy(answer([{ ...refused, fields: { given: [], withheld } }]), printer);
    expect(text).toContain('decision  refused (no-basis): None.');
    expect(text).toContain('withheld  income.who, income.kind: No basis.');
    expect(text).not.toContain('given');
  });

  test('shows how a hold ended, and what was taken back afterwards', () => {
    const text = describeWhy(
      answer([
        {
          ...{ verdict: 'hold', reason: { code: 'match-unconfirmed', text: 'Look.' } },
          ...{ isStanding: false, decided: { cause: 'told', text: 'Told.', run: 1 } },
        },
        {
          ...{ verdict: 'release', reason: null, isStanding: true },
          decided: { cause: 'match-confirmed', text: 'A person had looked.', run: 2 },
          consents: [{ consentId: 'the-consent', version: 1 }],
          release: { releaseSequence: 1, status: 'delivered', kind: 'value', takesBack: null },
          takenBack: [
            {
              ...{ kind: 'withdrawn', fields: ['income.employer'], byChangeId: null },
              ...{ reason: { code: 'consent-withdrawn', text: 'Withdrawn.' }, status: 'delivered' },
              outcomes: [{ kind: 'applied' }],
            },
          ],
        },
      ]),
      printer,
    );
    expect(text.split('\n').slice(3, -2)).toEqual([
      'decision   hold, replaced by a later answer (match-unconfirmed): Look.',
      'decision   release, run 2',
      'cause      A person had looked.',
      'consent    the-consent version 1',
      'release    number 1 of this case, delivered',
      'withdrawn  income.employer: Withdrawn. (delivered)',
      'answered   applied',
    ]);
  });

  test('does not say that what was made void was given', () => {
    const text = describeWhy(
      answer([
        {
          ...{
            verdict: 'release',
            reason: null,
            fields: { given: [{ field: 'a.b' }], withheld: [] },
          },
          release: { releaseSequence: 1, status: 'delivered', kind: 'void' },
        },
      ]),
      printer,
    );
    expect(text.split('\n').slice(-4, -2)).toEqual([
      'allowed   a.b',
      'release   number 1 of this case, made void, without a field (delivered)',
    ]);
  });

  test('shows what only takes back', () => {
    const text = describeWhy(
      answer([
        {
          ...{ verdict: 'refused', reason: { code: 'outside-period', text: 'Outside.' } },
          release: {
            ...{ releaseSequence: 2, status: 'waiting', kind: 'do-not-rely' },
            takesBack: 'the-release',
            earlier: [
              {
                ...{ releaseSequence: 1, status: 'delivered', kind: 'do-not-rely' },
                takesBack: 'the-one-before',
              },
            ],
          },
        },
      ]),
      printer,
    );
    expect(text.split('\n').slice(-4, -2)).toEqual([
      'release   number 1 of this case, delivered, do-not-rely of release the-one-before',
      'release   number 2 of this case, waiting, do-not-rely of release the-release',
    ]);
  });

  test('shows nothing where the asker may see nothing', () => {
    const text = describeWhy({ ...answer([]), received: {} }, printer);
    expect(text).toBe('change  the-change\nfor     luton\n\nThe sentence.');
  });
});
