/**
 * The partition that a key belongs to: murmur2 over its bytes, as Kafka's own default partitioner does it (KIP-480 left this
 * part unchanged), so that every client in every language agrees. The same key always gets the same partition.
 */
export function partitionFor(key: Buffer, partitions: number): number {
  if (!Number.isSafeInteger(partitions) || partitions < 1)
    throw new RangeError(`a topic has at least one partition (partitions=${partitions})`);
  return (murmur2(key) & 0x7fffffff) % partitions;
}

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Austin Appleby's MurmurHash2 with Kafka's seed; a signed 32-bit number, as org.apache.kafka.common.utils.Utils gives it. */
export function murmur2(bytes: Buffer): number {
  const length = bytes.length;
  const whole = length - (length % 4);
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  if (length > whole) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= (bytes[at] ?? 0) << (8 * (at - whole));
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}
