import { InvariantError } from '../benchmark.ts';
import { type RecordSource, sequenceOf } from './work.ts';

export type StoredCheck = {
  take(partition: number, key: Buffer | null, value: Buffer | null): void;
  /** @throws InvariantError unless every record was taken once, unchanged, each key from one partition and in order */
  finish(): void;
};

/** Checks what is read back of records 0 to `count`, of which all were acknowledged. */
export function createStoredCheck(count: number, recordOf: RecordSource): StoredCheck {
  const seen = new Uint8Array(count);
  const partitionOf = new Map<string, number>();
  const newestOf = new Map<string, number>();
  const wrong = { lost: 0, doubled: 0, changed: 0, outOfOrder: 0, astray: 0 };

  return {
    take(partition, key, value) {
      const sequence = value && value.length >= 8 ? sequenceOf(value) : count;
      const expected = sequence < count ? recordOf(sequence) : undefined;
      if (!expected || !key?.equals(expected.key) || !value?.equals(expected.value)) {
        wrong.changed += 1;
        return;
      }
      if (seen[sequence]) wrong.doubled += 1;
      seen[sequence] = 1;
      const name = key.toString('latin1');
      const home = partitionOf.get(name);
      if (home === undefined) partitionOf.set(name, partition);
      else if (home !== partition) wrong.astray += 1;
      if ((newestOf.get(name) ?? -1) > sequence) wrong.outOfOrder += 1;
      newestOf.set(name, sequence);
    },
    finish() {
      wrong.lost = seen.reduce((sum, one) => sum + (one ? 0 : 1), 0);
      if (Object.values(wrong).some((times) => times > 0))
        throw new InvariantError({ records: count, ...wrong });
    },
  };
}
