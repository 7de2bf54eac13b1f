import path from 'node:path';
import { officeMigrations } from '@told/agency-sdk';
import {
  type AgencyDatabase,
  createAgencyDatabase,
} from '../../../packages/agency-sdk/test/agency-database.ts';

/** A council's database, as migrations.json lays it out. */
export const createCouncilDatabase = (): Promise<AgencyDatabase> =>
  createAgencyDatabase([
    { name: 'office', dir: officeMigrations },
    { name: 'council-tax', dir: path.join(import.meta.dirname, '../sql') },
  ]);
