import { createHash } from 'node:crypto';
import type { Notification, PoolClient } from 'pg';
import type { EngineSettings } from '../engine/settings.ts';
import { type Bells, keyOf, type Member } from '../engine/store.ts';
import type { TopicPartition } from '../port.ts';
import { type ControlLine, openControlLine } from './control-line.ts';
import { ANNOUNCE, ENDS } from './queries.ts';

export interface News {
  readonly line: ControlLine;
  /** Tells every reader, here and elsewhere, of new records. Waits for nothing. */
  announce(all: readonly TopicPartition[]): void;
  watch(member: Member, bells: Bells): () => void;
  close(): Promise<void>;
}

/**
 * Wakes readers. An appender notifies after its commit, in a transaction of its own: NOTIFY within the append would make all
 * commits of the server wait for each other's disk writes. A notification that is lost with its sender is made good by a look
 * at the partitions' ends every `pollMs`.
 */
export function openNews(
  connect: () => Promise<PoolClient>,
  settings: EngineSettings,
  pollMs: number,
): News {
  const watchers = new Set<{ readonly member: Member; readonly bells: Bells }>();
  const listeners = new Map<string, number>();
  const closed = new AbortController();
  const unsaid = new Map<string, Set<number>>();
  let saying = false;
  let polling = false;

  const ring = (at: TopicPartition): void => {
    for (const { member, bells } of watchers)
      if (member.topics.includes(at.topic)) bells.records(at);
  };

  function hear(notification: Notification | undefined): void {
    for (const { member, bells } of watchers) {
      if (!notification) bells.records();
      else if (notification.channel === groupChannel(member.group)) bells.members();
      else
        for (const topic of member.topics)
          if (notification.channel === topicChannel(topic))
            for (const partition of (notification.payload ?? '').split(','))
              bells.records({ topic, partition: Number(partition) });
    }
  }
  const line = openControlLine(connect, settings, hear);

  async function say(): Promise<void> {
    if (saying) return;
    saying = true;
    while (unsaid.size > 0) {
      const channels = [...unsaid.keys()].map(topicChannel);
      const payloads = [...unsaid.values()].map((partitions) => [...partitions].join());
      unsaid.clear();
      await line.query(ANNOUNCE, [channels, payloads]).catch(() => undefined); // readers look for themselves before long
    }
    saying = false;
  }

  async function poll(): Promise<void> {
    const ends = new Map<string, string>();
    while (watchers.size > 0 && !closed.signal.aborted) {
      await settings.clock.sleep(pollMs, closed.signal);
      const topics = [...new Set([...watchers].flatMap(({ member }) => member.topics))];
      const found = await line
        .query<{ name: string; partition: number; next: string }>(ENDS, [topics])
        .catch(() => undefined); // the next look is as good
      for (const { name: topic, partition, next } of found?.rows ?? []) {
        const at = { topic, partition };
        if (ends.get(keyOf(at)) !== next) ring(at);
        ends.set(keyOf(at), next);
      }
    }
    polling = false;
  }

  const count = (channel: string, step: 1 | -1): void => {
    const before = listeners.get(channel) ?? 0;
    listeners.set(channel, before + step);
    if (before === 0) line.listen(channel);
    else if (before + step === 0) line.unlisten(channel);
  };

  return {
    line,
    announce(all) {
      for (const at of all) {
        ring(at);
        const partitions = unsaid.get(at.topic) ?? new Set();
        unsaid.set(at.topic, partitions.add(at.partition));
      }
      void say();
    },
    watch(member, bells) {
      const watcher = { member, bells };
      const channels = [groupChannel(member.group), ...member.topics.map(topicChannel)];
      watchers.add(watcher);
      for (const channel of channels) count(channel, 1);
      if (!polling) {
        polling = true;
        void poll();
      }
      return () => {
        if (!watchers.delete(watcher)) return;
        for (const channel of channels) count(channel, -1);
      };
    },
    async close() {
      closed.abort();
      await line.close();
    },
  };
}

/** A channel's name has at most 63 bytes. The group's is also made in sql/0010_join_group.sql. */
const md5 = (name: string): string => createHash('md5').update(name).digest('hex');
const topicChannel = (topic: string): string => `event_log_topic_${md5(topic)}`;
const groupChannel = (group: string): string => `event_log_group_${md5(group)}`;
