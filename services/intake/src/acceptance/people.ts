import { type Statement, type Transaction, together } from '@told/service';
import { lockSubjects } from './lock-subjects.ts';
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

/**
 * Locks persons for the rest of the transaction: every key that may be theirs in key order, and then whom those stand for. What is read
 * of a person is read after its lock, so the look is repeated until it finds nobody new. Those found late are locked out of key order, but are
 * few: should two batches ever wait for each other, one of them runs again.
 */
export async function lockPeople(
  tx: Tx,
  choices: readonly KeyChoice[],
  newNumbers: readonly KeyChoice[] = [],
): Promise<People> {
  const heads = new Map<string, number>();
  let standsFor = new Map<string, string>();
  let wanted: readonly string[] = await narrow(tx, [...choices, ...newNumbers]);
  for (let round = 0; wanted.length > 0; round += 1) {
    if (round === ROUNDS_MAX) {
      throw new RangeError(`a number stands for a person within ${ROUNDS_MAX} steps`);
    }
    for (const [key, head] of await lockSubjects(tx, wanted)) heads.set(key, head);
    standsFor = await findStandsFor(tx, [...heads.keys()]);
    wanted = [...standsFor.values()].filter((key) => !heads.has(key));
  }
  const linked = await findLinked(tx, [...choices.filter(isOpen), ...newNumbers].flat());
  return { heads, standsFor, linked };
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
  return choices.flatMap((choice) => {
    const known = choice.find((key) => (heads.get(key) ?? 0) > 0);
    return known === undefined ? choice : [known];
  });
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
