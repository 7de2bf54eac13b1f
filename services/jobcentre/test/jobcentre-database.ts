import path from 'node:path';
import { officeMigrations } from '@told/agency-sdk';
import {
  type AgencyDatabase,
  createAgencyDatabase,
} from '../../../packages/agency-sdk/test/agency-database.ts';

/** JobCentre Plus' database, as migrations.json lays it out. */
export const createJobcentreDatabase = (): Promise<AgencyDatabase> =>
  createAgencyDatabase([
    { name: 'office', dir: officeMigrations },
    { name: 'jobcentre', dir: path.join(import.meta.dirname, '../sql') },
  ]);

/** A single claimant over 25 whose benefit week ends on Wednesday. */
export function sampleCase(changes: object = {}) {
  return {
    caseReference: 'JSA-1',
    person: {
      nino: 'QQ123456C',
      surname: 'Sample',
      forename: 'Asha',
      birthDate: '1980-02-29',
      postcode: 'LU5 0AA',
    },
    from: '2010-01-04',
    household: [],
    incomes: [],
    ...changes,
  };
}
