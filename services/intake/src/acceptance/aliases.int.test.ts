import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { completeChange, type SubmittedChange, type SubmittedJson } from '@told/codec';
import { changeIdOf, createKeys } from '@told/identity';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { AREA_SECRET, makeChange } from '../../test/open-intake.ts';
import { acceptChanges } from './accept-changes.ts';
import type { ReadChange } from './read-change.ts';

/** Long enough for a statement that waits for nothing. */
const QUIET_MS = 300;

let intake: HttpIntake;
let number = 0;

beforeAll(async () => {
  intake = await openHttpIntake();
});
afterAll(() => intake.close());
/** Each test has a person with an old and a new number, and keys of its own. */
beforeEach(async () => {
  number += 1;
  await intake.emptyOutbox();
});

const ninoOf = (digit: number): string => `QQ${digit}${String(number).padStart(5, '0')}A`;
const [OLD, NEW, OTHER, THIRD] = [1, 2, 3, 4] as const;
const keys = createKeys({ secret: AREA_SECRET, version: 1 });
const keyOf = (digit: number): string => keys.subjectKey(ninoOf(digit).slice(0, 8));
const idOf = (name: string): string => changeIdOf('jobcentre', `${number}-${name}`);

async function tell(name: string, digit: number, more: object = {}): Promise<void> {
  const { status, body } = await intake.tell(`${number}-${name}`, {
    ...makeChange(ninoOf(digit)),
    ...more,
  });
  if (status !== 202) throw new Error(JSON.stringify(body));
}
const tellNew = (name: string, from: number, to: number, more: Partial<SubmittedChange> = {}) =>
  tell(name, from, {
    ...{ fact: 'identity', income: null },
    identity:
      more.changeType === 'annulled' ? null : { newNino: ninoOf(to), reason: 'nino-changed' },
    ...more,
  });

/** As the door reads it, for a batch of the test's own. */
function read(name: string, change: object): ReadChange {
  const told = { agency: 'jobcentre', idempotencyKey: `${number}-${name}` };
  const outcome = intake.readChange({ ...told, change: completeChange(change as SubmittedJson) });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}
const renaming = (name: string): ReadChange =>
  read(name, {
    ...makeChange(ninoOf(OLD), { fact: 'identity', income: null }),
    identity: { newNino: ninoOf(NEW), reason: 'nino-changed' },
  });

/** Registers Luton's case of the person, as the gateway does; the key it gets. */
async function resolve(digit: number): Promise<string> {
  const person = { nino: ninoOf(digit) };
  const answer = await intake.http.inject({
    method: 'POST',
    url: '/v1/identities/resolve',
    headers: { authorization: 'Bearer told' },
    payload: { persons: [{ agency: 'luton', caseReference: `L-${number}`, person }] },
  });
  return JSON.parse(answer.body).results[0].subjectKey;
}

