import type { Database } from '@told/service';
import type { WrittenTransaction } from './work.ts';

/** Writes what was written before, transaction by transaction, and nothing else. */
export async function replayWrites(
  db: Database,
  transactions: readonly WrittenTransaction[],
): Promise<void> {
  for (const { statements, published } of transactions) {
    await db.transaction(async (tx) => {
      for (const { statement, values } of statements) await tx.query(statement, values);
      tx.signal({ kind: 'published', count: published });
    });
  }
}

/** The first of them that published so many records. */
export function takeFirst(
  transactions: readonly WrittenTransaction[],
  records: number,
): readonly WrittenTransaction[] {
  let sum = 0;
  const end = transactions.findIndex(({ published }) => {
    sum += published;
    return sum >= records;
  });
  return transactions.slice(0, end + 1);
}
