import {
  type Agreement,
  type Deciding,
  decide,
  fieldsOf,
  type RecipientDecision,
  suspend,
} from '../src/index.ts';
import { buildAgreement } from './build-agreement.ts';
import { CHANGE, INTEREST, OTHER, SAME, setOf, type Who } from './deciding.ts';

/** One question to the engine, as it could be written down: what `Deciding` asks its ports for are lists here. */
export interface EngineCase {
  readonly change: Omit<Deciding<Who>['change'], 'presentFields'>;
  readonly body: object;
  readonly agreements: readonly Agreement[];
  /** Ids of agreements. */
  readonly suspended: readonly string[];
  readonly given: Pick<Deciding<Who>, 'interests' | 'consents' | 'businessDate' | 'protectedSince'>;
  readonly notLive: Readonly<Record<string, 'onboarding' | 'suspended' | 'unknown'>>;
  readonly confirmed: readonly string[];
  readonly held: readonly string[];
}

const SEED = 20100513;
const AGENCIES = ['central-bedfordshire', 'luton', 'jobcentre'];
const CAPACITIES = ['ctb-claimant', 'ctb-claimant', 'partner-of-claimant'];
const FACTS = ['income', 'income', 'address'];
const PURPOSES = ['pre-filling-forms', 'referring'];
/** The third is the last day of the longest look-back from the fourth. */
const DAYS = ['2010-03-31', '2010-04-01', '2010-04-11', '2010-05-12', '2010-12-31'];
const FIELDS = ['role', 'toLines', 'movedInOn', 'netPence', 'somethingNew', 'dutyDischarged'];
const TOLD = { role: 'moved-in', toLines: ['1 High Street'], netPence: 9280, employer: null };

/** Chance that is the same everywhere and for ever: a linear congruential generator (Numerical Recipes, chapter 7). */
function createChance(seed: number) {
  let state = seed;
  const below = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return {
    pick,
    /** Once in so many times. */
    once: (times: number): boolean => below(times) === 0,
    some: <T>(list: readonly T[]): T[] => list.filter(() => below(2) === 0),
    many: <T>(max: number, make: (at: number) => T): T[] =>
      Array.from({ length: below(max + 1) }, (_, at) => make(at)),
  };
}
type Chance = ReturnType<typeof createChance>;

/** The same cases each time: what they do not tell apart, no change of the engine's answers is seen in. */
export function listEngineCases(count: number): readonly EngineCase[] {
  const chance = createChance(SEED);
  return Array.from({ length: count }, () => makeCase(chance));
}

/** What the engine answers to it. */
export function answerCase(asked: EngineCase): readonly RecipientDecision[] {
  const { change, body, agreements, suspended, given, notLive, confirmed, held } = asked;
  return decide({
    ...given,
    change: { ...change, presentFields: fieldsOf(change.fact, body) },
    agreements: suspend(setOf(agreements), new Set(suspended)),
    standingOfAgency: (agency) => notLive[agency] ?? 'live',
    conflicts: (a, b) => a.who !== b.who,
    isConfirmed: (interestId) => confirmed.includes(interestId),
    isHeld: (agency, caseReference) => held.includes(`${agency}/${caseReference}`),
  });
}

function makeCase(chance: Chance): EngineCase {
  const { pick, once, many, some } = chance;
  const interests = many(3, (at) => makeInterest(chance, at));
  const change = makeChange(chance);
  return {
    change,
    body: { [change.fact]: once(5) ? null : TOLD },
    agreements: many(8, (at) => makeAgreement(chance, at + 1)),
    suspended: once(4) ? ['agreement-1', 'agreement-2'] : [],
    given: {
      interests,
      consents: listConsents(chance),
      businessDate: pick(DAYS),
      protectedSince: once(6) ? 1 : null,
    },
    notLive: once(6) ? { luton: pick(['onboarding', 'suspended', 'unknown'] as const) } : {},
    confirmed: some(interests.map(({ interestId }) => interestId)),
    held: once(4) ? ['luton/A', 'central-bedfordshire/B'] : [],
  };
}

function listConsents({ pick, once }: Chance): Deciding<Who>['consents'] {
  const kinds = PURPOSES.flatMap((purpose, at) =>
    AGENCIES.map((recipient) => ({ consentId: `${recipient}-${at}`, recipient, purpose })),
  );
  return kinds
    .filter(() => !once(3))
    .map((kind, at) => ({
      ...{ ...kind, version: at + 1, action: pick(['given', 'given', 'withdrawn'] as const) },
      ...{ on: pick(DAYS), until: once(3) ? pick(DAYS) : null },
    }));
}

function makeChange({ pick, once }: Chance): EngineCase['change'] {
  const fact = pick(FACTS);
  const { presentFields: _, ...change } = CHANGE;
  return {
    ...change,
    ...{ source: { agency: pick(AGENCIES), caseReference: pick(['A', 'B', null]) }, fact },
    changeType: pick(['created', 'corrected', 'annulled', 'ended']),
    occurredOn: pick(DAYS),
    besideFields: once(4) ? [`${fact}.dutyDischarged`] : [],
    identityDigests: pick([SAME, SAME, OTHER, { ...SAME, secretVersion: 2 }]),
    identityDigestsBefore: once(4) ? SAME : null,
    protectedAddress: once(6),
    isErased: once(9),
  };
}

function makeInterest({ pick, once }: Chance, at: number): Deciding<Who>['interests'][number] {
  return {
    ...{ ...INTEREST, interestId: String(at), agency: pick(AGENCIES), capacity: pick(CAPACITIES) },
    ...{ caseReference: pick(['A', 'B']), identityDigests: pick([SAME, SAME, SAME, OTHER]) },
    state: once(3) ? pick(['provisional', 'pending', 'refused'] as const) : 'final',
    matched: pick(['nino', 'officer'] as const),
    ...{ from: pick(DAYS.slice(0, 4)), until: once(5) ? pick(DAYS) : null },
    ...{ wasGiven: once(2), isChainWaiting: once(3), isCurrent: !once(8) },
  };
}

function makeAgreement({ pick, once, some }: Chance, version: number): Agreement {
  const types = ['statutory', 'agreement', 'consent', 'consent', 'consent'] as const;
  return buildAgreement({
    ...{ id: `agreement-${version}`, hash: String(version).padStart(64, '0'), version },
    ...{ from: AGENCIES, to: once(4) ? some(AGENCIES) : AGENCIES, purpose: pick(PURPOSES) },
    capacities: once(4) ? some(CAPACITIES) : CAPACITIES,
    facts: { [pick(FACTS)]: some(FIELDS) },
    state: once(4) ? pick(['suspended', 'draft'] as const) : 'in-force',
    basis: { ...buildAgreement().basis, type: pick(types) },
    ...{ validFrom: pick(DAYS.slice(0, 2)), validUntil: once(6) ? pick(DAYS) : null },
    lookBackDays: pick([0, 31]),
    ...(once(8) ? { approvals: [] } : {}),
  });
}
