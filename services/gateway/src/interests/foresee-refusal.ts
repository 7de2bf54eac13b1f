import { createBatcher, type Database, type Problem } from '@told/service';
import { readRejectedLinks } from '../matches/review-queries.ts';
import { type Registration, registerInterest, type StoredInterest } from './interest.ts';
import { readSurvivors } from './lock-survivors.ts';
import { type InterestName, readKnown } from './queries.ts';
import { refusePerson } from './refuse-person.ts';

/** Looks at a registration by number before intake is asked to remember whose case it is. */
export interface RefusalForeseer {
  /** `find` asks intake and makes it remember nothing. Undefined: nothing is known that would refuse it. */
  (name: InterestName, find: () => Promise<Registration>): Promise<Problem | undefined>;
  drain(): Promise<void>;
}

const BATCH_MAX = 500;
const WAITING_MAX = 10_000;

interface Contested {
  readonly known: StoredInterest;
  /** Whom the case is not about, as an officer has found. */
  readonly rejected: ReadonlySet<string>;
}

/**
 * Intake takes a case whose person had no number for the person of the number that is told with it, and that cannot be undone: the key of the
 * case ends. So what an officer has said of the case is looked at first: that it is about somebody else, or not about this person. Costs one look
 * at the interests of a batch, and a call only for a case of which an officer has said something. What an officer says afterwards comes after
 * the registration.
 */
export function createRefusalForeseer(db: Database): RefusalForeseer {
  const readContested = createBatcher<InterestName, Contested | undefined>({
    run: (names) => readAll(db, names),
    maxItems: BATCH_MAX,
    maxQueued: WAITING_MAX,
    lingerMs: 0,
  });
  const foresee = async (
    name: InterestName,
    find: () => Promise<Registration>,
  ): Promise<Problem | undefined> => {
    const contested = await readContested(name);
    if (contested === undefined) return undefined;
    const { known, rejected } = contested;
    const asked = await find();
    const subjectKey = await findSurvivor(db, asked.subjectKey);
    const answer = registerInterest(
      { ...asked, subjectKey },
      {
        ...{ known, onlyOne: undefined, nowMicros: 0 },
        isRejected: (key) => rejected.has(`${known.interestId}/${key}`),
      },
    );
    return 'interest' in answer ? undefined : refusePerson(answer.kind);
  };
  return Object.assign(foresee, { drain: () => readContested.drain() });
}

async function readAll(
  db: Database,
  names: readonly InterestName[],
): Promise<readonly (Contested | undefined)[]> {
  const known = await readKnown(db, names);
  if (known.length === 0) return names.map(() => undefined);
  const rejected = await readRejectedLinks(
    db,
    known.map(({ interestId }) => interestId),
  );
  const isContested = ({ interestId, state, matched }: StoredInterest): boolean =>
    (state === 'final' && matched === 'officer') ||
    [...rejected].some((one) => one.startsWith(`${interestId}/`));
  const contested = known.filter(isContested);
  const nameOf = ({ agency, capacity, caseReference }: InterestName): string =>
    `${agency}/${capacity}/${caseReference}`;
  const byName = new Map(contested.map((one) => [nameOf(one), { known: one, rejected }]));
  return names.map((one) => byName.get(nameOf(one)));
}

async function findSurvivor(db: Database, subjectKey: string): Promise<string> {
  return (await readSurvivors(db, [subjectKey])).get(subjectKey) ?? subjectKey;
}
