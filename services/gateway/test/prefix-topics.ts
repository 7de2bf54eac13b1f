import type { EventLog, StoredRecord, TopicPartition } from '@told/event-log';

/** A log in which every topic and group has a prefix: several deployments on one cluster. */
export function prefixTopics(log: EventLog, prefix: string): EventLog {
  const inside = <T extends TopicPartition>(at: T): T => ({ ...at, topic: `${prefix}${at.topic}` });
  const outside = <T extends TopicPartition>(at: T): T => ({
    ...at,
    topic: at.topic.slice(prefix.length),
  });
  return {
    append: (to, records) => log.append(inside(to), records),
    async subscribe(options) {
      const subscription = await log.subscribe({
        ...options,
        group: `${prefix}${options.group}`,
        topics: options.topics.map((topic) => `${prefix}${topic}`),
        positionOf: (at) => options.positionOf(outside(at)),
        handle: (batch, signal) => options.handle(batch.map(outside), signal),
        onRetry: (error, at, attempt) => options.onRetry?.(error, outside(at), attempt),
      });
      return {
        ...subscription,
        assigned: () => subscription.assigned().map(outside),
        pause: (at) => subscription.pause(inside(at)),
        resume: (at) => subscription.resume(inside(at)),
      };
    },
    async *read(range): AsyncIterable<readonly StoredRecord[]> {
      for await (const some of log.read(inside(range))) yield some.map(outside);
    },
    bounds: (topic) => log.bounds(`${prefix}${topic}`),
    offsetAt: (at, timestampMs) => log.offsetAt(inside(at), timestampMs),
    committed: (group, topic) => log.committed(`${prefix}${group}`, `${prefix}${topic}`),
    createTopics: (topics) =>
      log.createTopics(topics.map((one) => ({ ...one, name: `${prefix}${one.name}` }))),
    topics: async () =>
      (await log.topics()).flatMap((one) =>
        one.name.startsWith(prefix) ? [{ ...one, name: one.name.slice(prefix.length) }] : [],
      ),
    close: () => log.close(),
  };
}
