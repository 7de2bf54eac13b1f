import { type Statement, type Transaction, together } from '@told/service';
import { lockSubjects, makeSubjects } from './lock-subjects.ts';
import { FIND_LINKED, FIND_STANDS_FOR, FIND_SUBJECTS } from './people-queries.ts';

type Tx = Pick<Transaction, 'query'>;

/**
 * The keys that one number may be known by, one for each area secret, the oldest first; or the one key of a case. Nobody is known by more
 * than one of them.
 */
export type KeyChoice = readonly string[];

/** Persons as they stand while a batch is taken; what it makes is added as it goes. */
export interface People {
  /** Of every key looked at: its last sequence. 0: nothing accepted. */
  readonly heads: Map<string, number>;
  /** A key → the key it stands for: a later number's, or one that ended when two persons turned out to be one. */
  readonly standsFor: Map<string, string>;
  /** Keys under which an agency holds a case, of those for which it matters: of several to choose from, and of new numbers. */
  readonly linked: ReadonlySet<string>;
}

/** A chain as long as this one, of numbers that stand for numbers, is a fault. */
const ROUNDS_MAX = 10;

/** What is read of persons, to be asked for again whenever more of them are locked. */
type Read<T> = () => Promise<T>;

/** Those locked, and what was read behind the last lock. */
interface Locked<T> {
  readonly people: People;
  readonly read: T;
}

/**
 * Locks persons for the rest of the transaction: every key that may be theirs in key order, and then whom those stand for; every later statement
 * relies on these locks. What is read of a person is read after its lock, and travels with it; the look is repeated until it finds nobody new.
 * Those found late are locked out of key order, but are few: should two batches ever wait for each other, one of them runs again.
 */
export async function lockPeople<T>(
  tx: Tx,
  choices: readonly KeyChoice[],
  newNumbers: readonly KeyChoice[],
  readBehind: Read<T>,
): Promise<Locked<T>> {
  const heads = new Map<string, number>();
  const asked = [...choices.filter(isOpen), ...newNumbers].flat();
  const look = (keys: readonly string[]) =>
    together([findStandsFor(tx, keys), findLinked(tx, asked), readBehind()]);
  let wanted = await narrow(tx, [...choices, ...newNumbers]);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const keys = [...new Set([...heads.keys(), ...wanted])];
    let [locked, seen] = await together([lockSubjects(tx, wanted), look(keys)]);
    for (const [key, head] of locked) heads.set(key, head);
    const missing = keys.filter((key) => !heads.has(key));
    if (missing.length > 0) {
      [locked, seen] = await together([makeSubjects(tx, missing), look(keys)]);
      for (const [key, head] of locked) heads.set(key, head);
    }
    const [standsFor, linked, read] = seen;
    wanted = [...standsFor.values()].filter((key) => !heads.has(key));
    if (wanted.length === 0) return { people: { heads, standsFor, linked }, read };
  }
  throw new RangeError(`a number stands for a person within ${ROUNDS_MAX} steps`);
}

/** The same without locking anybody: what it says may be otherwise a moment later. */
export async function findPeople(tx: Tx, choices: readonly KeyChoice[]): Promise<People> {
  const keys = [...new Set(choices.flat())];
  const [heads, standsFor, linked] = await together([
    findHeads(tx, keys),
    findStandsFor(tx, keys),
    findLinked(tx, choices.filter(isOpen).flat()),
  ]);
  return { heads, standsFor, linked };
}

/** The key a number is known by: the oldest that means somebody; none does: the newest. */
export function pickKey({ heads, standsFor, linked }: People, choice: KeyChoice): string {
  const known =
    choice.find((key) => (heads.get(key) ?? 0) > 0) ??
    choice.find((key) => standsFor.has(key)) ??
    choice.find((key) => linked.has(key)) ??
    choice.at(-1);
  if (known === undefined) throw new TypeError('a number has a key for each area secret');
  return known;
}

/** The key that a person goes by, whichever of the person's keys is told. */
export function personOf({ standsFor }: Pick<People, 'standsFor'>, key: string): string {
  const next = standsFor.get(key);
  return next === undefined ? key : personOf({ standsFor }, next);
}

/** Of a number that has a history that one key is enough, since a history never goes away: nothing else is locked, or made and taken back. */
async function narrow(tx: Tx, choices: readonly KeyChoice[]): Promise<readonly string[]> {
  const heads = await findHeads(tx, choices.filter(isOpen).flat());
  const keys = choices.flatMap((choice) => {
    const known = choice.find((key) => (heads.get(key) ?? 0) > 0);
    return known === undefined ? choice : [known];
  });
  return [...new Set(keys)];
}

const isOpen = (choice: KeyChoice): boolean => choice.length > 1;

async function findHeads(tx: Tx, keys: readonly string[]): Promise<Map<string, number>> {
  const rows = await ask<{ key: string; head: number }>(tx, FIND_SUBJECTS, keys);
  return new Map(rows.map(({ key, head }) => [key, head]));
}

export async function findStandsFor(tx: Tx, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await ask<{ key: string; subjectKey: string }>(tx, FIND_STANDS_FOR, keys);
  return new Map(rows.map(({ key, subjectKey }) => [key, subjectKey]));
}

async function findLinked(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await ask<{ key: string }>(tx, FIND_LINKED, keys)).map(({ key }) => key));
}

async function ask<Row extends object>(
  tx: Tx,
  statement: Statement,
  keys: readonly string[],
): Promise<readonly Row[]> {
  return keys.length === 0 ? [] : (await tx.query<Row>(statement, [keys])).rows;
}
