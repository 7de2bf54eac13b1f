import { compareDigests, type IdentityDigests, type NinoCode } from '@told/identity';
import type { Database, Transaction } from '@told/service';
import type { AcceptPorts } from '../acceptance/accept-changes.ts';
import {
  type CaseName,
  type Cases,
  findCases,
  type KnownCase,
  nameOf,
  rememberCases,
} from '../acceptance/cases.ts';
import { beginHistory, endKey, type History } from '../acceptance/history.ts';
import { findPeople, findStandsFor, lockPeople, personOf, pickKey } from '../acceptance/people.ts';
import { storeHistory } from '../acceptance/store-history.ts';
import { LINK_CASES, RELINK_CASES } from './link-queries.ts';
import { makeRandomKeys } from './make-random-keys.ts';
import type { PersonRead } from './read-person.ts';

export type PersonResolved =
  | {
      readonly subjectKey: string;
      readonly digests: IdentityDigests;
      /** final: by number. pending: registered without one. known-case: found by the agency's case. */
      readonly state: 'final' | 'pending' | 'known-case';
    }
  | { readonly code: NinoCode | 'nino-missing' | 'person-unknown' };

export interface ResolvePorts extends AcceptPorts {
  readonly randomSubjectKey: () => string;
  readonly digestsOfNobody: IdentityDigests;
  /** Business date. */
  today(): string;
}

/** Resolves them all, in a transaction if somebody is registered; looking people up needs none. */
export function resolveAll(
  db: Database,
  asked: readonly PersonRead[],
  ports: ResolvePorts,
): Promise<readonly PersonResolved[]> {
  return asked.some(isInterest)
    ? db.transaction((tx) => resolvePersons(tx, asked, ports))
    : lookUpPersons(db, asked);
}

/** Persons by number or case; nothing is locked, made or remembered. */
export async function lookUpPersons(
  db: Database,
  asked: readonly PersonRead[],
): Promise<readonly PersonResolved[]> {
  const found = await findPersons(db, asked, await findCases(db, asked.flatMap(caseOf)));
  return asked.map((one) => found.get(one) ?? refuse(one));
}

const refuse = ({ code }: PersonRead): PersonResolved => ({ code: code ?? 'person-unknown' });

/**
 * Persons by the keys they have always had, and the cases of interests linked to them: a number told later stands for the first one. The keys
 * are locked as when changes are accepted, so that none becomes another person's new number between the look and the link. Only interests
 * lock, make or remember anything.
 */
export async function resolvePersons(
  tx: Transaction,
  asked: readonly PersonRead[],
  ports: ResolvePorts,
): Promise<readonly PersonResolved[]> {
  const cases = await findCases(tx, asked.flatMap(caseOf));
  const interests = asked.filter(isInterest);
  const registered = await registerPersons(tx, interests, cases, ports);
  const found = await findPersons(
    tx,
    asked.filter((one) => !isInterest(one)),
    cases,
  );
  return asked.map((one) => registered.get(one) ?? found.get(one) ?? refuse(one));
}

type Results = Map<PersonRead, PersonResolved>;

const isInterest = ({ purpose, code, caseReference }: PersonRead): boolean =>
  purpose !== 'find' && code === null && caseReference !== null;

const caseOf = ({ agency, caseReference }: PersonRead): CaseName[] =>
  caseReference === null ? [] : [{ agency, caseReference }];

const knownCaseOf = (one: PersonRead, cases: Cases): KnownCase | undefined =>
  caseOf(one).flatMap((name) => cases.get(nameOf(name)) ?? [])[0];

/** By number, else by the agency's own case. */
async function findPersons(
  tx: Pick<Transaction, 'query'>,
  asked: readonly PersonRead[],
  cases: Cases,
): Promise<Results> {
  const valid = asked.filter(({ code }) => code === null);
  const choiceOf = (one: PersonRead): readonly string[] | undefined => {
    const ofCase = knownCaseOf(one, cases);
    return one.subjectKeys ?? (ofCase && [ofCase.subjectKey]);
  };
  const people = await findPeople(
    tx,
    valid.flatMap((one) => [choiceOf(one) ?? []]),
  );
  return new Map(
    valid.flatMap((one) => {
      const choice = choiceOf(one);
      if (choice === undefined) return [];
      const subjectKey = personOf(people, pickKey(people, choice));
      const state = one.subjectKeys === null ? 'known-case' : 'final';
      return [[one, { subjectKey, digests: one.digests, state }] as const];
    }),
  );
}

