import type { FoundTopic, TopicSpec } from '@told/event-log';

/** How the topics of the log differ from those that infra names. */
export interface TopicPlan {
  /** Missing in the log. */
  readonly create: readonly TopicSpec[];
  /** Kept for another time than infra says. */
  readonly retention: readonly RetentionChange[];
  /** What no program may mend. */
  readonly drift: readonly TopicDrift[];
}

interface RetentionChange {
  readonly topic: TopicSpec;
  /** What the log does now, in milliseconds; null: for ever. */
  readonly fromMs: number | null;
}

export type TopicDrift =
  | {
      readonly kind: 'partitions';
      readonly name: string;
      readonly has: number;
      readonly wants: number;
    }
  | { readonly kind: 'not-in-infra'; readonly name: string };

/** Topics of this product; a log may carry others, which are none of its business. */
const OURS = /^told\./;

/**
 * Compares the topics that infra names with those that the log has. A topic with another number of partitions is drift whatever else
 * differs: growing it would move keys. A retention that this
 * user may not see is not compared. Pure; each list in the order of the names.
 */
export function planTopics(
  wanted: readonly TopicSpec[],
  present: readonly FoundTopic[],
): TopicPlan {
  const known = new Map(present.map((topic) => [topic.name, topic]));
  const named = new Set(wanted.map(({ name }) => name));
  const both = sortByName(wanted).flatMap((topic) => {
    const has = known.get(topic.name);
    return has === undefined ? [] : [{ topic, has }];
  });
  return {
    create: sortByName(wanted).filter(({ name }) => !known.has(name)),
    retention: both.flatMap(({ topic, has }) =>
      topic.partitions === has.partitions && isKeptOtherwise(topic, has)
        ? [{ topic, fromMs: has.retentionMs }]
        : [],
    ),
    drift: [
      ...both.flatMap(({ topic: { name, partitions }, has }) =>
        partitions === has.partitions
          ? []
          : [{ kind: 'partitions' as const, name, has: has.partitions, wants: partitions }],
      ),
      ...sortByName(present).flatMap(({ name }) =>
        OURS.test(name) && !named.has(name) ? [{ kind: 'not-in-infra' as const, name }] : [],
      ),
    ],
  };
}

/** What may be done about it by `createTopics`, which also sets the retention of topics that exist. */
export const listApplicable = ({ create, retention }: TopicPlan): readonly TopicSpec[] => [
  ...create,
  ...retention.map(({ topic }) => topic),
];

const isKeptOtherwise = (topic: TopicSpec, has: FoundTopic): has is TopicSpec =>
  has.retentionMs !== undefined && has.retentionMs !== topic.retentionMs;

const sortByName = <Topic extends FoundTopic>(topics: readonly Topic[]): readonly Topic[] =>
  topics.toSorted((one, other) => (one.name < other.name ? -1 : 1));
