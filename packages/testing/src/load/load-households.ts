import {
  describeCouncilCase,
  describeInterest,
  describeJobcentreCase,
} from '../people/describe-cases.ts';
import type { SyntheticHousehold } from '../people/household.ts';
import type { Area } from './area.ts';
import { createPoster, type Poster } from './post-json.ts';

/** Lines a bulk request takes. */
const LINES = 1_000;

export interface LoadHouseholdsOptions {
  readonly area: Area;
  readonly households: readonly SyntheticHousehold[];
  readonly council: string;
  readonly onProgress?: (loaded: number) => void;
}

/** Opens every household's cases in both offices and registers the offices' interests. Rejects when a line is refused. */
export async function loadHouseholds(options: LoadHouseholdsOptions): Promise<void> {
  const { area, council, households } = options;
  const office = `council-tax-${council}`;
  const poster = createPoster(4);
  try {
    for (let from = 0; from < households.length; from += LINES) {
      const some = households.slice(from, from + LINES);
      const jobseekers = some.filter(({ jobcentreCase }) => jobcentreCase !== null);
      const send = createSender(area, poster);
      await Promise.all([
        send(office, '/v1/properties/bulk', council, some.map(describeSpareHome)),
        send(office, '/v1/cases/bulk', council, some.map(describeCouncilCase)),
        send('jobcentre', '/v1/cases/bulk', 'jobcentre', jobseekers.map(describeJobcentreCase)),
        send(
          'gateway',
          '/v1/interests/bulk',
          council,
          some.map((one) => describeInterest(one, 'ctb-claimant', one.councilCase)),
        ),
        send(
          'gateway',
          '/v1/interests/bulk',
          'jobcentre',
          jobseekers.map((one) => describeInterest(one, 'jsa-claimant', one.jobcentreCase ?? '')),
        ),
      ]);
      options.onProgress?.(from + some.length);
    }
  } finally {
    poster.close();
  }
}

const describeSpareHome = ({ spareUprn, annualTaxPence }: SyntheticHousehold): object => ({
  uprn: spareUprn,
  annualPence: Math.round(annualTaxPence * 0.9),
});

function createSender(area: Area, poster: Poster) {
  return async (
    service: string,
    path: string,
    agency: string,
    lines: readonly (object | null)[],
  ): Promise<void> => {
    if (lines.length === 0) return;
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const answer = await poster.post(`${area.urlOf(service)}${path}`, body, {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${await area.tokenOf(agency)}`,
    });
    const refused = answer.body.split('\n').find((line) => line.includes('"refused"'));
    if (answer.status !== 200 || refused !== undefined) {
      throw new Error(
        `${service} refuses ${path}: status ${answer.status} ${refused ?? answer.body.slice(0, 500)}`,
      );
    }
  };
}
