import { LogError, type Position, type TopicPartition } from '@told/event-log';
import type { Database, Statement, Transaction } from './ports.ts';

const READ: Statement = {
  name: 'watermark_read',
  text: `SELECT next_offset::text AS next, last_offset::text AS last, last_digest AS digest
         FROM watermark WHERE consumer_group = $1 AND topic = $2 AND partition = $3`,
};

const MOVES = `unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
           AS move (topic, partition, from_offset, next_offset, last_offset, last_digest)`;
const MOVED = `topic, partition, EXISTS (SELECT FROM parked_key WHERE stream = topic) AS parked`;

// A zombie that locks the same rows in another order is a deadlock, which the transaction outlives by running again.
const ADVANCE: Statement = {
  name: 'watermark_advance',
  text: `WITH moved AS (
           UPDATE watermark SET next_offset = move.next_offset, last_offset = move.last_offset, last_digest = move.last_digest
           FROM ${MOVES}
           WHERE consumer_group = $1 AND watermark.topic = move.topic AND watermark.partition = move.partition
             AND watermark.next_offset = move.from_offset
           RETURNING watermark.topic, watermark.partition
         )
         SELECT ${MOVED} FROM moved`,
};

const BEGIN: Statement = {
  name: 'watermark_begin',
  text: `WITH moved AS (
           INSERT INTO watermark (consumer_group, topic, partition, next_offset, last_offset, last_digest)
           SELECT $1, topic, partition, next_offset, last_offset, last_digest FROM ${MOVES}
           ON CONFLICT DO NOTHING
           RETURNING topic, partition
         )
         SELECT ${MOVED} FROM moved`,
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
  /** Where the member believes the group to stand; undefined: nowhere yet. */
  readonly from: bigint | undefined;
  /** The last record whose effects this transaction holds. */
  readonly last: { readonly offset: bigint; readonly digest: string };
};

/**
 * The first statement of every consuming transaction. Throws LogError `stale-member` when the group no longer stands at a
 * `from`: another member, or this one before a lost answer, has been here. Returns the topics that have parked keys.
 */
export async function advanceWatermarks(
  tx: Transaction,
  group: string,
  moves: readonly WatermarkMove[],
): Promise<ReadonlySet<string>> {
  const sorted = moves.toSorted(comparePlaces);
  const moved = [
    ...(await move(
      tx,
      ADVANCE,
      group,
      sorted.filter(({ from }) => from !== undefined),
    )),
    ...(await move(
      tx,
      BEGIN,
      group,
      sorted.filter(({ from }) => from === undefined),
    )),
  ];
  if (moved.length !== moves.length) {
    const stale = sorted.find(
      (one) => !moved.some((row) => row.topic === one.topic && row.partition === one.partition),
    );
    const { topic = '', partition = -1 } = stale ?? {};
    throw new LogError('stale-member', { group, topic, partition });
  }
  return new Set(moved.filter(({ parked }) => parked).map(({ topic }) => topic));
}

type MovedRow = TopicPartition & { readonly parked: boolean };

async function move(
  tx: Transaction,
  statement: Statement,
  group: string,
  moves: readonly WatermarkMove[],
): Promise<readonly MovedRow[]> {
  if (moves.length === 0) return [];
  const { rows } = await tx.query<MovedRow>(statement, [
    group,
    moves.map(({ topic }) => topic),
    moves.map(({ partition }) => partition),
    moves.map(({ from }) => from ?? null),
    moves.map(({ last }) => last.offset + 1n),
    moves.map(({ last }) => last.offset),
    moves.map(({ last }) => last.digest),
  ]);
  return rows;
}

const comparePlaces = (one: TopicPartition, other: TopicPartition): number =>
  one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1;
