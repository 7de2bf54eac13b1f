import type { Database } from '@told/service';
import type { WrittenStatement, WrittenTransaction } from './work.ts';

const WRITES = /\b(INSERT INTO|DELETE FROM|UPDATE \w+( \w+)? SET)\b/;

/** A database that remembers what its committed transactions wrote: statements and parameters, in order. */
export function recordWrites(db: Database): {
  readonly db: Database;
  readonly transactions: readonly WrittenTransaction[];
} {
  const transactions: WrittenTransaction[] = [];
  return {
    transactions,
    db: {
      ...db,
      async transaction(run, options) {
        let statements: WrittenStatement[] = [];
        let published = 0;
        const value = await db.transaction((tx) => {
          statements = [];
          published = 0;
          return run({
            ...tx,
            query(statement, values = []) {
              if (WRITES.test(statement.text)) statements.push({ statement, values });
              return tx.query(statement, values);
            },
            signal(signal) {
              if (signal.kind === 'published') published += signal.count;
              tx.signal(signal);
            },
          });
        }, options);
        if (statements.length > 0) transactions.push({ statements, published });
        return value;
      },
    },
  };
}
