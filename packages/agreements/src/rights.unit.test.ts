import { expect, test } from '@jest/globals';
import { buildAgreement } from '../test/build-agreement.ts';
import { setOf } from '../test/deciding.ts';
import { findExpired } from './rights.ts';

const DISCLOSURE = {
  ...{ source: 'jobcentre', recipient: 'central-bedfordshire' },
  ...{ capacity: 'ctb-claimant', fact: 'income' },
};
const find = (...agreements: Parameters<typeof setOf>[0]) =>
  findExpired(setOf(agreements), '2010-05-13', DISCLOSURE);

test('the agreement that ran out last before the day is found', () => {
  const earlier = buildAgreement({ validUntil: '2010-04-30' });
  const last = buildAgreement({ version: 2, validUntil: '2010-05-12' });
  const found = { agreement: last, lastDay: '2010-05-12' };
  expect(find(earlier, last)).toEqual(found);
  expect(find(last, earlier)).toEqual(found);
});

test.each([
  ['still holds on its last day', { validUntil: '2010-05-13' }],
  ['has no last day', { validUntil: null }],
  ['was never signed', { validUntil: '2010-05-12', approvals: [] }],
  ['has ended otherwise', { validUntil: '2010-05-12', state: 'ended' }],
  ['is about another fact', { validUntil: '2010-05-12', facts: { capital: ['owner'] } }],
  ['is for another recipient', { validUntil: '2010-05-12', to: ['luton'] }],
] as const)('one that %s is not', (_, change) => {
  expect(find(buildAgreement(change))).toBeUndefined();
});
