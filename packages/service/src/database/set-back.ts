import type { PartitionBounds } from '@told/event-log';
import type { Statement, Transaction } from './ports.ts';

// The offset below the oldest record has none whose digest could be compared.
const SET_BACK: Statement = {
  name: 'watermark_set_back',
  text: `UPDATE watermark SET next_offset = low, last_offset = low - 1, last_digest = ''
         FROM unnest($3::integer[], $4::bigint[]) AS log (at_partition, low)
         WHERE consumer_group = $1 AND topic = $2 AND partition = at_partition
         RETURNING partition`,
};

/**
 * Lets a group read a topic again from its oldest records, which its sequences know to be duplicates: the way on for a group whose position a
 * log that lost its tail denies. A member that is running finds its position moved and asks for it. Answers the partitions that had one.
 */
export async function setBackWatermarks(
  tx: Transaction,
  at: { readonly group: string; readonly topic: string },
  bounds: readonly PartitionBounds[],
): Promise<readonly number[]> {
  const { rows } = await tx.query<{ partition: number }>(SET_BACK, [
    at.group,
    at.topic,
    bounds.map(({ partition }) => partition),
    bounds.map(({ low }) => low),
  ]);
  return rows.map(({ partition }) => partition).sort((one, other) => one - other);
}
