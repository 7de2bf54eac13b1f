import { createHash } from 'node:crypto';
import { openDatabase, type Statement } from '@told/service';
import type { Stack } from '@told/stack';

/**
 * Runs these statements one after the other as the superuser of the stack's server; resolves with the rows of the last one. They take no parameters:
 * those that define something cannot, and all names in them are the stack's own.
 */
export async function runAsAdmin<R extends object>(
  stack: Pick<Stack, 'adminUrl'>,
  database: string,
  ...texts: readonly string[]
): Promise<readonly R[]> {
  const db = openDatabase({ url: stack.adminUrl(database), name: 'told-trials', max: 1 });
  try {
    let rows: readonly R[] = [];
    for (const text of texts) ({ rows } = await db.query<R>(nameStatement(text)));
    return rows;
  } finally {
    await db.close();
  }
}

/** PostgreSQL keeps 63 characters of a name. */
const NAME_DIGITS = 32;

const nameStatement = (text: string): Statement => ({
  name: createHash('sha256').update(text).digest('hex').slice(0, NAME_DIGITS),
  text,
});
