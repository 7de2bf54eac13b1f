import type { Database } from '@told/service';
import type { AgencyDatabase } from '../../../packages/agency-sdk/test/agency-database.ts';
import { createCouncilDatabase } from './council-database.ts';

/** A database that a council's rebuild may go into. */
export interface Scratch {
  readonly database: AgencyDatabase;
  readonly db: Database;
  drop(): Promise<void>;
}

export async function createScratch(): Promise<Scratch> {
  const database = await createCouncilDatabase();
  const { username } = new URL(database.url);
  await database.rows(`GRANT CREATE ON SCHEMA public TO "${username}"`);
  return { database, db: database.db, drop: () => database.drop() };
}
