import { describe, expect, test } from '@jest/globals';
import type { Database } from '@told/service';
import { readEffects, readStoredChanges } from './read-databases.ts';

/** Answers like a table that is read by its key: rows after the one given, no more than asked for. */
function tableOf<R extends object>(
  rows: readonly R[],
  isAfter: (row: R, key: readonly unknown[]) => boolean,
): { readonly db: Database; readonly asked: unknown[][] } {
  const asked: unknown[][] = [];
  const query = async (_statement: unknown, values: readonly unknown[] = []) => {
    asked.push([...values]);
    const some = rows.filter((row) => isAfter(row, values)).slice(0, Number(values.at(-1)));
    return { rows: some, rowCount: some.length };
  };
  return { db: { query } as unknown as Database, asked };
}

async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

describe('reading what databases say', () => {
  test.each([0, 1, 4_999, 5_000, 12_345])('goes through %i rows, each once', async (count) => {
    const ids = Array.from({ length: count }, (_, at) => String(at).padStart(36, '0'));
    const rows = ids.map((id) => ({ id }));
    const { db, asked } = tableOf(
      rows,
      ({ id }, [after]) => id > String(after).replaceAll('-', '0'),
    );
    // The nil key is below all others but the first of these, which no UUID is.
    expect((await collect(readStoredChanges(db))).length).toBe(Math.max(0, count - 1));
    expect(asked.length).toBeLessThanOrEqual(Math.floor(count / 5_000) + 1);
  });

  test('goes on within a case, where an answer ended', async () => {
    const rows = Array.from({ length: 5_003 }, (_, at) => ({
      caseReference: at < 4_999 ? 'A' : 'B',
      revision: at < 4_999 ? at + 1 : at - 4_998,
      changeId: `c${at}`,
      awardChanged: true,
    }));
    const { db } = tableOf(rows, ({ caseReference, revision }, [reference, after]) =>
      caseReference === reference ? revision > Number(after) : caseReference > String(reference),
    );
    expect(await collect(readEffects(db))).toEqual(rows);
  });
});
