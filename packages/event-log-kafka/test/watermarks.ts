import {
  LogError,
  type Position,
  recordDigest,
  type StoredRecord,
  type SubscribeOptions,
  type TopicPartition,
} from '@told/event-log';

/** What has been handled of a partition: its texts in their order, and where each stood. */
export interface Account {
  readonly texts: string[];
  readonly offsets: bigint[];
}

/** The database that the members of a group share: effects and watermark move together, or not at all. */
export interface Watermarks {
  readonly positionOf: SubscribeOptions['positionOf'];
  /** Effects of a batch. @throws LogError `stale-member` when another member has gone beyond its first record */
  apply(batch: readonly StoredRecord[]): void;
  of(partition: number): Account;
  /** Records handled, of all partitions. */
  count(): number;
  /** Batches that came too late: somebody else had handled them. */
  refused(): number;
  /** Batches that began above the watermark. Offsets are dense where nobody writes by transactions: none may. */
  readonly skips: readonly string[];
}

export function createWatermarks(): Watermarks {
  const accounts = new Map<number, Account>();
  const positions = new Map<number, Position>();
  const skips: string[] = [];
  let refused = 0;

  function of(partition: number): Account {
    const account = accounts.get(partition) ?? { texts: [], offsets: [] };
    accounts.set(partition, account);
    return account;
  }

  return {
    of,
    skips,
    refused: () => refused,
    count: () => [...accounts.values()].reduce((sum, { texts }) => sum + texts.length, 0),
    positionOf: async ({ partition }: TopicPartition) => positions.get(partition),
    apply(batch) {
      const [first, last] = [batch[0], batch.at(-1)];
      if (!first || !last) return;
      const { topic, partition } = first;
      const next = positions.get(partition)?.next ?? 0n;
      if (first.offset < next) {
        refused += 1;
        throw new LogError('stale-member', { topic, partition });
      }
      if (first.offset > next) skips.push(`${partition}: ${next} -> ${first.offset}`);
      const account = of(partition);
      for (const { offset, value } of batch) {
        account.offsets.push(offset);
        account.texts.push(value.toString());
      }
      const digest = recordDigest(last.key, last.value);
      positions.set(partition, { next: last.offset + 1n, last: { offset: last.offset, digest } });
    },
  };
}
