import { type Codec, createLocalSource, type Outcome, openCodecFrom } from '@told/codec';
import type { StoredRecord } from '@told/event-log';
import { type Database, type DatabaseLogger, type Publisher, takeParked } from '@told/service';
import { codecUsesOf } from './codec-uses.ts';
import type { AgencyDefinition, ReleasedChange } from './define-agency.ts';
import type { Moment } from './received-releases.ts';
import { createReconciler, releasesTopic } from './reconcile.ts';

export interface TestedAgency {
  /** Delivers releases as one batch; answers with the outcomes, none for what was a duplicate or had to wait. */
  deliver(releases: readonly ReleasedChange[]): Promise<readonly Outcome[]>;
  /** Takes out what is parked of a case and delivers it, as an operator would who has mended the cause. */
  redrive(caseReference: string): Promise<readonly Outcome[]>;
  readonly codec: Codec;
}

export interface TestAgencyOptions {
  /** A database with the migrations of @told/service, of this package and the agency's own. */
  readonly db: Database;
  readonly moment?: () => Moment;
  readonly log?: DatabaseLogger;
}

const SILENT: DatabaseLogger = { info() {}, warn() {}, error() {} };
const FIRST_DAY = { businessDate: '2010-04-05', nowMs: Date.UTC(2010, 3, 5, 9) };

/** Runs an agency without a log, on a real database: what reaches its handlers and its tables is what the bus would bring. */
export async function testAgency(
  definition: AgencyDefinition,
  { db, moment = () => FIRST_DAY, log = SILENT }: TestAgencyOptions,
): Promise<TestedAgency> {
  const { agency } = definition;
  const codec = await openCodecFrom(createLocalSource(), codecUsesOf(agency));
  const topic = releasesTopic(agency);
  const encode = codec.encoder('Release', topic);
  const publisher: Publisher = { publish: async () => undefined };
  const { reconcile } = createReconciler({ definition, codec, publisher, log, moment });
  let offset = 0n;
  const toRecord = (release: ReleasedChange): StoredRecord => ({
    topic,
    partition: 0,
    offset: offset++,
    timestampMs: moment().nowMs,
    key: Buffer.from(release.caseReference),
    value: encode(release),
    headers: {},
  });
  return {
    codec,
    deliver: (releases) => {
      const records = releases.map(toRecord);
      return db.transaction((tx) => reconcile(tx, records));
    },
    redrive: (caseReference) =>
      db.transaction(async (tx) => reconcile(tx, await takeParked(tx, topic, caseReference))),
  };
}
