import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { completeChange } from '@told/codec';
import { changeIdOf, createKeyring } from '@told/identity';
import { AREA_SECRET, TODAY } from '../../test/open-intake.ts';
import { openTwoNumbers, type TwoNumbers } from '../../test/two-numbers.ts';
import { createPersonReader } from '../identities/read-person.ts';
import { resolvePersons } from '../identities/resolve-persons.ts';
import { createChangeReader } from './read-change.ts';

const FIRST = { version: 1, secret: AREA_SECRET };
const SECOND = { version: 2, secret: 'the second secret of the area, for tests' };

/** Intake as it runs after the rotation; what is told `earlier` is as before it, over the same database. */
let people: TwoNumbers;
beforeAll(async () => {
  people = await openTwoNumbers([FIRST, SECOND]);
});
afterAll(() => people.close());
beforeEach(() => people.next());

const readEarlier = createChangeReader({
  mode: 'synthetic',
  areaSecrets: [FIRST],
  today: () => TODAY,
});
const personEarlier = createPersonReader({
  mode: 'synthetic',
  areaSecrets: [FIRST],
  random: () => new Uint8Array(16),
});
let keys = 0;
const nextKey = (): string => {
  keys += 1;
  return `e-${keys}`;
};
async function tellEarlier(change: Parameters<typeof completeChange>[0], key = nextKey()) {
  const told = { agency: 'jobcentre', idempotencyKey: key, change: completeChange(change) };
  const outcome = readEarlier(told);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return people.accept(outcome.value);
}
const registerEarlier = (nino: string, caseReference: string) =>
  people.db.transaction((tx) => {
    const particulars = { surname: null, forename: null, birthDate: null, postcode: null };
    const asked = {
      agency: 'luton',
      caseReference,
      subjectKey: null,
      relink: false,
      beside: false,
    };
    const read = personEarlier.read({
      ...asked,
      purpose: 'interest',
      person: { nino, ...particulars },
    });
    return resolvePersons(tx, [read], { ...people, ...personEarlier, today: () => TODAY });
  });
const tell = (name: string, digit: number, more: object = {}) =>
  people.told(name, people.changeOf(digit, more));
const [EARLIER, NOW] = [0, 1] as const;
const keysOf = async () => (await people.published()).map(({ subjectKey }) => subjectKey);

describe('after the area secret has been rotated', () => {
  test('who had a history keeps key and sequence', async () => {
    await tellEarlier(people.changeOf(1));
    await tell('a', 1);
    expect(await people.places()).toEqual([
      ['1', 1],
      ['1', 2],
    ]);
    expect(new Set(await keysOf())).toEqual(new Set([people.keyOf(1, EARLIER)]));
    expect(await people.find({ nino: people.ninoOf(1) })).toMatchObject({
      subjectKey: people.keyOf(1, EARLIER),
    });
  });

  test('who had a case and no history keeps the key', async () => {
    await registerEarlier(people.ninoOf(1), 'L-earlier');
    await tell('a', 1);
    expect(await keysOf()).toEqual([people.keyOf(1, EARLIER)]);
    expect(await people.register({ nino: people.ninoOf(1) })).toMatchObject({
      subjectKey: people.keyOf(1, EARLIER),
    });
  });

  test('who was told to have a new number is found by it', async () => {
    await tellEarlier(people.newNumber(1, 2), 'renaming');
    await tell('a', 2);
    await people.told('b', people.newNumber(1, 3));
    await tell('c', 3);
    expect(new Set(await keysOf())).toEqual(new Set([people.keyOf(1, EARLIER)]));
  });

  test('a number no longer the person’s, by an annulment, stands for itself again', async () => {
    const key = nextKey();
    await tellEarlier(people.newNumber(1, 2), key);
    await tell('a', 1, {
      ...{ fact: 'identity', changeType: 'annulled', income: null },
      previousChangeId: changeIdOf('jobcentre', key),
    });
    await tell('b', 2);
    expect((await keysOf()).at(-1)).toBe(people.keyOf(2, NOW));
  });

  test('who is new gets a key of the newest secret, and keeps it', async () => {
    await tell('a', 1);
    await tell('b', 1);
    expect(await keysOf()).toEqual([people.keyOf(1, NOW), people.keyOf(1, NOW)]);
    expect(await people.places()).toEqual([
      ['1', 1],
      ['1', 2],
    ]);
  });

  test('who is new gets one key, however many tell at the same moment', async () => {
    const nino = people.ninoOf(1);
    await Promise.all([
      ...['a', 'b', 'c', 'd'].map((name) => tell(name, 1)),
      ...[1, 2].map(() => people.register({ nino })),
    ]);
    expect(new Set(await keysOf()).size).toBe(1);
  });

  test('an earlier and a later key become one person', async () => {
    await tellEarlier(people.changeOf(1));
    await tell('a', 2);
    await people.told('b', people.newNumber(2, 1));
    await tell('c', 2);
    expect((await people.places()).slice(2)).toEqual([
      ['2', 2],
      ['2', 3, '→1'],
      ['1', 2],
    ]);
  });

  test('carries digests under the new secret and the one before', async () => {
    const person = { surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' };
    await tell('a', 1);
    const [change] = await people.published();
    expect(change?.identityDigests).toEqual(createKeyring([SECOND]).digestsOf(person));
    expect(change?.identityDigestsBefore).toEqual(createKeyring([FIRST]).digestsOf(person));
  });

  test('what was told before may be repeated, and its key not reused', async () => {
    const key = nextKey();
    await tellEarlier(people.changeOf(1), key);
    const again = await people.intakeTell(key, people.changeOf(1));
    expect(again).toMatchObject({ status: 202, body: { status: 'duplicate' } });
    const other = await people.intakeTell(key, people.changeOf(1, { occurredOn: '2010-04-01' }));
    expect(other.body.code).toBe('idempotency-key-reused');
  });
});
