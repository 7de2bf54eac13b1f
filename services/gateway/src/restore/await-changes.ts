import type { EventLog } from '@told/event-log';
import type { Database, Statement, Transaction } from '@told/service';
import { CHANGES_TOPIC } from '../topics.ts';

const AWAIT: Statement = {
  name: 'gateway_restore_await_changes',
  text: `INSERT INTO restore_awaited (partition, end_offset)
         SELECT partition, end_offset FROM unnest($1::integer[], $2::bigint[]) AS a (partition, end_offset)
         ORDER BY partition
         ON CONFLICT (partition) DO UPDATE SET end_offset = greatest(restore_awaited.end_offset, excluded.end_offset)`,
};

const IS_AWAITING: Statement = {
  name: 'gateway_restore_is_awaiting',
  text: 'SELECT EXISTS (SELECT FROM restore_awaited) AS awaiting',
};

// The watermark of the group that decides. A partition without records has none.
const IS_READ: Statement = {
  name: 'gateway_restore_are_changes_read',
  text: `SELECT count(*) = 0 AS read FROM restore_awaited a
         WHERE NOT EXISTS (SELECT FROM watermark w
                           WHERE w.consumer_group = $1 AND w.topic = $2 AND w.partition = a.partition
                                 AND w.next_offset >= a.end_offset)`,
};

const FORGET: Statement = {
  name: 'gateway_restore_forget_awaited',
  text: 'DELETE FROM restore_awaited',
};

/** Ends of the partitions of told.changes that hold anything. Whatever was put back was decided on what lies below. */
export type ChangeEnds = readonly { readonly partition: number; readonly end: bigint }[];

export async function readChangeEnds(log: EventLog): Promise<ChangeEnds> {
  return (await log.bounds(CHANGES_TOPIC)).filter(({ low, end }) => end > low);
}

/** Something was put back: whoever answers requests, or settles what is left over, waits until changes have been read again up to here. */
export async function awaitChanges(tx: Transaction, ends: ChangeEnds): Promise<void> {
  await tx.query(AWAIT, [
    ends.map(({ partition }) => partition),
    ends.map(({ end }) => end.toString()),
  ]);
}

/** Whether a restore is still under way: changes have yet to come again, or what they left over to be settled. */
export async function isAwaiting(db: Pick<Database, 'query'>): Promise<boolean> {
  const { rows } = await db.query<{ awaiting: boolean }>(IS_AWAITING);
  return rows[0]?.awaiting === true;
}

/** Whether the group that decides has read everything that is awaited. */
export async function areChangesRead(db: Pick<Database, 'query'>, group: string): Promise<boolean> {
  const { rows } = await db.query<{ read: boolean }>(IS_READ, [group, CHANGES_TOPIC]);
  return rows[0]?.read === true;
}

export async function forgetAwaited(tx: Transaction): Promise<void> {
  await tx.query(FORGET);
}
