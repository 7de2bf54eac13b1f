import { createIndexes } from './columns.ts';

/** Says whether records come in the order of their keys' sequences: dense from 1, each place one record's, repetitions allowed. */
export interface SequenceCheck {
  /** The sequence that would be next if this record breaks the order; undefined when it is the next, or one that was at this place before. */
  take(key: number, sequence: number, record: number): number | undefined;
}

/** Keys and records are numbers of tables. */
export function createSequenceCheck(): SequenceCheck {
  /** By key: how many places are taken. */
  const taken = createIndexes();
  /** By record: its first place, as key + 1 and sequence. */
  const keys = createIndexes();
  const sequences = createIndexes();
  /** Places of records that have more than one: there are none in a history that keeps the invariants. */
  const more = new Set<string>();
  return {
    take(key, sequence, record) {
      const next = taken.get(key) + 1;
      if (sequence !== next) {
        const isHere = keys.get(record) === key + 1 && sequences.get(record) === sequence;
        return isHere || more.has(`${key}/${sequence}/${record}`) ? undefined : next;
      }
      taken.set(key, next);
      if (keys.get(record) !== 0) more.add(`${key}/${sequence}/${record}`);
      else {
        keys.set(record, key + 1);
        sequences.set(record, sequence);
      }
      return undefined;
    },
  };
}
