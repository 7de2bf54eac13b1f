import { describe, expect, test } from '@jest/globals';
import {
  listLogUsers,
  listRights,
  type Members,
  type Right,
  type TopicRule,
} from './list-rights.ts';

const MEMBERS: Members = {
  agencies: ['luton', 'luton-housing'],
  services: ['gateway', 'intake'],
};
const RULES: readonly TopicRule[] = [
  { name: 'told.submissions.<agency>', writers: ['<agency>'], readers: ['intake'] },
  { name: 'told.changes', writers: ['intake'], readers: ['gateway', 'audit', 'intake'] },
  { name: 'told.actions.<origin>', writers: ['<origin>'], readers: ['audit'] },
  { name: 'told.heads', writers: ['gateway'], readers: ['<agency>'] },
];
const rights = listRights(RULES, MEMBERS);

const describeRight = ({ resource, pattern, name, operation }: Right): string =>
  `${operation} ${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`;
const rightsOf = (user: string): readonly string[] =>
  rights.filter((right) => right.user === user).map(describeRight);

describe('listRights', () => {
  test.each<[string, readonly string[]]>([
    [
      'luton',
      [
        'Write topic told.submissions.luton',
        'DescribeConfigs topic told.submissions.luton',
        'Write topic told.actions.luton',
        'DescribeConfigs topic told.actions.luton',
        'Read topic told.heads',
        'DescribeConfigs topic told.heads',
        'Read group luton.*',
      ],
    ],
    [
      'told-intake',
      [
        ...['luton', 'luton-housing'].flatMap((agency) => [
          `Read topic told.submissions.${agency}`,
          `DescribeConfigs topic told.submissions.${agency}`,
        ]),
        'Write topic told.changes',
        'Read topic told.changes',
        'DescribeConfigs topic told.changes',
        'Write topic told.actions.intake',
        'DescribeConfigs topic told.actions.intake',
        'Read group intake',
      ],
    ],
    [
      'told-gateway',
      [
        'Read topic told.changes',
        'DescribeConfigs topic told.changes',
        'Write topic told.actions.gateway',
        'DescribeConfigs topic told.actions.gateway',
        'Write topic told.heads',
        'DescribeConfigs topic told.heads',
        'Read group gateway',
      ],
    ],
  ])('gives %s what infra says, and nothing else', (user, expected) => {
    expect(rightsOf(user)).toEqual(expected);
  });

  test('gives no right to whoever is not of this release, nor any that makes, changes or deletes', () => {
    expect([...new Set(rights.map(({ user }) => user))].sort()).toEqual(
      [...listLogUsers(MEMBERS)].sort(),
    );
    expect([...new Set(rights.map(({ operation }) => operation))].sort()).toEqual([
      'DescribeConfigs',
      'Read',
      'Write',
    ]);
  });

  test('gives an agency groups that cannot be another agency’s', () => {
    const [prefix] = rightsOf('luton').slice(-1);
    expect(prefix).toBe('Read group luton.*');
    expect('luton-housing.reconcile'.startsWith('luton.')).toBe(false);
  });

  test('says nothing twice', () => {
    const all = rights.map((right) => `${right.user} ${describeRight(right)}`);
    expect(new Set(all).size).toBe(all.length);
  });
});