/** Does `later` while the notice of the new number waits for its commit; whether it waited, and what came of it. */
async function duringRenaming<T>(later: () => Promise<T>): Promise<{ early: string; result: T }> {
  const [entered, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = intake.db.transaction(async (tx) => {
    await acceptChanges(tx, [renaming('a')], intake);
    entered.resolve();
    await mayCommit.promise;
  });
  await entered.promise;
  const second = later();
  const early = await Promise.race([second.then(() => 'settled'), sleep(QUIET_MS, 'waits')]);
  mayCommit.resolve();
  const [result] = await Promise.all([second, first]);
  return { early, result };
}

/** Whose each change is, and its place. */
async function published(): Promise<readonly (readonly [string, number])[]> {
  const names = new Map([OLD, NEW, OTHER, THIRD].map((digit) => [keyOf(digit), `${digit}`]));
  const waiting = await intake.waitingFor('told.changes');
  return (await intake.codec.decode('ClaimantChange', waiting)).flatMap((one) =>
    one.ok ? [[names.get(one.value.subjectKey) ?? '?', one.value.changeSequence] as const] : [],
  );
}

describe('a person whose number has changed', () => {
  test('stays the same person under the new number, in one sequence', async () => {
    await tell('a', OLD);
    await tellNew('b', OLD, NEW);
    await tell('c', NEW);
    await tell('d', OLD);
    expect(await published()).toEqual([
      ['1', 1],
      ['1', 2],
      ['1', 3],
      ['1', 4],
    ]);
  });

  test('and once more changes it', async () => {
    await tellNew('a', OLD, NEW);
    await tellNew('b', NEW, OTHER);
    await tell('c', OTHER);
    expect(await published()).toEqual([
      ['1', 1],
      ['1', 2],
      ['1', 3],
    ]);
  });

  test('is corrected and annulled by those who know only the new number', async () => {
    await tell('a', OLD);
    await tellNew('b', OLD, NEW);
    await tell('c', NEW, { changeType: 'corrected', previousChangeId: idOf('a') });
    expect((await published()).at(-1)).toEqual(['1', 3]);
  });

  test('is found by the new number when an interest is registered', async () => {
    await tellNew('a', OLD, NEW);
    expect(await resolve(NEW)).toBe(keyOf(OLD));
  });

  test('in one batch with the notice of it too', async () => {
    const batch = [
      renaming('a'),
      read('b', makeChange(ninoOf(NEW))),
      read('c', makeChange(ninoOf(OLD))),
    ];
    await intake.db.transaction((tx) => acceptChanges(tx, batch, intake));
    expect(await published()).toEqual([
      ['1', 1],
      ['1', 2],
      ['1', 3],
    ]);
  });
});

describe('a new number that turns out wrong', () => {
  test('annulled, it stands for itself', async () => {
    await tellNew('a', OLD, NEW);
    await tellNew('b', OLD, NEW, { changeType: 'annulled', previousChangeId: idOf('a') });
    await tell('c', NEW);
    expect((await published()).at(-1)).toEqual(['2', 1]);
  });

  test('corrected, the right one is the person’s', async () => {
    await tellNew('a', OLD, NEW);
    await tellNew('b', OLD, OTHER, { changeType: 'corrected', previousChangeId: idOf('a') });
    await tell('c', NEW);
    await tell('d', OTHER);
    expect((await published()).slice(-2)).toEqual([
      ['2', 1],
      ['1', 3],
    ]);
  });

  test('the correction annulled, the first one is the person’s again', async () => {
    await tellNew('a', OLD, NEW);
    await tellNew('b', OLD, OTHER, { changeType: 'corrected', previousChangeId: idOf('a') });
    await tellNew('c', OLD, OTHER, { changeType: 'annulled', previousChangeId: idOf('b') });
    await tell('d', NEW);
    await tell('e', OTHER);
    expect((await published()).slice(-2)).toEqual([
      ['1', 4],
      ['3', 1],
    ]);
  });
});

describe('a new number that is somebody’s already', () => {
  test('because another person changed to it first, stays the first one’s', async () => {
    await tellNew('a', OLD, NEW);
    await tellNew('b', OTHER, NEW);
    await tell('c', NEW);
    expect(await published()).toEqual([
      ['1', 1],
      ['3', 1],
      ['1', 2],
    ]);
  });
});

describe('a number that comes back, the correction of it annulled', () => {
  const leave = async () => {
    await tellNew('a', OLD, NEW);
    await tellNew('b', OLD, OTHER, { changeType: 'corrected', previousChangeId: idOf('a') });
  };
  const comeBack = () =>
    tellNew('c', OLD, OTHER, { changeType: 'annulled', previousChangeId: idOf('b') });

  test('does not take over what was told under it meanwhile', async () => {
    await leave();
    await tell('d', NEW);
    await comeBack();
    await tell('e', NEW);
    expect((await published()).slice(2)).toEqual([
      ['2', 1],
      ['1', 3],
      ['2', 2],
    ]);
  });

  test('does not take over a case that was registered under it meanwhile', async () => {
    await leave();
    expect(await resolve(NEW)).toBe(keyOf(NEW));
    await comeBack();
    expect(await resolve(NEW)).toBe(keyOf(NEW));
    await tell('e', NEW);
    expect((await published()).at(-1)).toEqual(['2', 1]);
  });

  test('stays the one’s who was told to have it meanwhile', async () => {
    await leave();
    await tellNew('d', THIRD, NEW);
    await comeBack();
    await tell('e', NEW);
    expect((await published()).slice(2)).toEqual([
      ['4', 1],
      ['1', 3],
      ['4', 2],
    ]);
  });
});

describe('while a new number is told and not yet committed', () => {
  test('a change under it waits', async () => {
    const later = read('b', makeChange(ninoOf(NEW)));
    const { early } = await duringRenaming(() =>
      intake.db.transaction((tx) => acceptChanges(tx, [later], intake)),
    );
    expect(early).toBe('waits');
    expect(await published()).toEqual([
      ['1', 1],
      ['1', 2],
    ]);
  });

  test('an interest under it waits, and is the person’s', async () => {
    expect(await duringRenaming(() => resolve(NEW))).toEqual({
      early: 'waits',
      result: keyOf(OLD),
    });
    await tell('b', NEW);
    expect((await published()).at(-1)).toEqual(['1', 2]);
  });
});

test('an interest keeps nothing of a person of whom nothing was accepted', async () => {
  const before = await intake.count('subject');
  await resolve(NEW);
  expect(await intake.count('subject')).toBe(before);
});

test('what was told of numbers cannot be changed or deleted', async () => {
  for (const text of [
    'UPDATE subject_alias SET alias_key = alias_key',
    'DELETE FROM subject_alias',
  ]) {
    await expect(
      intake.db.query({ name: `test_alias_${text.slice(0, 6)}`, text }),
    ).rejects.toMatchObject({ code: 'statement-failed' });
  }
});
