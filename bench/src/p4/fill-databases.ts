import { createPostgresLog, type EventLog, type NewRecord, partitionFor } from '@told/event-log';
import { keepAgencies } from '../../../services/gateway/src/agencies/keep-agencies.ts';
import { keepAgreements } from '../../../services/gateway/src/agreements/keep-agreements.ts';
import { registerInterests } from '../../../services/gateway/src/interests/register-interests.ts';
import { CHANGES_TOPIC } from '../../../services/gateway/src/topics.ts';
import { makeDistinctPerson } from '../../../services/gateway/test/distinct-person.ts';
import { digestsOf, subjectKeyOf } from '../../../services/gateway/test/people.ts';
import {
  CLOCK,
  type GatewayParts,
  openGatewayParts,
  type Places,
  readFiles,
  USES,
} from './gateway-parts.ts';
import type { OpenDatabases } from './open-databases.ts';
import { CHANGES_A_PERSON, caseReferenceOf, casesOf, listChanges } from './people.ts';

const PARTITIONS = 4;
const CHUNK = 500;

export type Filling = {
  /** Whose cases are registered. */
  readonly people: number;
  /** How many of them something is told of. */
  readonly toldOf: number;
  /** Cases of each. */
  readonly recipients: number;
};

/** A gateway that knows everybody's cases and has decided nothing yet, and a log that holds the changes. */
export async function fillDatabases(
  databases: OpenDatabases,
  { people, toldOf, recipients }: Filling,
): Promise<Places> {
  const pair = await databases.create();
  await createTopics(pair);
  const parts = await openGatewayParts(pair);
  await keepAgreements(parts.db, parts.agreements);
  const files = await readFiles();
  await parts.db.transaction((tx) => keepAgencies(tx, files, CLOCK));
  for (let from = 0; from < people; from += CHUNK)
    await registerPeople(parts, numbersFrom(from, people), recipients);
  for (let turn = 0; turn < CHANGES_A_PERSON; turn += 1)
    for (let from = 0; from < toldOf; from += CHUNK)
      await tell(parts, numbersFrom(from, toldOf), turn);
  await parts.close();
  // What registering said of the cases is not the work.
  await databases.rows(pair.gatewayUrl, 'DELETE FROM outbox');
  for (const url of [pair.gatewayUrl, pair.logUrl]) await databases.rows(url, 'VACUUM ANALYZE');
  return pair;
}

const numbersFrom = (from: number, until: number): readonly number[] =>
  Array.from({ length: Math.min(CHUNK, until - from) }, (_, index) => from + index);

async function createTopics(pair: Places): Promise<void> {
  const log = createPostgresLog({ connectionString: pair.logUrl, clientId: 'bench' });
  await log.createTopics(
    USES.flatMap((use) =>
      'topic' in use ? [{ name: use.topic, partitions: PARTITIONS, retentionMs: null }] : [],
    ),
  );
  await log.close();
}

async function registerPeople(
  { db, interests }: GatewayParts,
  numbers: readonly number[],
  recipients: number,
): Promise<void> {
  const registrations = numbers.flatMap((number) => {
    const person = makeDistinctPerson(number);
    return casesOf(recipients).map((one) => ({
      ...one,
      caseReference: caseReferenceOf(one, number),
      subjectKey: subjectKeyOf(person),
      identityDigests: digestsOf(person),
      state: 'final' as const,
      ...{ from: '2010-04-01', until: null, backFill: false },
    }));
  });
  await db.transaction((tx) => registerInterests(tx, registrations, interests));
}

/** One change of each of these people: a person's changes lie as far apart as they do on a busy bus. */
async function tell(
  { log, codec }: GatewayParts,
  numbers: readonly number[],
  turn: number,
): Promise<void> {
  const encodeBody = codec.encoder('ChangeBody', 'told.changes-body');
  const encodeChange = codec.encoder('ClaimantChange', CHANGES_TOPIC);
  const records = numbers.flatMap((number) => {
    const told = listChanges(number)[turn];
    if (told === undefined) return [];
    const { change, body } = told;
    const value = encodeChange({ ...change, body: encodeBody(body) });
    return [{ key: Buffer.from(change.subjectKey), value }];
  });
  await appendAll(log, records);
}

async function appendAll(log: EventLog, records: readonly NewRecord[]): Promise<void> {
  const byPartition = Map.groupBy(records, ({ key }) => partitionFor(key, PARTITIONS));
  await Promise.all(
    [...byPartition].map(([partition, some]) =>
      log.append({ topic: CHANGES_TOPIC, partition }, some),
    ),
  );
}
