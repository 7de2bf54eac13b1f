import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Transaction } from '@told/service';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import {
  digestsOf,
  makeChange,
  makePerson,
  subjectKeyOf,
  type TestPerson,
} from '../../test/people.ts';
import { confirmReviews, settle, write } from '../../test/settle.ts';
import { digestKeyOf, interestIdOf } from '../ids.ts';
import { dropHeld, releaseHold } from './release-hold.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let number = 0;
let asha: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

/** Whom the council believes to be somebody born on another day. */
const mistaken = () => ({ person: { ...asha, birthDate: '1981-04-03' }, caseReference: ctb });
const interestId = () => interestIdOf(COUNCIL, 'ctb-claimant', ctb);
const held = () => ({ agency: COUNCIL, caseReference: ctb });
const idOf = (sequence: number) => makeChange(asha, sequence).change.changeId;

const confirmAnd = <T>(run: (tx: Transaction) => Promise<T>, digestKey?: string) =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestId(), digestKey);
    return run(tx);
  });
const release = () => confirmAnd((tx) => releaseHold(tx, gateway.decisions, held()));
const waiting = async () =>
  (
    await gateway.rows<{ changeId: string }>(
      'SELECT change_id AS "changeId" FROM held_change WHERE case_reference = $1 ORDER BY place',
      [ctb],
    )
  ).map((row) => row.changeId);
const isHeld = async () => {
  const [row] = await gateway.rows<{ held: boolean }>(
    'SELECT held_since_micros IS NOT NULL AS held FROM release_case WHERE case_reference = $1',
    [ctb],
  );
  return row?.held;
};

