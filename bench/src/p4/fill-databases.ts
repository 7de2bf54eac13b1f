import { createPostgresLog, type EventLog, type NewRecord, partitionFor } from '@told/event-log';
import { createFileKeys, createSealBodies, type SealBodies } from '@told/service';
import { keepAgencies } from '../../../services/gateway/src/agencies/keep-agencies.ts';
import { keepAgreements } from '../../../services/gateway/src/agreements/keep-agreements.ts';
import { registerInterests } from '../../../services/gateway/src/interests/register-interests.ts';
import { CHANGES_TOPIC } from '../../../services/gateway/src/topics.ts';
import { makeDistinctPerson } from '../../../services/gateway/test/distinct-person.ts';
import { digestsOf, subjectKeyOf } from '../../../services/gateway/test/people.ts';
import {
  CLOCK,
  type GatewayParts,
  type KeyPlaces,
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
  /** To seal the bodies with; the keys are made. Left out: they are in clear. */
  readonly keys?: KeyPlaces;
};

/** A gateway that knows everybody's cases and has decided nothing yet, and a log that holds the changes. */
export async function fillDatabases(
  databases: OpenDatabases,
  { people, toldOf, recipients, keys }: Filling,
): Promise<Places> {
  const pair = { ...(await databases.create()), keys };
  const writer = keys && createFileKeys({ ...keys, mayWrite: true });
  await writer?.storeId(true);
  const seal = writer === undefined ? inClear : createSealBodies(writer);
  await createTopics(pair);
  const parts = await openGatewayParts(pair);
  await keepAgreements(parts.db, parts.agreements);
  const files = await readFiles();
  await parts.db.transaction((tx) => keepAgencies(tx, files, CLOCK));
  for (let from = 0; from < people; from += CHUNK)
    await registerPeople(parts, numbersFrom(from, people), recipients);
  for (let turn = 0; turn < CHANGES_A_PERSON; turn += 1)
    for (let from = 0; from < toldOf; from += CHUNK)
      await tell(parts, seal, numbersFrom(from, toldOf), turn);
  writer?.close();
  await parts.close();
  // What registering said of the cases is not the work.
  await databases.rows(pair.gatewayUrl, 'DELETE FROM outbox');
  for (const url of [pair.gatewayUrl, pair.logUrl]) await databases.rows(url, 'VACUUM ANALYZE');
  return pair;
}

const inClear: SealBodies = async (placed) => placed.map(({ body }) => body);

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
  seal: SealBodies,
  numbers: readonly number[],
  turn: number,
): Promise<void> {
  const encodeBody = codec.encoder('ChangeBody', 'told.changes-body');
  const encodeChange = codec.encoder('ClaimantChange', CHANGES_TOPIC);
  const changes = numbers.flatMap((number) => {
    const told = listChanges(number)[turn];
    return told === undefined ? [] : [{ ...told.change, body: encodeBody(told.body) }];
  });
  const bodies = await seal(changes);
  const records = changes.map((change, index) => ({
    key: Buffer.from(change.subjectKey),
    value: encodeChange({ ...change, body: bodies[index] as Buffer }),
  }));
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
