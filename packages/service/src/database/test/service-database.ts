import { createTestDatabase } from '../../../../../tools/test-database.ts';
import { serviceMigrations } from '../migrate-database.ts';
import { openDatabase } from '../open-database.ts';
import type { Database, DatabaseLogger } from '../ports.ts';

export type ServiceDatabase = {
  /** As the service's own login role. */
  readonly db: Database;
  readonly url: string;
  readonly superuserUrl: string;
  /** Another process's view of the same database. */
  open(max?: number): Database;
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  drop(): Promise<void>;
};

/** A database with this package's migrations and one table for effects, opened with a service's rights only. */
export async function createServiceDatabase(): Promise<ServiceDatabase> {
  const database = await createTestDatabase({
    migrations: [{ name: 'service', dir: serviceMigrations }],
  });
  const url = await database.roleUrl();
  const opened: Database[] = [];
  const open = (max = 4): Database => {
    const db = openDatabase({ url, max, name: 'test' });
    opened.push(db);
    return db;
  };
  const admin = openDatabase({ url: database.url, max: 1, name: 'test-admin' });
  const run = (text: string, values: readonly unknown[] = []) =>
    admin.query({ name: text.slice(0, 60), text }, values);
  await run(
    'CREATE TABLE effect (place bigint GENERATED ALWAYS AS IDENTITY, key text, sequence int, id text)',
  );
  await run('GRANT SELECT, INSERT ON effect TO told_service');
  return {
    db: open(),
    url,
    superuserUrl: database.url,
    open,
    rows: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await run(text, values)).rows as readonly R[],
    async drop() {
      await Promise.all([...opened, admin].map((db) => db.close()));
      await database.drop();
    },
  };
}

export type Told = { readonly level: string; readonly fields: object; readonly message: string };

/** Keeps what was logged. */
export function createListeningLogger(): DatabaseLogger & { readonly told: readonly Told[] } {
  const told: Told[] = [];
  const keep = (level: string) => (fields: object, message: string) =>
    void told.push({ level, fields, message });
  return { told, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** Resolves once `check` is true; fails after `timeoutMs`. */
export async function until(
  check: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`still not true after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