async function registerPersons(
  tx: Transaction,
  asked: readonly PersonRead[],
  cases: Cases,
  ports: ResolvePorts,
): Promise<Results> {
  if (asked.length === 0) return new Map();
  const choices = asked.flatMap((one) => choicesOf(one, cases));
  const { people } = await lockPeople(tx, choices, [], async () => undefined);
  const history = beginHistory(people);
  const numbered = asked.flatMap((one) => {
    if (one.subjectKeys === null) return [];
    const subjectKey = personOf(people, pickKey(people, one.subjectKeys));
    const ofCase = one.beside ? undefined : knownCaseOf(one, cases);
    joinNameless(history, one, subjectKey, ofCase, ports);
    return [{ ...one, asked: one, subjectKey, formerKey: formerKeyOf(one, ofCase) }];
  });
  await linkCases(tx, numbered);
  const nameless = await registerNameless(
    tx,
    asked.filter(({ subjectKeys }) => subjectKeys === null),
    cases,
    ports,
  );
  await storeHistory(tx, history, ports);
  const byNumber = numbered.map(({ asked: one, subjectKey, digests }) => {
    const resolved: PersonResolved = { subjectKey, digests, state: 'final' };
    return [one, resolved] as const;
  });
  return new Map([...byNumber, ...nameless]);
}

/** Every key that may be the person's: the number's, and the case's where it stands for somebody without one. */
function choicesOf(one: PersonRead, cases: Cases): (readonly string[])[] {
  const ofCase = one.beside ? undefined : knownCaseOf(one, cases);
  if (one.subjectKeys === null) return [];
  return ofCase?.random == null ? [one.subjectKeys] : [one.subjectKeys, [ofCase.subjectKey]];
}

/**
 * The agency says which number the person of its case has, who had none until now, or its officer who that is: the random key ends. Where it
 * says something else of the person than before, the case moves and the key does not end: whoever it stood for may be another person.
 */
function joinNameless(
  history: History,
  one: PersonRead,
  intoKey: string,
  ofCase: KnownCase | undefined,
  ports: ResolvePorts,
): void {
  if (ofCase?.random == null) return;
  const endedKey = ofCase.subjectKey;
  const isOpen = personOf(history.people, endedKey) === endedKey && endedKey !== intoKey;
  const { conflict } = compareDigests([one.digests, one.digestsBefore], ofCase.random);
  const isCertain = one.subjectKey !== null || !conflict;
  if (!isOpen || !isCertain) return;
  const because = { changeId: null, on: ports.today(), traceparent: undefined };
  endKey(history, { endedKey, intoKey }, { ...because, digests: ports.digestsOfNobody }, ports);
}

/** Whom the case leaves: somebody without a number, or the person of a link that was recalled. */
const formerKeyOf = ({ relink }: PersonRead, ofCase: KnownCase | undefined): string | null =>
  ofCase !== undefined && (relink || ofCase.random !== null) ? ofCase.subjectKey : null;

interface Link {
  readonly agency: string;
  readonly caseReference: string | null;
  readonly subjectKey: string;
  readonly formerKey: string | null;
  readonly beside: boolean;
}

/** Remembers which person each case is about, so that the agency may tell changes by case reference alone. */
async function linkCases(tx: Transaction, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  const columns = (of: readonly Link[]) => [
    of.map(({ agency }) => agency),
    of.map(({ caseReference }) => caseReference),
    of.map(({ subjectKey }) => subjectKey),
  ];
  const moved = links.filter(({ formerKey }) => formerKey !== null);
  if (moved.length > 0) {
    await tx.query(RELINK_CASES, [...columns(moved), moved.map(({ formerKey }) => formerKey)]);
  }
  const [beside, own] = [links.filter((one) => one.beside), links.filter((one) => !one.beside)];
  if (own.length > 0) await tx.query(LINK_CASES, columns(own));
  // Somebody has a case under the number, whoever the case is about: that much is remembered, until its own person is registered.
  rememberCases(
    tx,
    beside.flatMap(({ agency, caseReference, subjectKey }) =>
      caseReference === null ? [] : [{ agency, caseReference, subjectKey }],
    ),
  );
}

/** Cases of persons whose number nobody told: by the key that they have, or a new one. */
async function registerNameless(
  tx: Transaction,
  asked: readonly PersonRead[],
  cases: Cases,
  { randomSubjectKey }: ResolvePorts,
): Promise<Results> {
  const wanted = asked
    .filter((one) => knownCaseOf(one, cases) === undefined)
    .flatMap((one) => caseOf(one).map((name) => ({ ...name, digests: one.digests })));
  const all = new Map([...cases, ...(await makeRandomKeys(tx, wanted, randomSubjectKey))]);
  const keys = asked.flatMap((one) => knownCaseOf(one, all)?.subjectKey ?? []);
  const standsFor = await findStandsFor(tx, keys);
  return new Map(
    asked.flatMap((one) => {
      const key = knownCaseOf(one, all)?.subjectKey;
      if (key === undefined) return [];
      const subjectKey = personOf({ standsFor }, key);
      return [[one, { subjectKey, digests: one.digests, state: 'pending' }] as const];
    }),
  );
}
