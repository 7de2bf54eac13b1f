import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTwoNumbers, type TwoNumbers } from '../../test/two-numbers.ts';

let people: TwoNumbers;
let caseReference: string;
let tests = 0;
beforeAll(async () => {
  people = await openTwoNumbers();
});
afterAll(() => people.close());
beforeEach(async () => {
  await people.next();
  tests += 1;
  caseReference = `C-${tests}`;
});

/** As in `makeChange`. */
const asha = { surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' };
const ben = { surname: 'Sample', forename: 'Ben', birthDate: '1979-07-01' };
const ours = () => ({ agency: 'jobcentre', caseReference });
const registerOurs = (person: object = asha) => people.register(person, ours());
const tellByCase = (name: string, more: object = {}) =>
  people.told(name, people.changeOf(null, { caseReference, ...more }));
const tellNumber = (name: string, more: object = {}) =>
  people.told(name, people.changeOf(1, { caseReference, ...more }));

describe('a person without a number', () => {
  test('gets a random key, the same for everyone who asks by the case', async () => {
    const first = await registerOurs();
    expect(first).toMatchObject({
      subjectKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      state: 'pending',
    });
    expect(await registerOurs()).toEqual(first);
    expect(await people.find({}, ours())).toMatchObject({
      subjectKey: first.subjectKey,
      state: 'known-case',
    });
    await tellByCase('a');
    expect((await people.published())[0]?.subjectKey).toBe(first.subjectKey);
  });

  test('gets one key, however many ask at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => registerOurs()));
    expect(new Set(answers.map(({ subjectKey }) => subjectKey)).size).toBe(1);
    const text = 'SELECT count(*) AS count FROM random_key WHERE subject_key = $1';
    const { rows } = await people.db.query<{ count: number }>({ name: 'test_random_keys', text }, [
      answers[0]?.subjectKey,
    ]);
    expect(rows).toEqual([{ count: 1 }]);
  });

  test('is the person whom a change named under that case, if one did', async () => {
    await tellNumber('a');
    expect(await registerOurs()).toMatchObject({ subjectKey: people.keyOf(1), state: 'pending' });
  });

  test('is nobody to a service that only looks, and stays so', async () => {
    const before = await people.count('known_case');
    expect(await people.find(asha, ours())).toEqual({ code: 'person-unknown' });
    expect(await people.find({ nino: people.ninoOf(1) }, ours())).toMatchObject({
      subjectKey: people.keyOf(1),
      state: 'final',
    });
    expect(await people.count('known_case')).toBe(before);
    expect(await people.find({}, ours())).toEqual({ code: 'person-unknown' });
  });

  test('is refused where no purpose is said, as before there were random keys', async () => {
    expect(await people.resolve(asha, ours())).toEqual({ code: 'nino-missing' });
  });
});

