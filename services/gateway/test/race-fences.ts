import { setTimeout as sleep } from 'node:timers/promises';
import { keepConsent } from '../src/consents/keep-consent.ts';
import { interestIdOf } from '../src/ids.ts';
import { endInterest } from '../src/interests/end-interest.ts';
import { registerInterests } from '../src/interests/register-interests.ts';
import { keepSuspension, type WantedSuspension } from '../src/suspensions/keep-suspension.ts';
import { digestsOf, makeChange, makePerson, subjectKeyOf } from './people.ts';
import type { RunningGateway } from './running-gateway.ts';

export type FenceKind = 'withdrawal' | 'ending' | 'suspension';
/** By turns: a suspension stops everybody for a moment, so there are fewer. */
const TURNS: readonly FenceKind[] = ['withdrawal', 'ending', 'withdrawal', 'ending', 'suspension'];

/** One person, one case, changes on their way, and a fence put among them. */
export interface Round {
  readonly number: number;
  readonly kind: FenceKind;
  readonly subjectKey: string;
  readonly agency: string;
  readonly capacity: string;
  readonly caseReference: string;
}

/** What was so when the fence's transaction had been answered: nothing may be added to it. */
export interface Fenced extends Round {
  /** The subject's version from which nothing may be released. */
  readonly version: number;
  /** Releases of the case when the fence was answered. */
  readonly before: number;
  /** When all was over; for a suspension, when it was about to be lifted. */
  readonly after: () => Promise<number>;
}

const CASES: Readonly<Record<FenceKind, { agency: string; capacity: string }>> = {
  withdrawal: { agency: 'central-bedfordshire', capacity: 'form-prefill' },
  ending: { agency: 'central-bedfordshire', capacity: 'ctb-claimant' },
  suspension: { agency: 'luton', capacity: 'ctb-claimant' },
};
export const SUSPENDED = {
  agreement: { target: 'agreement', id: 'dwp-to-luton-ctb' },
  agency: { target: 'agency', id: 'luton' },
} as const;
export const CHANGES_A_ROUND = 3;

/** A fence is put at any moment of a batch, and a little after it: its commit takes time too. */
const SPREAD = 1.5;
/** Rounds at a time. */
const ABREAST = 12;
const REGISTERED_AT_ONCE = 250;

const personOf = ({ number }: Pick<Round, 'number'>) => makePerson(number);

export function makeRounds(count: number): readonly Round[] {
  return Array.from({ length: count }, (_, number): Round => {
    const kind = TURNS[number % TURNS.length] ?? 'withdrawal';
    const subjectKey = subjectKeyOf(makePerson(number));
    return { number, kind, subjectKey, caseReference: `R-${number}`, ...CASES[kind] };
  });
}

/** Interests and consents of all rounds, before anything is told. */
export async function prepare(gateway: RunningGateway, rounds: readonly Round[]): Promise<void> {
  for (let at = 0; at < rounds.length; at += REGISTERED_AT_ONCE) {
    const registrations = rounds.slice(at, at + REGISTERED_AT_ONCE).map((round) => ({
      ...{ agency: round.agency, capacity: round.capacity, caseReference: round.caseReference },
      ...{ subjectKey: round.subjectKey, identityDigests: digestsOf(personOf(round)) },
      ...{ state: 'final' as const, backFill: false, from: '2010-04-01', until: null },
    }));
    await gateway.db.transaction((tx) => registerInterests(tx, registrations, gateway.interests));
  }
  await abreast(
    rounds.filter((one) => one.kind === 'withdrawal'),
    (round) => recordConsent(gateway, round, 'given'),
  );
}

/** Plays every round, `ABREAST` at a time, and says how each stood once its fence was answered. */
export async function playRounds(
  gateway: RunningGateway,
  rounds: readonly Round[],
  random: () => number,
): Promise<readonly Fenced[]> {
  const inTurn = createTurns();
  return abreast(rounds, async (round) => {
    const change = (sequence: number) => makeChange(personOf(round), sequence);
    const underWay = gateway.underWay(round.subjectKey);
    await gateway.tell(change(1));
    const momentMs = (await underWay) * SPREAD * random();
    const telling = gateway.tell(change(2), change(3));
    await sleep(momentMs);
    const fenced =
      round.kind === 'suspension'
        ? await inTurn(() => suspend(gateway, round, momentMs))
        : await fence(gateway, round);
    await telling;
    return fenced;
  });
}

async function fence(gateway: RunningGateway, round: Round): Promise<Fenced> {
  if (round.kind === 'withdrawal') await recordConsent(gateway, round, 'withdrawn');
  else {
    const { agency, capacity, caseReference } = round;
    const interestId = interestIdOf(agency, capacity, caseReference);
    const end = { interestId, agency, until: '2010-05-11' };
    await gateway.db.transaction((tx) => endInterest(tx, end, gateway.interests));
  }
  const [subject] = await gateway.rows<{ version: number }>(
    'SELECT version FROM subject WHERE subject_key = $1',
    [round.subjectKey],
  );
  const count = () => countReleases(gateway, round.agency, round.caseReference);
  return { ...round, version: subject?.version ?? 0, before: await count(), after: count };
}

/** Agreement and agency by turns: suspended for a moment, and resumed. */
async function suspend(gateway: RunningGateway, round: Round, windowMs: number): Promise<Fenced> {
  const wanted = round.number % 2 === 0 ? SUSPENDED.agreement : SUSPENDED.agency;
  const keep = (action: WantedSuspension['action']) =>
    gateway.db.transaction((tx) => keepSuspension(tx, { ...wanted, action, reason: 'x' }, gateway));
  await keep('suspended');
  const before = await countReleases(gateway, round.agency, null);
  await sleep(windowMs);
  const after = await countReleases(gateway, round.agency, null);
  await keep('resumed');
  return { ...round, version: 0, before, after: async () => after };
}

const recordConsent = (gateway: RunningGateway, round: Round, action: 'given' | 'withdrawn') =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: round.subjectKey, recipient: round.agency, purpose: 'pre-filling-forms' },
        ...{ action, on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
      },
      gateway,
    ),
  );

/** Releases that deciding made; those that take back are not among them. */
async function countReleases(
  gateway: RunningGateway,
  agency: string,
  caseReference: string | null,
): Promise<number> {
  const [row] = await gateway.rows<{ made: number }>(
    `SELECT count(*) AS made FROM release
     WHERE agency = $1 AND ($2::text IS NULL OR case_reference = $2) AND takes_back IS NULL`,
    [agency, caseReference],
  );
  return row?.made ?? 0;
}

/** One at a time, in the order asked. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}

async function abreast<T, R>(
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  const waiting = items.entries();
  const work = async () => {
    for (const [at, item] of waiting) answers[at] = await run(item);
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
  return answers;
}
