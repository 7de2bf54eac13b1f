import { codecUsesOf, createOpeningReader, openCases } from '@told/agency-sdk';
import { createPostgresLog, eventLogMigrations, partitionFor } from '@told/event-log';
import { makeDistinctPerson } from '../../../services/gateway/test/distinct-person.ts';
import type { OpenServer } from '../measure/open-server.ts';
import { TOLD_TABLE } from './adapter.ts';
import {
  type AgencyParts,
  createOffice,
  type Kind,
  MIGRATIONS,
  MOMENT,
  OFFICE_MIGRATIONS,
  openAgencyParts,
  type Places,
} from './agency-parts.ts';
import { AGENCY, caseReferenceOf, makeRelease } from './releases.ts';

const PARTITIONS = 4;
const CHUNK = 500;
const TOPIC = `told.releases.${AGENCY}`;

export type Filling = {
  readonly kind: Kind;
  readonly cases: number;
  /** Of how many of them releases lie on the log. */
  readonly toldOf: number;
  readonly releasesACase: number;
};

/** An agency that knows its cases and has taken nothing yet, and a log that holds its releases. */
export async function fillDatabases(server: OpenServer, filling: Filling): Promise<Places> {
  const { kind, cases, toldOf, releasesACase } = filling;
  const logUrl = await server.create([{ name: 'event-log', dir: eventLogMigrations }]);
  const agencyUrl = await server.create(kind === 'office' ? OFFICE_MIGRATIONS : MIGRATIONS);
  if (kind === 'adapter') await server.rows(agencyUrl, TOLD_TABLE);
  await createTopics(logUrl);
  const places = { agencyUrl, logUrl };
  const parts = await openAgencyParts(places);
  if (kind === 'office') await openAllCases(parts, cases);
  for (let sequence = 1; sequence <= releasesACase; sequence += 1)
    for (let from = 0; from < toldOf; from += CHUNK)
      await release(parts, numbersFrom(from, toldOf), sequence);
  await parts.close();
  for (const url of [agencyUrl, logUrl]) await server.rows(url, 'VACUUM ANALYZE');
  return places;
}

const numbersFrom = (from: number, until: number): readonly number[] =>
  Array.from({ length: Math.min(CHUNK, until - from) }, (_, index) => from + index);

async function createTopics(logUrl: string): Promise<void> {
  const log = createPostgresLog({ connectionString: logUrl, clientId: 'bench' });
  await log.createTopics(
    codecUsesOf(AGENCY).flatMap((use) =>
      'topic' in use ? [{ name: use.topic, partitions: PARTITIONS, retentionMs: null }] : [],
    ),
  );
  await log.close();
}

async function openAllCases({ db }: AgencyParts, cases: number): Promise<void> {
  const office = createOffice();
  const read = createOpeningReader(office, 'synthetic');
  for (let from = 0; from < cases; from += CHUNK) {
    const claims = numbersFrom(from, cases).map((number) => {
      const opening = read(describeCase(number));
      if (!opening.ok) throw new TypeError(`a case is opened: ${JSON.stringify(opening.errors)}`);
      return opening.claim;
    });
    await db.transaction((tx) =>
      openCases(tx, office, claims, { givenBy: AGENCY, moment: MOMENT }),
    );
  }
}

/** Someone of working age with low earnings, a home of their own and a partner in every second case. */
function describeCase(number: number): object {
  const { nino8, surname, forename, postcode } = makeDistinctPerson(number);
  const partner = { relation: 'partner', member: `Ben ${surname}`, birthDate: '1979-05-06' };
  return {
    caseReference: caseReferenceOf(number),
    person: { nino: `${nino8}A`, surname, forename, birthDate: '1980-02-29', postcode },
    uprn: `9999${String(number).padStart(8, '0')}`,
    from: '2010-01-04',
    household: number % 2 === 0 ? [] : [partner],
    incomes: [
      {
        ...{ who: 'claimant', kind: 'employed', employer: 'Sample Stores Ltd' },
        ...{ grossPence: 9_280, netPence: 9_280 },
        ...{ payPeriod: 'weekly', hoursPerWeek: 15, pensionContributionPence: 0 },
        expectedToLastFiveWeeks: true,
      },
    ],
    councilTax: { annualPence: 93_857, liablePersons: 1, singlePersonDiscount: false },
    passport: null,
  };
}

/** One release of each of these cases: a case's own lie as far apart as they do on a busy bus. */
async function release(
  { log, codec }: AgencyParts,
  numbers: readonly number[],
  sequence: number,
): Promise<void> {
  const encode = codec.encoder('Release', TOPIC);
  const records = numbers.map((number) => ({
    key: Buffer.from(caseReferenceOf(number)),
    value: encode(makeRelease(number, sequence)),
  }));
  const byPartition = Map.groupBy(records, ({ key }) => partitionFor(key, PARTITIONS));
  await Promise.all(
    [...byPartition].map(([partition, some]) => log.append({ topic: TOPIC, partition }, some)),
  );
}
