import {
  failpoint,
  MICROS_PER_MS,
  type Publisher,
  type Transaction,
  together,
} from '@told/service';
import { type Cases, findCases, isSamePerson, type KnownCase, nameOf } from './cases.ts';
import {
  addChange,
  beginHistory,
  endKey,
  type History,
  type Known,
  takeNewNumber,
} from './history.ts';
import { type Acceptance, judgeChange, refuse } from './judge-change.ts';
import {
  findStandsFor,
  type KeyChoice,
  lockPeople,
  type People,
  personOf,
  pickKey,
} from './people.ts';
import { FIND_BEGINNINGS } from './people-queries.ts';
import type { PlacePorts } from './place-change.ts';
import { type AcceptedRow, FIND_ACCEPTED } from './queries.ts';
import type { ReadChange } from './read-change.ts';
import { storeHistory } from './store-history.ts';

export interface AcceptPorts extends PlacePorts {
  readonly publisher: Publisher;
}

/**
 * Accepts a batch in the caller's transaction: persons locked in key order, then sequences in arrival order for each person, then the
 * changes and their outbox rows. Answers every item, in order; a refused item stores nothing. Set-based: the number of statements does
 * not depend on the number of items.
 */
export async function acceptChanges(
  tx: Transaction,
  batch: readonly ReadChange[],
  ports: AcceptPorts,
): Promise<readonly Acceptance[]> {
  const { cases, people, known, newNumbers } = await lockAndRead(tx, batch);
  failpoint('accept-locked');
  await followPredecessors(tx, people, known);
  const beginnings = newNumbers.length === 0 ? new Map() : await findBeginnings(tx, people);
  const history = beginHistory(people, known, beginnings);
  const answers = batch.map((told) => accept(history, told, cases, ports));
  failpoint('accept-judged');
  await storeHistory(tx, history, { ...ports, cases });
  failpoint('accept-stored');
  return answers;
}

/** What is known of the batch's cases, persons and changes, the persons locked. */
async function lockAndRead(tx: Transaction, batch: readonly ReadChange[]) {
  const findingCases = findCases(tx, batch.flatMap(caseOf));
  const newNumbers = batch.flatMap(({ newSubjectKeys }) =>
    newSubjectKeys === null ? [] : [newSubjectKeys],
  );
  // A new number's keys are locked too: nobody may begin a history under it while it becomes another name of this person.
  const lock = (choices: readonly KeyChoice[]) =>
    lockPeople(tx, choices, newNumbers, () => findKnown(tx, batch));
  // Nearly every change names a number, which needs no answer about its case to be locked.
  const numbers = batch.flatMap(({ subjectKeys }) => (subjectKeys === null ? [] : [subjectKeys]));
  const isAllNumbered = numbers.length === batch.length;
  const [cases, early] = await together([findingCases, isAllNumbered ? lock(numbers) : undefined]);
  const choices = choicesOf(batch, cases);
  const isEnough = early !== undefined && choices.length === numbers.length;
  const { people, read: known } = isEnough ? early : await lock(choices);
  return { cases, people, known, newNumbers };
}

/** Every key that may be somebody's in this batch: of the numbers told, and of the cases that stand for a person without one. */
function choicesOf(batch: readonly ReadChange[], cases: Cases): readonly KeyChoice[] {
  return batch.flatMap((told) => {
    const [ofCase] = caseOf(told).flatMap((name) => cases.get(nameOf(name)) ?? []);
    if (told.subjectKeys === null) return ofCase === undefined ? [] : [[ofCase.subjectKey]];
    return ofCase?.random == null ? [told.subjectKeys] : [told.subjectKeys, [ofCase.subjectKey]];
  });
}

function accept(history: History, told: ReadChange, cases: Cases, ports: AcceptPorts): Acceptance {
  const { people, known } = history;
  const [ofCase] = caseOf(told).flatMap((name) => cases.get(nameOf(name)) ?? []);
  const toldKey =
    told.subjectKeys === null ? ofCase?.subjectKey : pickKey(people, told.subjectKeys);
  if (toldKey === undefined) return refuse('person-unknown', '/caseReference');
  const subjectKey = personOf(people, toldKey);
  const nameless = told.subjectKeys === null ? null : findNameless(people, told, ofCase);
  const isOf = (key: string): boolean => [subjectKey, nameless].includes(personOf(people, key));
  const refusal = judgeChange(told, isOf, known);
  if (refusal !== undefined) return refusal;
  if (namesOwnNumber(told, toldKey)) return refuse('nino-unchanged', '/identity/newNino');
  addChange(history, told, subjectKey, ports);
  const { changeId, digestsOfNobody: digests, traceparent } = told;
  const cause = { changeId, on: told.change.receivedOn, digests, traceparent };
  if (nameless !== null) {
    endKey(history, { endedKey: nameless, intoKey: subjectKey }, cause, ports);
  }
  if (told.newSubjectKeys !== null) {
    takeNewNumber(history, subjectKey, pickKey(people, told.newSubjectKeys), cause, ports);
  }
  return { kind: 'accepted', changeId };
}

/**
 * A case was registered by the very number told as new. A number that the person got through another change is no fault: two agencies may tell
 * of it. Nor is one in a correction, where it may be the right part.
 */
const namesOwnNumber = (told: ReadChange, caseKey: string): boolean =>
  told.change.changeType === 'created' &&
  told.subjectKeys === null &&
  told.newSubjectKeys?.includes(caseKey) === true;

/** The random key that the person of this change's case has gone by until this number was told; null: there is none. */
function findNameless(
  people: People,
  told: ReadChange,
  ofCase: KnownCase | undefined,
): string | null {
  if (ofCase?.random == null || !isSamePerson(told, ofCase.random)) return null;
  const { subjectKey } = ofCase;
  return personOf(people, subjectKey) === subjectKey ? subjectKey : null;
}

const caseOf = ({ agency, change: { caseReference } }: ReadChange) =>
  caseReference === null ? [] : [{ agency, caseReference }];

async function findKnown(
  tx: Transaction,
  batch: readonly ReadChange[],
): Promise<Map<string, Known>> {
  const ids = batch.flatMap((told) => [
    told.changeId,
    ...(told.change.previousChangeId === null ? [] : [told.change.previousChangeId]),
  ]);
  const { rows } = await tx.query<AcceptedRow>(FIND_ACCEPTED, [[...new Set(ids)]]);
  return new Map(rows.map(({ change_id, ...row }) => [change_id, row]));
}

/** What was told under a key that has ended since may be corrected by whoever tells of the person who goes on. */
async function followPredecessors(
  tx: Transaction,
  people: People,
  known: ReadonlyMap<string, Known>,
): Promise<void> {
  const keys = [...known.values()].map((row) => row.subject_key);
  const others = keys.filter((key) => !people.heads.has(key));
  for (const [key, next] of await findStandsFor(tx, others)) people.standsFor.set(key, next);
}

async function findBeginnings(tx: Transaction, { heads }: People): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ key: string; acceptedAt: Date }>(FIND_BEGINNINGS, [
    [...heads.keys()],
  ]);
  return new Map(rows.map(({ key, acceptedAt }) => [key, acceptedAt.getTime() * MICROS_PER_MS]));
}
