import { describe, expect, test } from '@jest/globals';
import type { Acl } from '@told/event-log-kafka';
import { compareRights, type RightsPlan } from './compare-rights.ts';
import { listRights, type Members, toAcl } from './list-rights.ts';

const MEMBERS: Members = { agencies: ['luton'], services: ['gateway'] };
const RIGHTS = listRights(
  [{ name: 'told.releases.<agency>', writers: ['gateway'], readers: ['<agency>'] }],
  MEMBERS,
);
const WANTED = RIGHTS.map(toAcl);
const first = WANTED[0] as Acl;
const rest = WANTED.slice(1);

const acl = (more: Partial<Acl>): Acl => ({
  principal: 'User:stevenage',
  resource: 'topic',
  name: 'told.changes',
  pattern: 'literal',
  operation: 'Read',
  permission: 'allow',
  host: '*',
  ...more,
});
const compare = (present: readonly Acl[]): RightsPlan => compareRights(RIGHTS, present, MEMBERS);

describe('compareRights', () => {
  test('finds nothing where the cluster has what infra names', () => {
    expect(compare(WANTED)).toEqual({ grant: [], revoke: [], drift: [] });
  });

  test('grants what is missing, and nothing twice', () => {
    expect(compare(rest)).toEqual({ grant: [first], revoke: [], drift: [] });
    expect(compare([...rest, first, first]).grant).toEqual([]);
  });

  test.each<[string, Partial<Acl>]>([
    ['on a topic of ours', {}],
    ['on all topics of ours', { name: 'told.', pattern: 'prefixed' }],
    ['that makes topics of ours', { operation: 'Create' }],
    ['for everybody on a topic of ours', { principal: 'User:*' }],
    ['from one address only', { ...first, host: '10.0.0.1' }],
    ['on a group of an agency', { resource: 'group', name: 'luton.reconcile' }],
    ['on a group of a service', { resource: 'group', name: 'gateway' }],
    ['on the groups of an agency', { resource: 'group', name: 'luton.', pattern: 'prefixed' }],
    ['for an agency on every topic', { principal: 'User:luton', name: '*' }],
    ['for an agency on every group', { principal: 'User:luton', resource: 'group', name: '*' }],
    [
      'for an agency on the cluster',
      { principal: 'User:luton', resource: 'cluster', name: 'kafka-cluster', operation: 'Alter' },
    ],
    [
      'for a service to write by transactions',
      { principal: 'User:told-gateway', resource: 'transactional-id', name: '*' },
    ],
  ])('revokes a rule %s', (_name, more) => {
    const unwanted = acl(more);
    expect(compare([...WANTED, unwanted])).toEqual({ grant: [], revoke: [unwanted], drift: [] });
  });

  test.each<[string, Partial<Acl>]>([
    ['lets others read every topic', { name: '*' }],
    ['lets others read what begins like ours', { name: 'to', pattern: 'prefixed' }],
    ['lets others use every group', { resource: 'group', name: '*' }],
    [
      'lets others use what begins like a group of ours',
      { resource: 'group', name: 'lut', pattern: 'prefixed' },
    ],
    ['denies an agency what infra gives', { ...first, permission: 'deny' }],
    ['denies an agency every topic', { principal: 'User:luton', name: '*', permission: 'deny' }],
  ])('leaves to a person what %s', (_name, more) => {
    const shared = acl(more);
    expect(compare([...WANTED, shared])).toEqual({ grant: [], revoke: [], drift: [shared] });
  });

  test.each<[string, Partial<Acl>]>([
    ['topics of others', { name: 'payments' }],
    ['topics of others for a user of ours', { principal: 'User:luton', name: 'payments' }],
    ['groups of others', { resource: 'group', name: 'billing' }],
    ['the cluster for others', { resource: 'cluster', name: 'kafka-cluster', operation: 'Create' }],
    ['the administrator', { principal: 'User:told-admin', operation: 'All' }],
  ])('leaves rules on %s alone', (_name, more) => {
    expect(compare([...WANTED, acl(more)])).toEqual({ grant: [], revoke: [], drift: [] });
  });
});
