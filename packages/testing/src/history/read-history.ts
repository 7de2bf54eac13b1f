import { loadAgreements } from '@told/agreements';
import { factFields } from '@told/codec';
import { type Database, openDatabase, openEventLog } from '@told/service';
import { type Area, listOffices } from '../load/area.ts';
import type { History } from './history.ts';
import { readOffice, readStoredChanges } from './read-databases.ts';
import { readTopics } from './read-topics.ts';

export interface ReadHistoryOptions {
  readonly area: Area;
  readonly acknowledged: ReadonlySet<string>;
  /** Folder of the agreement sets, and the set in use: read from the reviewed files, not from what the gateway says it read. */
  readonly agreementsDir: string;
  readonly agreementSet: '2010' | 'current';
}

/** Gathers what logs and databases say, once everything is quiet. */
export async function readHistory(options: ReadHistoryOptions): Promise<History> {
  const { profile } = options.area;
  const log = openEventLog(profile.log, 'told-history');
  try {
    const [topics, stored, offices, allowed] = await Promise.all([
      readTopics({ log, registryUrl: profile.registry.url }),
      withDatabase(options.area, 'intake', readStoredChanges),
      Promise.all(
        listOffices(profile).map(({ agency, service }) =>
          withDatabase(options.area, service, (db) => readOffice(agency, db)),
        ),
      ),
      readAllowed(options),
    ]);
    return { acknowledged: options.acknowledged, stored, ...topics, offices, allowed };
  } finally {
    await log.close();
  }
}

export async function withDatabase<T>(
  { profile }: Area,
  service: string,
  use: (db: Database) => Promise<T>,
): Promise<T> {
  const url = profile.databases[service];
  if (url === undefined) throw new TypeError(`the deployment has no database ${service}`);
  const db = openDatabase({ url, name: 'told-history', max: 2 });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

async function readAllowed(options: ReadHistoryOptions): Promise<History['allowed']> {
  const { agreements } = await loadAgreements(options.agreementsDir, {
    set: options.agreementSet,
    facts: factFields,
  });
  const fields = new Map(
    agreements.map(({ id, version, facts }) => [
      `${id}/${version}`,
      new Set(
        Object.entries(facts).flatMap(([fact, names]) => names.map((name) => `${fact}.${name}`)),
      ),
    ]),
  );
  return (agreement, version) => fields.get(`${agreement}/${version}`);
}
