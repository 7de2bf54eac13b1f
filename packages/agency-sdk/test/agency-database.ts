import { type Database, openDatabase, serviceMigrations } from '@told/service';
import { createTestDatabase } from '../../../tools/test-database.ts';
import { agencySdkMigrations } from '../src/index.ts';

export interface AgencyDatabase {
  /** As the agency's own login role. */
  readonly db: Database;
  readonly url: string;
  /** As the superuser. */
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /** Opens it once more, as another process would. */
  open(): Database;
  drop(): Promise<void>;
}

/** A database with the tables of an agency, opened with a service's rights alone. */
export async function createAgencyDatabase(
  components: readonly { readonly name: string; readonly dir: string }[] = [],
): Promise<AgencyDatabase> {
  const database = await createTestDatabase({
    migrations: [
      { name: 'service', dir: serviceMigrations },
      { name: 'agency-sdk', dir: agencySdkMigrations },
      ...components,
    ],
  });
  const url = await database.roleUrl();
  const admin = openDatabase({ url: database.url, max: 1, name: 'test-admin' });
  const opened: Database[] = [admin];
  const open = (): Database => {
    const db = openDatabase({ url, max: 4, name: 'test' });
    opened.push(db);
    return db;
  };
  return {
    db: open(),
    url,
    open,
    rows: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await admin.query<R>({ name: text.slice(0, 60), text }, values)).rows,
    async drop() {
      await Promise.all(opened.map((db) => db.close()));
      await database.drop();
    },
  };
}
