import { LogError, type Position, type TopicPartition } from '@told/event-log';
import type { Database, Statement, Transaction } from './ports.ts';

const READ: Statement = {
  name: 'watermark_read',
  text: `SELECT next_offset::text AS next, last_offset::text AS last, last_digest AS digest
         FROM watermark WHERE consumer_group = $1 AND topic = $2 AND partition = $3`,
};

const ADVANCE: Statement = {
  name: 'watermark_advance',
  text: `UPDATE watermark SET next_offset = $5, last_offset = $6, last_digest = $7
         WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND next_offset = $4
         RETURNING EXISTS (SELECT FROM parked_key WHERE stream = $2) AS parked`,
};

const BEGIN: Statement = {
  name: 'watermark_begin',
  text: `INSERT INTO watermark (consumer_group, topic, partition, next_offset, last_offset, last_digest)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING
         RETURNING EXISTS (SELECT FROM parked_key WHERE stream = $2) AS parked`,
};

/** Where this group stands, with the digest by which a forked log is found; undefined before its first commit. */
export async function readPosition(
  db: Database,
  group: string,
  { topic, partition }: TopicPartition,
): Promise<Position | undefined> {
  type Row = { readonly next: string; readonly last: string; readonly digest: string };
  const { rows } = await db.query<Row>(READ, [group, topic, partition]);
  const row = rows[0];
  return row && { next: BigInt(row.next), last: { offset: BigInt(row.last), digest: row.digest } };
}

export type WatermarkMove = TopicPartition & {
  readonly group: string;
  /** Where the member believes the group to stand; undefined: nowhere yet. */
  readonly from: bigint | undefined;
  /** The last record whose effects this transaction holds. */
  readonly last: { readonly offset: bigint; readonly digest: string };
};

/**
 * The first statement of every consuming transaction. Throws LogError `stale-member` when the group no longer stands at
 * `from`: another member, or this one before a lost answer, has been here. Tells whether any key of the topic is parked.
 */
export async function advanceWatermark(
  tx: Transaction,
  { group, topic, partition, from, last }: WatermarkMove,
): Promise<{ readonly anyParked: boolean }> {
  const to = [last.offset + 1n, last.offset, last.digest];
  const { rows } =
    from === undefined
      ? await tx.query<{ parked: boolean }>(BEGIN, [group, topic, partition, ...to])
      : await tx.query<{ parked: boolean }>(ADVANCE, [group, topic, partition, from, ...to]);
  if (rows[0] === undefined) throw new LogError('stale-member', { group, topic, partition });
  return { anyParked: rows[0].parked };
}
