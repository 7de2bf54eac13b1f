import type { EventLog } from '@told/event-log';
import type { Database, Statement, Transaction } from '@told/service';
import {
  CONSENTS_TOPIC,
  DECISIONS_TOPIC,
  INTERESTS_TOPIC,
  releasesTopicOf,
  SUSPENSIONS_TOPIC,
} from '../topics.ts';

/** A partition of a topic that the gateway alone writes, and the next offset to look at. */
export interface OwnPosition {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
}

/** What the gateway alone writes, in the order in which it is read back: whoever is named later rests on what comes earlier. */
export const ownTopics = (agencies: readonly string[]): readonly string[] => [
  SUSPENSIONS_TOPIC,
  INTERESTS_TOPIC,
  CONSENTS_TOPIC,
  DECISIONS_TOPIC,
  ...agencies.map(releasesTopicOf),
];

const READ: Statement = {
  name: 'gateway_read_own_positions',
  text: 'SELECT topic, partition, next_offset::text AS next FROM own_position',
};

const WRITE: Statement = {
  name: 'gateway_write_own_positions',
  text: `INSERT INTO own_position (topic, partition, next_offset)
         SELECT topic, partition, next_offset FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS p (topic, partition, next_offset)
         ORDER BY topic, partition
         ON CONFLICT (topic, partition) DO UPDATE SET next_offset = greatest(own_position.next_offset, excluded.next_offset)`,
};

/** By `topic/partition`; a partition without one has never been looked at. */
export async function readOwnPositions(
  on: Pick<Transaction, 'query'>,
): Promise<ReadonlyMap<string, bigint>> {
  type Row = { readonly topic: string; readonly partition: number; readonly next: string };
  const { rows } = await on.query<Row>(READ);
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, BigInt(row.next)]));
}

export async function writeOwnPositions(
  on: Pick<Transaction, 'query'>,
  positions: readonly OwnPosition[],
): Promise<void> {
  if (positions.length === 0) return;
  await on.query(WRITE, [
    positions.map(({ topic }) => topic),
    positions.map(({ partition }) => partition),
    positions.map(({ next }) => next.toString()),
  ]);
}

/** The database holds less than this very process had written to it: it was put back under a running gateway. */
export class PutBackError extends Error {
  readonly code = 'database-put-back';
  readonly retryable = false;
  readonly details: { readonly topic: string; readonly partition: number };

  constructor({ topic, partition }: OwnPosition) {
    super(
      'the database was put back while the gateway was running; only a new start reads back what it lacks',
    );
    this.name = 'PutBackError';
    this.details = { topic, partition };
  }
}

/**
 * Notes the ends of the gateway's own topics. What is in them was committed to this database before it was sent, so a copy of the database
 * taken after this holds everything below. `before` is what this process noted last: rejects with PutBackError, and notes nothing, when the
 * database has gone behind it, since its ends are then no longer the database's.
 */
export async function noteOwnPositions(
  db: Database,
  log: EventLog,
  topics: readonly string[],
  before: readonly OwnPosition[] = [],
): Promise<readonly OwnPosition[]> {
  const bounds = await Promise.all(
    topics.map(async (topic) =>
      (await log.bounds(topic)).map(({ partition, end }) => ({ topic, partition, next: end })),
    ),
  );
  const positions = bounds.flat();
  // In one transaction and after the bounds were read: put back later than this, it lacks the note as well.
  await db.transaction(async (tx) => {
    const known = await readOwnPositions(tx);
    const behind = before.find(
      ({ topic, partition, next }) => (known.get(`${topic}/${partition}`) ?? -1n) < next,
    );
    if (behind !== undefined) throw new PutBackError(behind);
    await writeOwnPositions(tx, positions);
  });
  return positions;
}
