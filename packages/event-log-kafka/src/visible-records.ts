import type { AbortedTransaction, WireRecord } from './wire/kafkajs-parts.ts';

/** The key of a mark that ends a transaction: version 0, type 0 for "given up" (KIP-98). */
const GIVEN_UP = Buffer.alloc(4);

/**
 * Records from an offset on, without Kafka's own marks and without those of transactions that were given up. A transaction
 * may have begun before the first record here, several may be under way at once, and the broker lists them as they ended: so they are
 * put in the order of their beginnings first. (kafkajs's own filter takes one a record, in the order given, and lets some through.)
 */
export function visibleRecords(
  messages: readonly WireRecord[],
  aborted: readonly AbortedTransaction[],
  from: bigint,
): readonly WireRecord[] {
  const begun = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, first: BigInt(firstOffset) }))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  const ignored = new Set<string>();
  let next = 0;
  return messages.filter(({ offset, key, isControlRecord, batchContext }) => {
    const at = BigInt(offset);
    for (; next < begun.length; next += 1) {
      const transaction = begun[next];
      if (!transaction || transaction.first > at) break;
      ignored.add(transaction.producerId);
    }
    const { producerId, inTransaction } = batchContext;
    if (isControlRecord) {
      if (key?.equals(GIVEN_UP)) ignored.delete(producerId);
      return false;
    }
    return at >= from && !(inTransaction && ignored.has(producerId));
  });
}