describe('what waits at a case', () => {
  test('keeps its body and its place, and opens one review for each difference', async () => {
    await gateway.register(mistaken());
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    await gateway.decide(makeChange(asha, 3));
    expect(await waiting()).toEqual([idOf(1), idOf(2), idOf(3)]);
    expect(
      await gateway.rows('SELECT cause, state FROM match_review WHERE interest_id = $1', [
        interestId(),
      ]),
    ).toEqual([{ cause: 'conflict', state: 'open' }]);
  });

  test('is decided in order, each in a run of its own, once a person has confirmed the difference', async () => {
    await gateway.register(mistaken());
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    expect(await release()).toEqual({ released: 2, stillHeld: false });
    const { releases, decisions } = await gateway.said();
    expect(releases.map((one) => [one.changeId, one.releaseSequence, one.backFill])).toEqual([
      [idOf(1), 1, false],
      [idOf(2), 2, false],
    ]);
    expect(decisions.slice(2)).toMatchObject([
      { changeId: idOf(1), run: 2, cause: 'match-confirmed', subjectVersion: 2 },
      { changeId: idOf(2), run: 2, cause: 'match-confirmed', subjectVersion: 2 },
    ]);
    expect([await waiting(), await isHeld()]).toEqual([[], false]);
    await gateway.decide(makeChange(asha, 3));
    expect((await gateway.said()).releases.at(-1)).toMatchObject({ releaseSequence: 3 });
  });

  test('waits again from the first change that disagrees in another way', async () => {
    await gateway.register(mistaken());
    const other = { ...asha, surname: 'Else' };
    await gateway.decide(makeChange(asha, 1), makeChange(other, 2), makeChange(asha, 3));
    const confirmed = confirmAnd(
      (tx) => releaseHold(tx, gateway.decisions, held()),
      digestKeyOf(digestsOf(asha)),
    );
    expect(await confirmed).toEqual({ released: 1, stillHeld: true });
    expect([await waiting(), await isHeld()]).toEqual([[idOf(2), idOf(3)], true]);
    expect((await gateway.said()).decisions.at(-1)).toMatchObject({
      ...{ changeId: idOf(2), run: 2 },
      recipients: [{ verdict: 'hold', reason: 'match-unconfirmed' }],
    });
    expect(await release()).toEqual({ released: 2, stillHeld: false });
  });

  test('goes out of line with its interest, on record as refused, and lets the others pass', async () => {
    await gateway.register(mistaken(), {
      ...mistaken(),
      person: asha,
      capacity: 'council-tax-liable',
    });
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    const dropped = await settle(gateway, [asha], async (tx) => {
      await write(
        tx,
        `UPDATE interest SET state = 'refused', version = version + 1 WHERE interest_id = $1`,
        [interestId()],
      );
      return dropHeld(tx, gateway.decisions, { interestId: interestId() });
    });
    expect(dropped).toEqual({ released: 2, stillHeld: false });
    expect((await gateway.said()).decisions.slice(2)).toMatchObject([
      { run: 2, recipients: [{ verdict: 'refused', reason: 'match-rejected' }] },
      { run: 2, recipients: [{ verdict: 'refused', reason: 'match-rejected' }] },
    ]);
    expect([await waiting(), await isHeld()]).toEqual([[], false]);
  });

  test('is refused on record when its case turns out to be about somebody else', async () => {
    const ben = makePerson(200_000 + number);
    await gateway.register({ person: ben, caseReference: `${ctb}-ben` });
    await gateway.register(mistaken());
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    const dropped = await settle(gateway, [asha, ben], async (tx) => {
      await write(
        tx,
        'UPDATE interest SET subject_key = $2, version = version + 1 WHERE interest_id = $1',
        [interestId(), subjectKeyOf(ben)],
      );
      return dropHeld(tx, gateway.decisions, { interestId: interestId() });
    });
    expect(dropped).toEqual({ released: 0, stillHeld: false });
    const { releases, decisions } = await gateway.said();
    expect(releases).toEqual([]);
    expect(decisions.slice(2).map((one) => [one.changeId, one.run, one.recipients])).toMatchObject([
      [idOf(1), 2, [{ interestId: interestId(), verdict: 'refused', reason: 'no-interest' }]],
      [idOf(2), 2, [{ interestId: interestId(), verdict: 'refused', reason: 'no-interest' }]],
    ]);
    expect([await waiting(), await isHeld()]).toEqual([[], false]);
  });

  test('of two persons in one case is decided under the rows of both', async () => {
    const ben = makePerson(100_000 + number);
    const partner = { person: ben, caseReference: ctb, capacity: 'partner-of-claimant' };
    await gateway.register(mistaken(), partner);
    await gateway.decide(makeChange(asha, 1));
    await gateway.decide(makeChange(ben, 1));
    expect(await release()).toEqual({ released: 2, stillHeld: false });
    const { releases } = await gateway.said();
    expect(releases.map((one) => [one.capacity, one.releaseSequence])).toEqual([
      ['ctb-claimant', 1],
      ['partner-of-claimant', 2],
    ]);
  });

  test('from before bodies were kept is never overtaken', async () => {
    await gateway.register(mistaken());
    await gateway.decide(makeChange(asha, 1));
    await gateway.rows(
      'UPDATE release_case SET held_without_body = true WHERE case_reference = $1',
      [ctb],
    );
    expect(await release()).toEqual({ released: 0, stillHeld: true });
    expect((await gateway.said()).releases).toEqual([]);
  });

  test('is not released by a transaction that fails', async () => {
    await gateway.register(mistaken());
    await gateway.decide(makeChange(asha, 1));
    const failing = confirmAnd(async (tx) => {
      await releaseHold(tx, gateway.decisions, held());
      throw new TypeError('it failed');
    });
    await expect(failing).rejects.toThrow('it failed');
    expect([await waiting(), await isHeld()]).toEqual([[idOf(1)], true]);
    // What the transaction had read of the subject, at a version that is given out again, is forgotten with it.
    await settle(gateway, [asha], async () => undefined);
    await gateway.decide(makeChange(asha, 2));
    expect((await gateway.said()).releases).toEqual([]);
  });
});
