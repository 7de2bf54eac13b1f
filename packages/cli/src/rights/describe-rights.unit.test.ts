import { expect, test } from '@jest/globals';
import type { Acl } from '@told/event-log-kafka';
import { countApplicable, countDrift, describeAbsence, describeRights } from './describe-rights.ts';

const acl = (more: Partial<Acl> = {}): Acl => ({
  ...{ principal: 'User:luton', resource: 'topic', name: 'told.outcomes.luton' },
  ...{ pattern: 'literal', operation: 'Write', permission: 'allow', host: '*' },
  ...more,
});
const NOTHING = { grant: [], revoke: [], drift: [] };

test('a user’s rights to one thing are one line', () => {
  const plan = {
    grant: [
      acl(),
      acl({ operation: 'DescribeConfigs' }),
      acl({ resource: 'group', name: 'luton.', pattern: 'prefixed', operation: 'Read' }),
    ],
    revoke: [acl({ principal: 'User:*', host: '10.0.0.1' })],
    drift: [acl({ permission: 'deny' }), acl({ principal: 'User:backup', name: '*' })],
  };
  expect(describeRights(plan)).toEqual([
    ['grant', 'told.outcomes.luton', 'User:luton may Write, DescribeConfigs', ''],
    ['grant', 'group luton.…', 'User:luton may Read', ''],
    ['revoke', 'told.outcomes.luton', 'User:* may Write from 10.0.0.1', ''],
    [
      ...['drift', 'told.outcomes.luton', 'User:luton is denied Write'],
      expect.stringContaining('shut this door'),
    ],
    ['drift', '*', 'User:backup may Write', expect.stringContaining('others’ too')],
  ]);
  expect([countApplicable(plan), countDrift(plan)]).toEqual([4, 2]);
  expect(describeAbsence(plan)).toBeUndefined();
});

test.each([
  ['embedded', /database’s roles/],
  ['open', /no authorizer/],
] as const)('a log that is %s has none to apply, and says so', (rights, reason) => {
  expect(describeRights(rights)).toEqual([]);
  expect(describeAbsence(rights)).toMatch(reason);
  expect([countApplicable(rights), countDrift(rights)]).toEqual([0, 0]);
});

test('nothing is a table of no lines', () => {
  expect(describeRights(NOTHING)).toEqual([]);
});
