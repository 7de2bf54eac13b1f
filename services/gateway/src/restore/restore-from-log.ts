import {
  type Codec,
  type Interest,
  type RecordName,
  type RecordTypes,
  readOrThrow,
} from '@told/codec';
import type { EventLog, StoredRecord } from '@told/event-log';
import {
  type Clock,
  createOpenBodies,
  type Database,
  type KeyReader,
  type Logger,
  type Publisher,
  type Transaction,
  WITHOUT_KEYS,
} from '@told/service';
import { restoreRefusals } from '../matches/restore-refusals.ts';
import { CONSENTS_TOPIC, DECISIONS_TOPIC, INTERESTS_TOPIC, SUSPENSIONS_TOPIC } from '../topics.ts';
import { awaitChanges, readChangeEnds } from './await-changes.ts';
import { ownTopics, readOwnPositions, writeOwnPositions } from './own-positions.ts';
import { dropSentDecisions, restoreDecisions } from './restore-decisions.ts';
import { takeUpLaterRuns } from './restore-later-runs.ts';
import { restoreReviews, restoreSets } from './restore-matches.ts';
import { holdBackMoves } from './restore-moves.ts';
import {
  dropSentRecords,
  restoreConsents,
  restoreInterests,
  restoreSuspensions,
} from './restore-registers.ts';
import { dropSentReleases, restoreReleases } from './restore-releases.ts';

export interface RestorePorts {
  readonly db: Database;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly publisher: Publisher;
  readonly clock: Clock;
  /** Undefined: nothing is sealed here. */
  readonly keys?: Pick<KeyReader, 'open'> | undefined;
  readonly logger: Logger;
  readonly agencies: readonly string[];
}

export interface Restored {
  /** Records of the gateway's own topics that were looked at. */
  readonly read: number;
  /** Rows that the database lacked. */
  readonly missing: number;
}

/**
 * Reads the gateway's own topics from where the database knows them to be in it, to their ends, and puts back what a restored backup has
 * lost: suspensions, interests, consents, decisions and releases, with the versions and sequences that they had. Records that wait in
 * the outbox though they have left are removed: sent again, they could say what has been withdrawn since. Nothing is decided, and nothing
 * published but what was decided before and has not left. May be repeated, and killed at any point. Rejects when a topic cannot be read: then the gateway stays closed.
 */
export async function restoreFromLog(ports: RestorePorts): Promise<Restored> {
  const { db, log, logger } = ports;
  const known = await readOwnPositions(db);
  const ends = await readChangeEnds(log);
  let read = 0;
  let missing = 0;
  for (const topic of ownTopics(ports.agencies)) {
    for (const { partition, low, end } of await log.bounds(topic)) {
      const before = missing;
      let from = known.get(`${topic}/${partition}`) ?? low;
      // Retention may have taken what lay there.
      if (from < low) from = low;
      for await (const records of log.read({ topic, partition, from, to: end })) {
        missing += await db.transaction(async (tx) => {
          const lacked = await restoreRecords(tx, ports, topic, records);
          if (lacked > 0) await awaitChanges(tx, ends);
          return lacked;
        });
        read += records.length;
      }
      await writeOwnPositions(db, [{ topic, partition, next: end }]);
      const count = missing - before;
      if (count > 0) logger.info({ topic, partition, count }, 'put back what the database lacked');
    }
  }
  const openBodies = createOpenBodies(ports.keys ?? WITHOUT_KEYS);
  await takeUpLaterRuns(db, { ...ports, openBodies });
  return { read, missing };
}

async function restoreRecords(
  tx: Transaction,
  ports: RestorePorts,
  topic: string,
  records: readonly StoredRecord[],
): Promise<number> {
  const decode = <N extends RecordName>(schema: N) => decodeAll(ports.codec, schema, records);
  switch (topic) {
    case SUSPENSIONS_TOPIC:
      await dropSentRecords(tx, topic, records);
      return restoreSuspensions(tx, await decode('Suspension'));
    case INTERESTS_TOPIC:
      await dropSentRecords(tx, topic, records);
      return restoreCases(tx, await decode('Interest'));
    case CONSENTS_TOPIC:
      await dropSentRecords(tx, topic, records);
      return restoreConsents(tx, await decode('Consent'));
    case DECISIONS_TOPIC:
      await dropSentDecisions(tx, records);
      return restoreDecisions(tx, await decode('Decision'), records);
    default:
      await dropSentReleases(tx, topic, records);
      return restoreReleases(tx, agencyOf(topic), await decode('Release'));
  }
}

const agencyOf = (topic: string): string => topic.slice('told.releases.'.length);

/** Our own records: one that cannot be read is a fault to be mended, never to be passed over. */
async function decodeAll<N extends RecordName>(
  codec: Codec,
  schema: N,
  records: readonly StoredRecord[],
): Promise<readonly RecordTypes[N][]> {
  const decoded = await codec.decode(
    schema,
    records.map(({ value }) => value),
  );
  return decoded.map(readOrThrow);
}

async function restoreCases(tx: Transaction, interests: readonly Interest[]): Promise<number> {
  await restoreSets(tx, interests);
  const standing = await holdBackMoves(tx, interests);
  const missing = await restoreInterests(tx, standing, interests);
  await restoreRefusals(tx, interests);
  await restoreReviews(tx, standing);
  return missing;
}
