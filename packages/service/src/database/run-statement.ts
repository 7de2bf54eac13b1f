import type { Writable } from 'node:stream';
import type pg from 'pg';
import { toParameter } from './array-parameter.ts';
import { classifyFailure } from './errors.ts';
import type { Result, Statement } from './ports.ts';

/** Runs one named statement and turns a failure into a DatabaseError. */
export async function runStatement<R extends object>(
  client: pg.ClientBase,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<Result<R>> {
  try {
    gatherWrites(client);
    const { rows, rowCount } = await client.query<R>({
      ...{ name, text },
      values: values.map(toParameter),
    });
    return { rows, rowCount: rowCount ?? 0 };
  } catch (error) {
    throw classifyFailure(error, name);
  }
}

/** What is asked for in one turn leaves in one piece: each piece wakes PostgreSQL's process, and the answers to each wake ours. */
export function gatherWrites(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } })
    .connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