describe('a number told later', () => {
  test('by an interest, ends the random key: the case is the number’s', async () => {
    await registerOurs();
    expect(await registerOurs({ ...asha, nino: people.ninoOf(1) })).toMatchObject({
      subjectKey: people.keyOf(1),
      state: 'final',
    });
    await tellByCase('a');
    expect(await people.places()).toEqual([
      ['r', 1, '→1'],
      ['1', 1],
    ]);
  });

  test('by an interest, after changes under the case, ends their history', async () => {
    await registerOurs();
    await tellByCase('a');
    await registerOurs({ ...asha, nino: people.ninoOf(1) });
    await tellByCase('b', { changeType: 'corrected', previousChangeId: people.idOf('a') });
    expect(await people.places()).toEqual([
      ['r', 1],
      ['r', 2, '→1'],
      ['1', 1],
    ]);
  });

  test('by a change under the case, does the same', async () => {
    await registerOurs();
    await tellByCase('a');
    await tellNumber('b', { changeType: 'corrected', previousChangeId: people.idOf('a') });
    await tellByCase('c');
    expect(await people.places()).toEqual([
      ['r', 1],
      ['1', 1],
      ['r', 2, '→1'],
      ['1', 2],
    ]);
  });

  test('of another number of the person’s, is the person’s too', async () => {
    await people.told('a', people.newNumber(2, 1));
    await registerOurs();
    await registerOurs({ ...asha, nino: people.ninoOf(1) });
    expect((await people.places()).at(-1)).toEqual(['r', 1, '→2']);
  });

  test('and then a new number of that one, in one chain', async () => {
    await registerOurs();
    await tellByCase('a');
    await registerOurs({ ...asha, nino: people.ninoOf(1) });
    await people.told('b', people.newNumber(2, 1));
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(2) });
  });

  test('by nobody, but confirmed by an officer, whatever the particulars: the key ends too', async () => {
    await people.told('a', people.changeOf(1));
    await registerOurs(ben);
    await tellByCase('b');
    const confirmed = { ...ours(), subjectKey: people.keyOf(1) };
    for (const _ of ['once', 'again']) {
      expect(await people.register({}, confirmed)).toMatchObject({ subjectKey: people.keyOf(1) });
    }
    await tellByCase('c', { changeType: 'corrected', previousChangeId: people.idOf('b') });
    expect(await people.places()).toEqual([
      ['1', 1],
      ['r', 1],
      ['r', 2, '→1'],
      ['1', 2],
    ]);
  });

  test('by a change of somebody else under the case, as of a partner, moves nothing', async () => {
    const { subjectKey } = await registerOurs(ben);
    await tellNumber('a');
    await tellByCase('b');
    expect(await people.places()).toEqual([
      ['1', 1],
      ['r', 1],
    ]);
    expect(await people.find({}, ours())).toMatchObject({ subjectKey });
  });

  test('by a change, where the birth date was never said, moves nothing', async () => {
    const { subjectKey } = await registerOurs({ surname: 'Sample' });
    await tellNumber('a');
    expect(await people.find({}, ours())).toMatchObject({ subjectKey });
  });

  test('by an interest that says something else of the person, moves the case and ends nothing', async () => {
    await registerOurs(ben);
    await tellByCase('a');
    expect(await registerOurs({ ...asha, nino: people.ninoOf(1) })).toMatchObject({
      subjectKey: people.keyOf(1),
    });
    await tellByCase('b');
    expect(await people.places()).toEqual([
      ['r', 1],
      ['1', 1],
    ]);
  });

  test('by two changes of one batch, ends the key once, for the first of them', async () => {
    await registerOurs();
    const [first, second] = [1, 2].map((digit) =>
      people.read(`${digit}`, people.changeOf(digit, { caseReference })),
    );
    await people.accept(...[first, second].filter((one) => one !== undefined));
    expect(await people.places()).toEqual([
      ['1', 1],
      ['r', 1, '→1'],
      ['2', 1],
    ]);
  });

  test('by a change, stays: an interest under another number does not move the case', async () => {
    await registerOurs();
    await tellNumber('a');
    await registerOurs({ ...asha, nino: people.ninoOf(2) });
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(1) });
  });

  test('by several at the same moment, ends the key once', async () => {
    await registerOurs();
    await tellByCase('a');
    const nino = people.ninoOf(1);
    await Promise.all([
      ...[1, 2, 3].map(() => registerOurs({ ...asha, nino })),
      ...['b', 'c', 'd'].map((name) => tellNumber(name)),
      ...['e', 'f'].map((name) => tellByCase(name)),
    ]);
    const places = await people.places();
    expect(places.filter(([, , into]) => into !== undefined)).toHaveLength(1);
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(1) });
  });
});

describe('a case that was linked to the wrong person', () => {
  test('stays linked until its link is recalled', async () => {
    await people.register({ nino: people.ninoOf(1) }, ours());
    await people.register({ nino: people.ninoOf(2) }, ours());
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(1) });
    await people.register({ nino: people.ninoOf(2) }, { ...ours(), relink: true });
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(2) });
  });
});

describe('a person who stands beside the one of a case', () => {
  const beside = () => people.register({ nino: people.ninoOf(2) }, { ...ours(), beside: true });

  test('neither takes the case of somebody without a number, nor becomes them', async () => {
    const { subjectKey } = await registerOurs();
    expect(await beside()).toMatchObject({ subjectKey: people.keyOf(2), state: 'final' });
    expect(await people.find({}, ours())).toMatchObject({ subjectKey });
    expect(await people.published()).toEqual([]);
  });

  test('leaves it to its own person, who is registered later', async () => {
    await beside();
    await people.register({ nino: people.ninoOf(1) }, ours());
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(1) });
  });

  test('does not take the place of whom a change was told of', async () => {
    await tellNumber('a');
    await beside();
    expect(await people.find({}, ours())).toMatchObject({ subjectKey: people.keyOf(1) });
  });
});
