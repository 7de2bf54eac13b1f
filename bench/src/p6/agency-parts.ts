import path from 'node:path';
import {
  agencySdkMigrations,
  codecUsesOf,
  defineOffice,
  officeMigrations,
  runAgency,
} from '@told/agency-sdk';
import { createLocalSource, openCodecFrom } from '@told/codec';
import { createPostgresLog } from '@told/event-log';
import {
  consume,
  createPublisher,
  type Database,
  openDatabase,
  serviceMigrations,
} from '@told/service';
import { createCouncilTaxOffice } from '../../../services/council-tax/src/office.ts';
import { SILENT } from '../p4/gateway-parts.ts';
import { ROOT } from '../places.ts';
import { adapter } from './adapter.ts';
import { AGENCY, BUSINESS_DATE, NOW_MS } from './releases.ts';

/** Who takes the releases: an adapter that keeps what it is told, or an office that computes awards anew. */
export type Kind = 'adapter' | 'office';

/** A database of the agency's and one of the log's. */
export type Places = { readonly agencyUrl: string; readonly logUrl: string };

export const MIGRATIONS = [
  { name: 'service', dir: serviceMigrations },
  { name: 'agency-sdk', dir: agencySdkMigrations },
];
export const OFFICE_MIGRATIONS = [
  ...MIGRATIONS,
  { name: 'office', dir: officeMigrations },
  { name: 'council-tax', dir: path.join(ROOT, 'services/council-tax/sql') },
];

export const createOffice = () => createCouncilTaxOffice(AGENCY);
export const MOMENT = { businessDate: BUSINESS_DATE, nowMs: NOW_MS };

/** What an agency's program puts together, without HTTP and relay. */
export async function openAgencyParts({ agencyUrl, logUrl }: Places) {
  const db = openDatabase({ url: agencyUrl, name: AGENCY });
  const log = createPostgresLog({ connectionString: logUrl, clientId: AGENCY });
  return {
    ...{ db, log, codec: await openCodecFrom(createLocalSource(), codecUsesOf(AGENCY)) },
    publisher: await createPublisher({ log }),
    async close() {
      await db.close();
      await log.close();
    },
  };
}

export type AgencyParts = Awaited<ReturnType<typeof openAgencyParts>>;

/** Runs the agency until it has taken so many releases. Answers how to stop it, which is no part of the work. */
export async function takeAll(
  { log, codec, publisher, ...parts }: AgencyParts,
  kind: Kind,
  releases: number,
  db: Database = parts.db,
): Promise<() => Promise<void>> {
  let taken = 0;
  const { promise: allTaken, resolve, reject } = Promise.withResolvers<void>();
  const running = await runAgency({
    definition: kind === 'adapter' ? adapter : defineOffice(createOffice()),
    ...{ codec, publisher, logger: SILENT },
    calendar: { today: () => BUSINESS_DATE },
    clock: { nowMs: () => NOW_MS },
    async consume(options) {
      const consumer = await consume({
        ...options,
        ...{ log, db, logger: SILENT },
        onDelivered({ records }) {
          taken += records;
          if (taken >= releases) resolve();
        },
      });
      consumer.done.catch(reject);
      return consumer;
    },
  });
  await allTaken;
  return () => running.stop();
}
