import fs from 'node:fs';
import path from 'node:path';
import type { TopicPartition } from '@told/event-log';

/** Of a record batch: base offset, then the length of what follows (https://kafka.apache.org/documentation/#recordbatch). */
const LENGTH_AT = 8;
const HEAD_BYTES = 12;
const FIRST_SEGMENT = '00000000000000000000.log';

/**
 * Cuts the batches that begin at `end` or later off a partition's only segment, as a disk does that did not keep what it was given.
 * The node must not run; one that was killed looks its segments through when it starts again, and believes them.
 */
export function cutSegment(dataDir: string, at: TopicPartition, end: bigint): number {
  const file = path.join(dataDir, `${at.topic}-${at.partition}`, FIRST_SEGMENT);
  const bytes = fs.readFileSync(file);
  let position = 0;
  while (position < bytes.length && bytes.readBigInt64BE(position) < end)
    position += HEAD_BYTES + bytes.readInt32BE(position + LENGTH_AT);
  fs.truncateSync(file, position);
  return bytes.length - position;
}
