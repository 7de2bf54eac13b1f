import type { IdentityDigests } from '@told/identity';
import { type People, personOf } from './people.ts';
import { type PlacedChange, type PlacePorts, placeChange, placeEnd } from './place-change.ts';
import type { AcceptedRow } from './queries.ts';
import type { ReadChange } from './read-change.ts';

/** A predecessor, stored or earlier in this batch. */
export type Known = Omit<AcceptedRow, 'change_id'>;

/** A later number of a person, told by a change. */
interface NewAlias {
  readonly aliasKey: string;
  readonly subjectKey: string;
  readonly changeId: string;
}

/** A key that ended, and the one that goes on. */
interface NewMerge {
  readonly endedKey: string;
  readonly intoKey: string;
  readonly changeId: string;
  readonly causeChangeId: string | null;
}

/** What a batch adds to its people's histories; each item sees what those before it did. */
export interface History {
  readonly people: People;
  readonly known: Map<string, Known>;
  /** Key → when its history began: microseconds since 1970 UTC, or in this batch, after all others. */
  readonly beginnings: Map<string, number>;
  readonly placed: PlacedChange[];
  readonly aliases: NewAlias[];
  readonly merges: NewMerge[];
}

/** Later than every moment at which something was accepted. */
const THIS_BATCH = 2 ** 52;

export const beginHistory = (
  people: People,
  known: Map<string, Known> = new Map(),
  beginnings: Map<string, number> = new Map(),
): History => ({ people, known, beginnings, placed: [], aliases: [], merges: [] });

/** Puts a change told at the end of a person's history. */
export function addChange(
  history: History,
  told: ReadChange,
  subjectKey: string,
  ports: PlacePorts,
): void {
  const place = { subjectKey, changeSequence: nextSequence(history, subjectKey) };
  history.placed.push(placeChange(told, place, ports));
  remember(history.known, told, subjectKey);
}

/** Why a key ends. */
export interface Cause {
  readonly changeId: string | null;
  /** Business date. */
  readonly on: string;
  readonly digests: IdentityDigests;
  readonly traceparent: string | undefined;
}

/** Ends a key that turned out to be another name of a person: its last change says who goes on. */
export function endKey(
  history: History,
  { endedKey, intoKey }: { readonly endedKey: string; readonly intoKey: string },
  cause: Cause,
  ports: PlacePorts,
): void {
  const place = { subjectKey: endedKey, changeSequence: nextSequence(history, endedKey) };
  const { on, digests, traceparent } = cause;
  const end = placeEnd({ place, intoKey, on, digests, traceparent }, ports);
  history.placed.push(end);
  history.people.standsFor.set(endedKey, intoKey);
  const { changeId } = end.change;
  history.merges.push({ endedKey, intoKey, changeId, causeChangeId: cause.changeId });
}

/**
 * What comes of a new number that a change tells of a person. Nobody's: it is another name of the person's, as long as the change stands. It has
 * a history or a case: two turned out to be one, and the one whose history began later ends. It stands for somebody else already: nothing,
 * since two persons cannot both have got it and the bus does not guess.
 */
export function takeNewNumber(
  history: History,
  subjectKey: string,
  newKey: string,
  cause: Cause & { readonly changeId: string },
  ports: PlacePorts,
): void {
  const { people } = history;
  const holder = personOf(people, newKey);
  const isTaken = holder !== newKey && holder !== subjectKey;
  if (newKey === subjectKey || isTaken) return;
  const isNobodys = (people.heads.get(newKey) ?? 0) === 0 && !people.linked.has(newKey);
  if (isNobodys) {
    people.standsFor.set(newKey, subjectKey);
    history.aliases.push({ aliasKey: newKey, subjectKey, changeId: cause.changeId });
  } else if (holder === newKey) {
    endKey(history, orderByAge(history, subjectKey, newKey), cause, ports);
  }
}

/** The key whose history began first goes on; keys of equal age, by their text, so that every interleaving ends with the same one. */
function orderByAge(
  { beginnings }: History,
  one: string,
  other: string,
): { readonly intoKey: string; readonly endedKey: string } {
  const began = (key: string): number => beginnings.get(key) ?? Number.POSITIVE_INFINITY;
  const isFirst = began(one) === began(other) ? one < other : began(one) < began(other);
  return isFirst ? { intoKey: one, endedKey: other } : { intoKey: other, endedKey: one };
}

function nextSequence({ people, beginnings, placed }: History, subjectKey: string): number {
  const sequence = (people.heads.get(subjectKey) ?? 0) + 1;
  people.heads.set(subjectKey, sequence);
  if (sequence === 1) beginnings.set(subjectKey, THIS_BATCH + placed.length);
  return sequence;
}

/** Later items of the same batch see this one as stored. */
function remember(known: Map<string, Known>, told: ReadChange, subjectKey: string): void {
  const { agency, changeId, contentMac, change } = told;
  known.set(changeId, {
    agency,
    content_mac: contentMac,
    subject_key: subjectKey,
    fact: change.fact,
    change_type: change.changeType,
    is_annulled: false,
  });
  const predecessor =
    change.previousChangeId === null ? undefined : known.get(change.previousChangeId);
  if (predecessor !== undefined && change.changeType === 'annulled') {
    known.set(change.previousChangeId as string, { ...predecessor, is_annulled: true });
  }
}
