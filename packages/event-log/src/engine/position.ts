import { recordDigest } from '../digest.ts';
import { LogError } from '../errors.ts';
import type { Position, SubscribeOptions, TopicPartition } from '../port.ts';
import type { Fetch } from './fetcher.ts';
import type { Fetched } from './store.ts';

/**
 * Where a subscriber starts in a partition: where it says it stands, if the log still agrees with that.
 * @throws LogError `offset-out-of-range`, or `forked` when the record below the position is not the one that was handled
 */
export async function resolvePosition(
  fetch: Fetch,
  at: TopicPartition,
  { positionOf, from, group }: Pick<SubscribeOptions, 'positionOf' | 'from' | 'group'>,
): Promise<bigint> {
  const position = await positionOf(at);
  if (position) return checkPosition(fetch, at, position);
  if (from === 'fail')
    throw new LogError('offset-out-of-range', { ...named(at), group, position: 'none yet' });
  const { low, end } = await fetch({ at, from: 0n, records: 0, bytes: 0 });
  return from === 'earliest' ? low : end;
}

async function checkPosition(
  fetch: Fetch,
  at: TopicPartition,
  { next, last }: Position,
): Promise<bigint> {
  const fetched = await fetch({ at, from: last?.offset ?? next, records: last ? 1 : 0, bytes: 1 });
  checkRange(at, next, fetched);
  if (!last || last.offset < fetched.low) return next; // retention has taken the record that would tell
  const found = fetched.records[0];
  const same =
    found?.offset === last.offset && recordDigest(found.key, found.value) === last.digest;
  if (!same) throw new LogError('forked', { ...named(at), offset: last.offset });
  return next;
}

/** Every fetch passes here: a position outside the log is an error, never a jump. */
export function checkRange(
  at: TopicPartition,
  position: bigint,
  { low, end }: Pick<Fetched, 'low' | 'end'>,
): void {
  if (position < low || position > end)
    throw new LogError('offset-out-of-range', { ...named(at), position, low, end });
}

const named = ({ topic, partition }: TopicPartition) => ({ topic, partition });
