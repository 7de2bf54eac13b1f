import { describe, expect, test } from '@jest/globals';
import type { FoundTopic, TopicSpec } from '@told/event-log';
import { listApplicable, planTopics, type TopicPlan } from './plan-topics.ts';

const DAY_MS = 86_400_000;
const changes: TopicSpec = { name: 'told.changes', partitions: 4, retentionMs: null };
const releases: TopicSpec = {
  name: 'told.releases.luton',
  partitions: 4,
  retentionMs: 90 * DAY_MS,
};

const EXAMPLES: readonly (readonly [
  string,
  readonly TopicSpec[],
  readonly FoundTopic[],
  Partial<TopicPlan>,
])[] = [
  ['nothing when the log has what infra names', [changes, releases], [releases, changes], {}],
  ['to create what is missing', [releases, changes], [], { create: [changes, releases] }],
  [
    'to keep longer',
    [changes],
    [{ ...changes, retentionMs: DAY_MS }],
    { retention: [{ topic: changes, fromMs: DAY_MS }] },
  ],
  [
    'to keep no longer for ever',
    [releases],
    [{ ...releases, retentionMs: null }],
    { retention: [{ topic: releases, fromMs: null }] },
  ],
  [
    'nothing for a topic whose retention is not told',
    [releases],
    [{ ...releases, retentionMs: undefined }],
    {},
  ],
  [
    'nothing for a topic with other partitions, also when its retention differs: it drifts',
    [changes],
    [{ ...changes, partitions: 8, retentionMs: DAY_MS }],
    { drift: [{ kind: 'partitions', name: 'told.changes', has: 8, wants: 4 }] },
  ],
  [
    'to leave a topic of ours alone that infra does not name, which is drift',
    [changes],
    [changes, { ...releases, name: 'told.releases.bedford' }],
    { drift: [{ kind: 'not-in-infra', name: 'told.releases.bedford' }] },
  ],
  [
    'nothing for topics of others',
    [changes],
    [changes, { ...releases, name: 'payments' }, { ...releases, name: 'toldstory' }],
    {},
  ],
];

describe('planTopics', () => {
  test.each(EXAMPLES)('plans %s', (_, wanted, present, plan) => {
    expect(planTopics(wanted, present)).toEqual({ create: [], retention: [], drift: [], ...plan });
  });

  test('applies creations and retentions, never what drifts', () => {
    const plan = planTopics(
      [changes, releases, { ...changes, name: 'told.decisions' }],
      [
        { ...changes, partitions: 1 },
        { ...releases, retentionMs: null },
      ],
    );
    expect(listApplicable(plan).map(({ name }) => name)).toEqual([
      'told.decisions',
      'told.releases.luton',
    ]);
  });

  test('has nothing left to do once it was applied', () => {
    const wanted = [changes, releases];
    const before = [{ ...releases, retentionMs: null }];
    const after = [
      ...before.filter(({ name }) => name !== releases.name),
      ...listApplicable(planTopics(wanted, before)),
    ];
    expect(planTopics(wanted, after)).toEqual({ create: [], retention: [], drift: [] });
  });
});
