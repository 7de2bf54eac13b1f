import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import type { EngineSettings } from '../engine/settings.ts';
import type { LogStore } from '../engine/store.ts';
import { LogError } from '../errors.ts';
import type { TopicPartition } from '../port.ts';
import { toLogError } from './failures.ts';
import { fetchRecords } from './fetch-records.ts';
import { openNews } from './news.ts';
import * as sql from './queries.ts';
import type { BoundsRow, CommittedRow, LeaseRow, TopicRow } from './rows.ts';
import { storeAppends } from './store-appends.ts';

export function createPostgresStore(
  pool: Pool,
  settings: EngineSettings,
  pollMs: number,
): LogStore {
  const news = openNews(() => pool.connect(), settings, pollMs);
  const topicIds = new Map<string, number>();

  async function query<R extends QueryResultRow>(config: QueryConfig, values: unknown[]) {
    try {
      return (await pool.query<R>(config, values)).rows;
    } catch (error) {
      throw toLogError(error);
    }
  }

  async function listTopics() {
    const rows = await query<TopicRow>(sql.TOPICS, []);
    for (const { id, name } of rows) topicIds.set(name, id);
    return rows.map(({ name, partitions, retention_ms }) => ({
      name,
      partitions,
      retentionMs: retention_ms === null ? null : Number(retention_ms),
    }));
  }

  async function idsOf(topics: readonly string[]): Promise<readonly number[]> {
    if (!topics.every((topic) => topicIds.has(topic))) await listTopics();
    return topics.map((topic) => {
      const id = topicIds.get(topic);
      if (id === undefined) throw new LogError('unknown-topic', { topic });
      return id;
    });
  }

  return {
    topics: listTopics,
    async createTopics(topics) {
      const retentions = topics.map(({ retentionMs }) => retentionMs);
      await query(sql.CREATE_TOPICS, [
        topics.map(({ name }) => name),
        topics.map(({ partitions }) => partitions),
        retentions,
      ]);
    },
    async append(parts) {
      const appended = await storeAppends(pool, parts);
      news.announce(parts.flatMap(({ to }, at) => (appended[at] instanceof LogError ? [] : [to])));
      return appended;
    },
    fetch: (requests) => fetchRecords(query, requests),
    async bounds(topic) {
      const rows = await query<BoundsRow>(sql.BOUNDS, [topic]);
      if (rows.length === 0) throw new LogError('unknown-topic', { topic });
      return rows.map(({ partition, low, next }) => ({
        partition,
        low: BigInt(low),
        end: BigInt(next),
      }));
    },
    async offsetAt(at, timestampMs) {
      const wholeMs = BigInt(Math.ceil(timestampMs));
      const rows = await query<{ base_offset: string | null }>(sql.OFFSET_AT, [
        at.topic,
        at.partition,
        wholeMs,
      ]);
      const [row] = rows;
      if (!row) throw unknownTopic(at);
      return row.base_offset === null ? undefined : BigInt(row.base_offset);
    },
    async committed(group, topic) {
      const rows = await query<CommittedRow>(sql.COMMITTED, [group, topic]);
      if (rows.length === 0) throw new LogError('unknown-topic', { topic });
      return rows.flatMap(({ partition, next }) =>
        next === null || partition === null ? [] : [{ partition, next: BigInt(next) }],
      );
    },
    async joinGroup({ group, id, topics, leaseMs }) {
      const ids = await idsOf(topics);
      const { rows } = await news.line.query<LeaseRow>(sql.JOIN_GROUP, [group, id, ids, leaseMs]);
      return rows.map(({ name: topic, generation, ...lease }) => ({
        ...lease,
        topic,
        generation: BigInt(generation),
      }));
    },
    async commit({ group, id }, marks) {
      const { rows } = await news.line.query<TopicPartition & QueryResultRow>(sql.COMMIT, [
        group,
        id,
        marks.map(({ topic }) => topic),
        marks.map(({ partition }) => partition),
        marks.map(({ generation }) => generation),
        marks.map(({ next }) => next),
      ]);
      return rows;
    },
    async releaseLease({ group, id }, { topic, partition }) {
      await news.line.query(sql.RELEASE_LEASE, [group, id, topic, partition]);
    },
    async leaveGroup({ group, id }) {
      await news.line.query(sql.LEAVE_GROUP, [group, id]);
    },
    watch: news.watch,
    async applyRetention() {
      await query(sql.APPLY_RETENTION, []);
    },
    close: news.close,
  };
}

const named = ({ topic, partition }: TopicPartition): TopicPartition => ({ topic, partition });
const unknownTopic = (at: TopicPartition): LogError =>
  new LogError('unknown-topic', { ...named(at) });
