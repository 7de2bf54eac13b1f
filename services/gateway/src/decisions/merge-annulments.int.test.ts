import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { readAgain, relaySome, restore } from '../../test/restored-gateway.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { interestIdOf } from '../ids.ts';
import { releaseHold } from './release-hold.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let number = 0;
/** One person under two numbers: the older one ends. */
let older: TestPerson;
let newer: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  older = makePerson(number);
  newer = makePerson(500_000 + number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const first = () => makeChange(older, 1);
const corrected = (previous = first().change.changeId) =>
  makeChange(newer, 1, { changeType: 'corrected', previousChangeId: previous });
const annulled = (sequence = 1, previous = first().change.changeId) =>
  makeChange(newer, sequence, { changeType: 'annulled', previousChangeId: previous }, {});
const end = () => makeChange(older, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
const decide = async (...told: readonly ReturnType<typeof first>[]) => {
  for (const one of told) await gateway.decide(one);
};
const confirm = () =>
  settle(gateway, [older, newer], async (tx) => {
    await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', ctb));
    return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference: ctb });
  });
/** What the council has been given of the chain, in order. */
const given = async () => {
  const { releases } = await gateway.said();
  return releases
    .filter((one) => one.caseReference === ctb && one.fact === 'income')
    .sort((a, b) => a.releaseSequence - b.releaseSequence)
    .map((one) => [one.kind, one.changeType]);
};
const VALUE = ['value', 'created'];
const ANNULLED = ['value', 'annulled'];
const unneeded = () =>
  gateway.rows(
    `SELECT change_id FROM kept_change k WHERE subject_key = ANY ($1::text[]) AND NOT is_latest
       AND NOT EXISTS (SELECT FROM held_change h WHERE h.change_id = k.change_id)`,
    [[subjectKeyOf(older), subjectKeyOf(newer)]],
  );

describe('a change that waits under a key that ends, annulled under the surviving one', () => {
  const orders = [
    ['after the merge', () => [first(), end(), annulled()]],
    ['before the merge', () => [first(), annulled(), end()]],
    ['before the change itself is read', () => [annulled(), first(), end()]],
  ] as const;
  test.each(orders)('%s, is followed by its annulment', async (_, told) => {
    await gateway.register({ person: { ...older, birthDate: '1981-04-03' }, caseReference: ctb });
    await decide(...told());
    expect(await given()).toEqual([]);
    expect((await confirm()).stillHeld).toBe(false);
    expect(await given()).toEqual([VALUE, ANNULLED]);
    expect(await unneeded()).toEqual([]);
  });

  test.each(orders)('%s, and given already, is taken back once', async (_, told) => {
    await gateway.register({ person: older, caseReference: ctb });
    await decide(...told());
    const before = await given();
    expect(before).toEqual([VALUE, [expect.anything(), 'annulled']]);
    expect(await unneeded()).toEqual([]);
    await decide(makeChange(older, 3, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {}));
    expect(await given()).toEqual(before);
  });

  test('after a correction by which the case was told not to rely on it, is not taken back again', async () => {
    await gateway.register({ person: older, caseReference: ctb });
    const later = annulled(2, corrected().change.changeId);
    await decide(first(), corrected(), later, end());
    expect(await given()).toEqual([VALUE, ['do-not-rely', 'corrected']]);
    expect(await unneeded()).toEqual([]);
  });

  test('is nothing to a case that neither has it nor waits for it', async () => {
    await decide(first(), annulled());
    await gateway.register({ person: older, caseReference: ctb });
    await decide(end());
    expect(await given()).toEqual([]);
  });
});

test('what is annulled under its own key alone is not kept', async () => {
  await gateway.register({ person: newer, caseReference: ctb });
  const own = makeChange(newer, 1);
  await decide(own, annulled(2, own.change.changeId));
  expect(await given()).toEqual([VALUE, ANNULLED]);
  expect(await unneeded()).toEqual([]);
});

test('an annulment of what waits under another key follows it after a restore too', async () => {
  const backup = await openTestGateway();
  try {
    await gateway.register({ person: { ...older, birthDate: '1981-04-03' }, caseReference: ctb });
    await decide(annulled(), first());
    await relaySome(gateway);
    await restore(backup, gateway.log);
    await readAgain(backup, [annulled(), first()]);
    await readAgain(backup, [end()]);
    const held = await backup.rows<{ id: string }>(
      'SELECT change_id AS id FROM held_change WHERE case_reference = $1 ORDER BY place',
      [ctb],
    );
    const [waits, annuls] = [first(), annulled()].map((one) => one.change.changeId);
    expect([held[0]?.id, held.at(-1)?.id]).toEqual([waits, annuls]);
  } finally {
    await backup.close();
  }
});
