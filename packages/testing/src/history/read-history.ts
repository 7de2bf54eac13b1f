import { loadAgreements } from '@told/agreements';
import { factFields } from '@told/codec';
import { type Database, openDatabase, openEventLog } from '@told/service';
import { type Area, listOffices } from '../load/area.ts';
import type { Allowed, HistoryStream } from './history.ts';
import { readEffects, readParked, readReceived, readStoredChanges } from './read-databases.ts';
import { readTopics } from './read-topics.ts';

export interface ReadHistoryOptions {
  readonly area: Area;
  readonly acknowledged: Iterable<string>;
  /** Folder of the agreement sets, and the set in use: read from the reviewed files, not from what the gateway says it read. */
  readonly agreementsDir: string;
  readonly agreementSet: '2010' | 'current';
}

/** What logs and databases say, to be gone through once everything is quiet; nothing of it is held, and each pass reads it again. */
export async function readHistory(options: ReadHistoryOptions): Promise<HistoryStream> {
  const { area, acknowledged } = options;
  const { profile } = area;
  const topics = await readTopics({
    openLog: () => openEventLog(profile.log, 'told-history'),
    registryUrl: profile.registry.url,
  });
  const offices = listOffices(profile).map(({ agency, service }) => ({
    agency,
    received: streamFrom(area, service, readReceived),
    effects: streamFrom(area, service, readEffects),
    parked: streamFrom(area, service, readParked),
  }));
  const stored = streamFrom(area, 'intake', readStoredChanges);
  return { acknowledged, stored, ...topics, offices, allowed: await readAllowed(options) };
}

/** A database that is open while it is gone through. */
const streamFrom = <T>(
  area: Area,
  service: string,
  read: (db: Database) => AsyncGenerator<T>,
): AsyncIterable<T> => ({
  async *[Symbol.asyncIterator]() {
    const db = openServiceDatabase(area, service);
    try {
      yield* read(db);
    } finally {
      await db.close();
    }
  },
});

export async function withDatabase<T>(
  area: Area,
  service: string,
  use: (db: Database) => Promise<T>,
): Promise<T> {
  const db = openServiceDatabase(area, service);
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

function openServiceDatabase({ profile }: Area, service: string): Database {
  const url = profile.databases[service];
  if (url === undefined) throw new TypeError(`the deployment has no database ${service}`);
  return openDatabase({ url, name: 'told-history', max: 2 });
}

async function readAllowed(options: ReadHistoryOptions): Promise<Allowed> {
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
