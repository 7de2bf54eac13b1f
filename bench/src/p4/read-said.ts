import { createHash, type Hash } from 'node:crypto';
import type { AgreementSet } from '@told/agreements';
import { createLocalSource, FACTS, openCodecFrom, type Release, readOrThrow } from '@told/codec';
import { createPostgresLog, type EventLog, type StoredRecord } from '@told/event-log';
import { DECISIONS_TOPIC, releasesTopicOf } from '../../../services/gateway/src/topics.ts';
import { AGENCIES, loadShipped, type Places, USES } from './gateway-parts.ts';

/** What is on the log, read back. */
export type Said = {
  readonly decisions: number;
  readonly releases: number;
  /** Releases that are not the next of their case. */
  readonly outOfPlace: number;
  /** Releases with a value in a field that no agreement gives to this case. */
  readonly outside: number;
  /** By topic, of all records: those of one key in their order. */
  readonly digests: Readonly<Record<string, string>>;
};

export async function readSaid({ logUrl }: Places): Promise<Said> {
  const log = createPostgresLog({ connectionString: logUrl, clientId: 'check' });
  const codec = await openCodecFrom(createLocalSource(), USES);
  const check = createReleaseCheck(await loadShipped());
  const digests: Record<string, string> = {};
  let decisions = 0;
  let releases = 0;
  for (const topic of [DECISIONS_TOPIC, ...AGENCIES.map(releasesTopicOf)]) {
    const records = await readTopic(log, topic);
    digests[topic] = digestRecords(records);
    if (topic === DECISIONS_TOPIC) decisions += records.length;
    else {
      releases += records.length;
      const values = records.map(({ value }) => value);
      const decoded = await codec.decode('Release', values);
      for (const release of decoded.map(readOrThrow)) check.add(topic, release);
    }
  }
  await log.close();
  return { decisions, releases, ...check.found(), digests };
}

async function readTopic(log: EventLog, topic: string): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (const { partition } of await log.bounds(topic))
    for await (const some of log.read({ topic, partition, from: 0n })) records.push(...some);
  return records;
}

/** Where a record lies among those of other keys is chance: batches take what is ready. */
function digestRecords(records: readonly StoredRecord[]): string {
  const ofKeys = new Map<string, Hash>();
  for (const { key, value, headers } of records) {
    const name = key.toString('hex');
    const hash = ofKeys.get(name) ?? createHash('sha256');
    ofKeys.set(name, hash);
    hash.update(value).update(JSON.stringify(Object.entries(headers).sort()));
  }
  const all = createHash('sha256');
  for (const [name, hash] of [...ofKeys].sort(([a], [b]) => (a < b ? -1 : 1)))
    all.update(name).update(hash.digest());
  return `${records.length} records, sha256 ${all.digest('hex')}`;
}

function createReleaseCheck({ agreements }: AgreementSet) {
  const lastOf = new Map<string, number>();
  let outOfPlace = 0;
  let outside = 0;
  return {
    add(topic: string, release: Release): void {
      const place = `${topic}/${release.caseReference}`;
      if (release.releaseSequence !== (lastOf.get(place) ?? 0) + 1) outOfPlace += 1;
      lastOf.set(place, release.releaseSequence);
      const allowed = agreements
        .filter(
          ({ state, from, to, capacities }) =>
            state === 'in-force' &&
            from.includes(release.sourceAgency) &&
            to.some((agency) => releasesTopicOf(agency) === topic) &&
            capacities.includes(release.capacity),
        )
        .flatMap(({ facts }) => fieldsOfAgreement(facts));
      if (fieldsOfRelease(release).some((field) => !allowed.includes(field))) outside += 1;
    },
    found: () => ({ outOfPlace, outside }),
  };
}

type Facts = AgreementSet['agreements'][number]['facts'];

const fieldsOfAgreement = (facts: Facts): readonly string[] =>
  Object.entries(facts).flatMap(([fact, fields]) => fields.map((field) => `${fact}.${field}`));

const fieldsOfRelease = (release: Release): readonly string[] =>
  FACTS.flatMap((fact) =>
    Object.entries(release[fact] ?? {}).flatMap(([field, value]) =>
      value === null ? [] : [`${fact}.${field}`],
    ),
  );
