import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTwoNumbers, type TwoNumbers } from '../../test/two-numbers.ts';

let people: TwoNumbers;
beforeAll(async () => {
  people = await openTwoNumbers();
});
afterAll(() => people.close());
beforeEach(() => people.next());

const [OLD, NEW, OTHER] = [1, 2, 3] as const;
const tell = (name: string, digit: number, more: object = {}) =>
  people.told(name, people.changeOf(digit, more));
const tellNew = (name: string, from: number, to: number, more: object = {}) =>
  people.told(name, people.newNumber(from, to, more));

describe('a new number that has a history', () => {
  test('ends it, since it began later, and goes on as the person', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await tellNew('c', OLD, NEW);
    await tell('d', NEW);
    await tell('e', OLD);
    expect(await people.places()).toEqual([
      ['1', 1],
      ['2', 1],
      ['1', 2],
      ['2', 2, '→1'],
      ['1', 3],
      ['1', 4],
    ]);
  });

  test('ends the person’s own where that began later', async () => {
    await tell('a', NEW);
    await tellNew('b', OLD, NEW);
    await tell('c', OLD);
    await tell('d', NEW);
    expect(await people.places()).toEqual([
      ['2', 1],
      ['1', 1],
      ['1', 2, '→2'],
      ['2', 2],
      ['2', 3],
    ]);
  });

  test('within one batch, whichever is told first', async () => {
    await people.accept(
      people.read('a', people.changeOf(NEW)),
      people.read('b', people.newNumber(OLD, NEW)),
      people.read('c', people.changeOf(OLD)),
    );
    expect(await people.places()).toEqual([
      ['2', 1],
      ['1', 1],
      ['1', 2, '→2'],
      ['2', 2],
    ]);
  });

  test('tells so itself, about nobody, and gives it an id of the key that ends', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await tellNew('c', OLD, NEW);
    expect((await people.published()).at(-1)).toMatchObject({
      changeId: people.endOf(people.keyOf(NEW)),
      source: { agency: 'told', system: null, caseReference: null },
      fact: 'identity',
      changeType: 'created',
      mergedInto: people.keyOf(OLD),
      identityDigests: { birthDate: null, surnamePrefix: null, initial: null, postcode: null },
    });
  });

  test('told again, ends nothing again', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await tellNew('c', OLD, NEW);
    await tellNew('c', OLD, NEW);
    await tellNew('d', OLD, NEW);
    await tellNew('e', NEW, OLD);
    expect((await people.places()).slice(3)).toEqual([
      ['2', 2, '→1'],
      ['1', 3],
      ['1', 4],
    ]);
  });

  test('is corrected and annulled as the person’s, whichever number is told', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await tellNew('c', OLD, NEW);
    const of = (name: string) => ({ previousChangeId: people.idOf(name) });
    await tell('d', OLD, { changeType: 'corrected', ...of('b') });
    await tell('e', NEW, { changeType: 'annulled', income: null, ...of('a') });
    expect((await people.places()).slice(4)).toEqual([
      ['1', 3],
      ['1', 4],
    ]);
  });

  test('three numbers become one person', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await tell('c', OTHER);
    await tellNew('d', NEW, OTHER);
    await tellNew('e', OLD, OTHER);
    await tellNew('f', OLD, NEW);
    await tell('g', OTHER);
    expect((await people.places()).slice(3)).toEqual([
      ['2', 2],
      ['3', 2, '→2'],
      ['1', 2],
      ['1', 3],
      ['2', 3, '→1'],
      ['1', 4],
    ]);
  });

  test('stays the person’s when the change is annulled: a merge is not undone by itself', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await tellNew('c', OLD, NEW);
    await people.told(
      'd',
      people.newNumber(OLD, NEW, {
        ...{ changeType: 'annulled', identity: null },
        previousChangeId: people.idOf('c'),
      }),
    );
    await tell('e', NEW);
    expect((await people.places()).at(-1)).toEqual(['1', 4]);
  });
});

describe('a new number under which an agency holds a case', () => {
  test('ends with its first change, and the case goes on with the person', async () => {
    expect(await people.register({ nino: people.ninoOf(NEW) })).toMatchObject({
      subjectKey: people.keyOf(NEW),
    });
    await tellNew('a', OLD, NEW);
    expect(await people.places()).toEqual([
      ['1', 1],
      ['2', 1, '→1'],
    ]);
    expect(await people.find({})).toMatchObject({
      subjectKey: people.keyOf(OLD),
      state: 'known-case',
    });
    expect(await people.register({ nino: people.ninoOf(NEW) })).toMatchObject({
      subjectKey: people.keyOf(OLD),
    });
  });
});

describe('at the same moment', () => {
  test('two notices of each other’s number end one of both, once', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    await Promise.all([tellNew('c', OLD, NEW), tellNew('d', NEW, OLD), tell('e', NEW)]);
    const places = await people.places();
    expect(places.filter(([, , into]) => into !== undefined)).toEqual([
      ['2', expect.any(Number), '→1'],
    ]);
    await tell('f', NEW);
    expect((await people.places()).at(-1)?.[0]).toBe('1');
  });

  test('a notice that dies before its commit ends nothing, and told again ends it once', async () => {
    await tell('a', OLD);
    await tell('b', NEW);
    const dying = people.db.transaction(async (tx) => {
      const { acceptChanges } = await import('./accept-changes.ts');
      await acceptChanges(tx, [people.read('c', people.newNumber(OLD, NEW))], people);
      throw new Error('the process dies before COMMIT');
    });
    await expect(dying).rejects.toThrow('dies');
    await tell('d', NEW);
    await tellNew('c', OLD, NEW);
    expect((await people.places()).slice(2)).toEqual([
      ['2', 2],
      ['1', 2],
      ['2', 3, '→1'],
    ]);
  });
});

test('what ended cannot be changed or deleted', async () => {
  await tell('a', OLD);
  await tell('b', NEW);
  await tellNew('c', OLD, NEW);
  for (const text of [
    'UPDATE subject_merge SET into_key = into_key',
    'DELETE FROM subject_merge',
  ]) {
    await expect(
      people.db.query({ name: `test_merge_${text.slice(0, 6)}`, text }),
    ).rejects.toMatchObject({ code: 'statement-failed' });
  }
});
