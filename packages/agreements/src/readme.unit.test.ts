import { expect, test } from '@jest/globals';
import { AGREEMENT_TEXT, FACTS } from '../test/agreement-text.ts';
import { composeSet, decide, fieldsOf, minimise, parseAgreement } from './index.ts';

test('the example of the README does what it says', () => {
  const agreement = parseAgreement(AGREEMENT_TEXT, { file: 'example.yaml', facts: FACTS });
  const agreements = composeSet('2010', [{ file: 'example.yaml', agreement }]);
  const body = { income: { who: 'claimant', netPence: 9280, employer: 'Sample Stores' } };
  const [decision] = decide({
    change: {
      source: { agency: 'jobcentre', caseReference: 'JSA-1' },
      fact: 'income',
      changeType: 'created',
      occurredOn: '2010-05-12',
      presentFields: fieldsOf('income', body),
      besideFields: [],
      identityDigests: { secretVersion: 1, birthDate: '…' },
      identityDigestsBefore: null,
      protectedAddress: false,
    },
    interests: [
      {
        interestId: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
        agency: 'central-bedfordshire',
        capacity: 'ctb-claimant',
        caseReference: 'CTB-1',
        state: 'final',
        matched: 'nino',
        identityDigests: { secretVersion: 1, birthDate: '…' },
        from: '2010-04-01',
        until: null,
        wasGiven: false,
        isChainWaiting: false,
        isCurrent: true,
      },
    ],
    agreements,
    consents: [],
    businessDate: '2010-05-13',
    protectedSince: null,
    standingOfAgency: (agency) => (agency === 'central-bedfordshire' ? 'live' : 'unknown'),
    conflicts: (change, interest) => change.birthDate !== interest.birthDate,
    isConfirmed: () => false,
    isHeld: () => false,
  });
  const allowed = decision?.fields.map((one) => one.field) ?? [];
  expect(minimise(body, allowed)).toEqual({
    income: { who: 'claimant', netPence: 9280, employer: null },
  });
  expect(decision).toMatchObject({
    verdict: 'trimmed',
    withheld: [{ field: 'income.employer', reason: 'not-in-agreement' }],
  });
});
