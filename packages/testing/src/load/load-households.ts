import { describeHousehold, type OfficeLine } from '../people/describe-cases.ts';
import type { Council, SyntheticHousehold } from '../people/household.ts';
import type { Area } from './area.ts';
import { createPoster, type Poster } from './post-json.ts';

/** Lines a bulk request takes. */
const LINES = 1_000;
/** Of some households are more lines than households: those with two cases, and those that move. */
const HOUSEHOLDS = 700;

export interface LoadHouseholdsOptions {
  readonly area: Area;
  readonly households: Iterable<SyntheticHousehold>;
  /** All of them are this council's, whatever they say themselves. */
  readonly council?: Council;
  readonly onProgress?: (loaded: number) => void;
}

/** Where a file's lines go. */
const ROUTES: Readonly<
  Record<
    OfficeLine['file'],
    (agency: string) => { readonly service: string; readonly path: string }
  >
> = {
  properties: (agency) => ({ service: officeOf(agency), path: '/v1/properties/bulk' }),
  cases: (agency) => ({ service: officeOf(agency), path: '/v1/cases/bulk' }),
  interests: () => ({ service: 'gateway', path: '/v1/interests/bulk' }),
};

const officeOf = (agency: string): string =>
  agency === 'jobcentre' ? agency : `council-tax-${agency}`;

/** Opens every household's cases in its offices and registers the offices' interests. Rejects when a line is refused. */
export async function loadHouseholds(options: LoadHouseholdsOptions): Promise<void> {
  const { area, households, council } = options;
  const poster = createPoster(4);
  let loaded = 0;
  try {
    for (const some of takeSome(households)) {
      const files = Map.groupBy(
        some.flatMap((one) => describeHousehold(council === undefined ? one : { ...one, council })),
        ({ agency, file }) => `${agency}/${file}`,
      );
      await Promise.all([...files.values()].map((lines) => sendLines(area, poster, lines)));
      loaded += some.length;
      options.onProgress?.(loaded);
    }
  } finally {
    poster.close();
  }
}

function* takeSome(
  households: Iterable<SyntheticHousehold>,
): Generator<readonly SyntheticHousehold[]> {
  let some: SyntheticHousehold[] = [];
  for (const household of households) {
    some.push(household);
    if (some.length < HOUSEHOLDS) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** Lines of one file. */
async function sendLines(area: Area, poster: Poster, lines: readonly OfficeLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += LINES) {
    const some = lines.slice(from, from + LINES);
    const [first] = some;
    if (first === undefined) return;
    const { service, path } = ROUTES[first.file](first.agency);
    const body = some.map(({ line }) => `${JSON.stringify(line)}\n`).join('');
    const answer = await poster.post(`${area.urlOf(service)}${path}`, body, {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${await area.tokenOf(first.agency)}`,
    });
    const refused = answer.body.split('\n').find((line) => line.includes('"refused"'));
    if (answer.status !== 200 || refused !== undefined) {
      throw new Error(
        `${service} refuses ${path}: status ${answer.status} ${refused ?? answer.body.slice(0, 500)}`,
      );
    }
  }
}
