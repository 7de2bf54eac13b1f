import type { TopicDrift, TopicPlan } from './plan-topics.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long records are kept, for people: `for ever`, `7 days`, or what is no whole number of days in milliseconds. */
export function describeRetention(retentionMs: number | null | undefined): string {
  if (retentionMs === undefined) return 'not told to this user';
  if (retentionMs === null) return 'for ever';
  return retentionMs % DAY_MS === 0 ? `${retentionMs / DAY_MS} days` : `${retentionMs} ms`;
}

/** One row for each difference: what is to be done, to which topic, how, and for drift the fix. */
export function describePlan({ create, retention, drift }: TopicPlan): readonly string[][] {
  return [
    ...create.map(({ name, partitions, retentionMs }) => [
      'create',
      name,
      `${partitions} partitions, kept ${describeRetention(retentionMs)}`,
      '',
    ]),
    ...retention.map(({ topic: { name, retentionMs }, fromMs }) => [
      'retention',
      name,
      `kept ${describeRetention(fromMs)} → ${describeRetention(retentionMs)}`,
      '',
    ]),
    ...drift.map((one) => ['drift', one.name, describeDrift(one), describeFix(one)]),
  ];
}

const describeDrift = (drift: TopicDrift): string =>
  drift.kind === 'partitions'
    ? `has ${drift.has} partitions; infra says ${drift.wants}`
    : 'is in the log, and infra/topics.yaml does not name it';

/** What a person does about drift. */
const describeFix = (drift: TopicDrift): string =>
  drift.kind === 'partitions'
    ? 'partitions never change: set partitions in infra/topics.yaml back, or start with a new log'
    : 'name it in infra/topics.yaml or its agency in infra/agencies; or delete it by hand';
