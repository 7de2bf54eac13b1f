import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import {
  EARNINGS,
  makeChange,
  makePerson,
  subjectKeyOf,
  type TestPerson,
} from '../../test/people.ts';
import { interestIdOf } from '../ids.ts';
import { endInterest } from '../interests/end-interest.ts';
import { takeBack } from '../releases/take-back.ts';

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

const first = () => makeChange(asha, 1);
/** Corrects, annuls or ends another change; it happened a day earlier, and was told by another office. */
const follow = (
  sequence: number,
  changeType: 'corrected' | 'annulled' | 'ended',
  previous: { readonly change: { readonly changeId: string } },
) =>
  makeChange(
    asha,
    sequence,
    {
      changeType,
      previousChangeId: previous.change.changeId,
      occurredOn: '2010-05-11',
      notifiedOn: '2010-05-11',
      evidence: { level: 'verified-at-source', documents: [] },
    },
    changeType === 'corrected' ? { income: { ...EARNINGS, netPence: 7654321 } } : {},
  );
const endOn = (until: string) =>
  gateway.db.transaction((tx) =>
    endInterest(
      tx,
      { interestId: interestIdOf(COUNCIL, 'ctb-claimant', ctb), agency: COUNCIL, until },
      gateway.interests,
    ),
  );
const lastRelease = async () => (await gateway.said()).releases.at(-1);
const lastVerdicts = async () =>
  (await gateway.said()).decisions
    .at(-1)
    ?.recipients.map((one) => [one.agency, one.verdict, one.reason]);

describe.each(['corrected', 'annulled'] as const)('a change that is %s', (changeType) => {
  test('reaches a past recipient that may not have it any more, with a pointer and no value', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await gateway.decide(first());
    const given = await lastRelease();
    await endOn('2010-05-01');
    await gateway.decide(follow(2, changeType, first()));
    expect(await lastVerdicts()).toEqual([[COUNCIL, 'refused', 'outside-period']]);
    const told = await lastRelease();
    expect(told).toMatchObject({
      ...{ kind: 'do-not-rely', changeType, caseReference: ctb, releaseSequence: 2 },
      ...{ takesBack: given?.releaseId, previousChangeId: first().change.changeId },
      ...{ income: null, basis: [], withheld: [], usedOn: given?.usedOn },
      // What was corrected is not told, its dates among it.
      ...{ occurredOn: '2010-05-12', notifiedOn: '2010-05-13' },
      evidence: { level: 'self-declared', documents: [] },
    });
    expect(
      await gateway.rows(
        'SELECT kind, takes_back AS "takesBack" FROM release WHERE release_id = $1',
        [told?.releaseId],
      ),
    ).toEqual([{ kind: 'do-not-rely', takesBack: given?.releaseId }]);
  });

  test('is told to nobody who was never given what it is about', async () => {
    await gateway.decide(first());
    await gateway.register({ person: asha, caseReference: ctb, from: '2010-06-20' });
    await gateway.decide(follow(2, changeType, first()));
    expect(await lastVerdicts()).toEqual([[COUNCIL, 'refused', 'outside-period']]);
    expect((await gateway.said()).releases).toEqual([]);
  });

  test('reaches past recipients of every ancestor, also of those in the same batch', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await gateway.decide(first());
    const given = await lastRelease();
    await endOn('2010-05-01');
    const ended = follow(2, 'ended', first());
    await gateway.decide(ended, follow(3, changeType, ended));
    const { releases } = await gateway.said();
    expect(releases.map((one) => [one.kind, one.takesBack])).toEqual([
      ['value', null],
      ['do-not-rely', given?.releaseId],
    ]);
  });

  test('reaches whom the very batch gave what it is about', async () => {
    await gateway.register({ person: asha, caseReference: ctb, until: '2010-05-20' });
    const late = { ...follow(2, changeType, first()) };
    const beyond = { ...late, change: { ...late.change, occurredOn: '2010-05-21' } };
    await gateway.decide(first(), beyond);
    const { releases } = await gateway.said();
    expect(releases.map((one) => [one.kind, one.takesBack])).toEqual([
      ['value', null],
      ['do-not-rely', releases[0]?.releaseId],
    ]);
  });

  test('gives a past recipient whose case is somebody else’s by now no value, though an agreement would', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await gateway.decide(first());
    const given = await lastRelease();
    const other = subjectKeyOf(makePerson(900_000 + number));
    await gateway.rows('INSERT INTO subject (subject_key) VALUES ($1)', [other]);
    await gateway.rows('UPDATE interest SET subject_key = $1 WHERE case_reference = $2', [
      other,
      ctb,
    ]);
    await gateway.rows('UPDATE subject SET version = version + 1 WHERE subject_key = $1', [
      subjectKeyOf(asha),
    ]);
    await gateway.decide(follow(2, changeType, first()));
    expect(await lastVerdicts()).toEqual([[COUNCIL, 'refused', 'no-interest']]);
    expect(await lastRelease()).toMatchObject({ kind: 'do-not-rely', takesBack: given?.releaseId });
  });

  test('says nothing more to a case whose link was found wrong and taken back', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    await gateway.decide(first());
    const given = await lastRelease();
    // It has left already.
    await gateway.emptyOutbox();
    await gateway.db.transaction((tx) =>
      takeBack(tx, gateway.interests, [
        {
          ...{ releaseId: given?.releaseId ?? '', agency: COUNCIL, caseReference: ctb },
          ...{ kind: 'do-not-rely', fields: [], reason: 'match-rejected' },
        },
      ]),
    );
    await endOn('2010-05-01');
    await gateway.decide(follow(2, changeType, first()));
    expect((await gateway.said()).releases.map((one) => one.changeId)).toEqual([
      first().change.changeId,
    ]);
  });
});

describe('a recipient that was given several changes of a chain', () => {
  /** The sequence, kind, and what it takes back, of all that left; and whose decision names it. */
  const takings = async () => {
    const { releases, decisions } = await gateway.said();
    return releases
      .filter((one) => one.takesBack !== null)
      .map((one) => ({
        ...{ sequence: one.releaseSequence, kind: one.kind, takesBack: one.takesBack },
        ...{ previous: one.previousChangeId, income: one.income },
        isNamed: decisions.at(-1)?.recipients.some(({ releaseId }) => releaseId === one.releaseId),
      }));
  };
  const taking = (given: readonly Release[], at: number, sequence: number, isNamed: boolean) => ({
    ...{ sequence, kind: 'do-not-rely', takesBack: given[at]?.releaseId },
    ...{ previous: given[at]?.changeId, income: null, isNamed },
  });
  const second = () => follow(2, 'corrected', first());
  const third = () => {
    const { change, body } = follow(3, 'corrected', second());
    return { change: { ...change, occurredOn: '2010-05-21' }, body };
  };
  const annulled = () => {
    const { change, body } = follow(3, 'annulled', first());
    return { change: { ...change, occurredOn: '2010-05-21' }, body };
  };

  test.each([
    ['corrected further', third],
    ['annulled at its beginning', annulled],
  ])('is told not to rely on any of them when it is %s beyond its period', async (_, refused) => {
    for (const isOneBatch of [true, false]) {
      const caseReference = `${ctb}-${isOneBatch}`;
      asha = makePerson(number + (isOneBatch ? 300_000 : 400_000));
      await gateway.emptyOutbox();
      await gateway.register({ person: asha, caseReference, until: '2010-05-20' });
      const told = [first(), second(), refused()];
      if (isOneBatch) await gateway.decide(...told);
      else for (const one of told) await gateway.decide(one);
      expect(await lastVerdicts()).toEqual([[COUNCIL, 'refused', 'outside-period']]);
      const given = (await gateway.said()).releases.filter((one) => one.kind === 'value');
      expect(given).toHaveLength(2);
      expect(await takings()).toEqual([taking(given, 0, 3, false), taking(given, 1, 4, true)]);
      expect(
        await gateway.rows(
          `SELECT release_sequence AS sequence, takes_back AS "takesBack", run FROM release
           WHERE kind = 'do-not-rely' AND case_reference = $1 ORDER BY 1`,
          [caseReference],
        ),
      ).toEqual([
        { sequence: 3, takesBack: given[0]?.releaseId, run: 1 },
        { sequence: 4, takesBack: given[1]?.releaseId, run: 1 },
      ]);
      expect(
        await gateway.rows(
          'SELECT last_release_sequence AS last FROM release_case WHERE case_reference = $1',
          [caseReference],
        ),
      ).toEqual([{ last: 4 }]);
    }
  });

  test('is told so once of each, across batches and within one', async () => {
    await gateway.register({ person: asha, caseReference: ctb, until: '2010-05-20' });
    const late = follow(2, 'corrected', first());
    const beyond = { ...late, change: { ...late.change, occurredOn: '2010-05-21' } };
    await gateway.decide(first(), beyond, third());
    const further = follow(4, 'annulled', third());
    await gateway.decide({
      ...further,
      change: { ...further.change, occurredOn: '2010-05-21' },
    });
    expect((await gateway.said()).releases.map((one) => one.kind)).toEqual([
      'value',
      'do-not-rely',
    ]);
  });
});

test('a change that has ended takes nothing back', async () => {
  await gateway.register({ person: asha, caseReference: ctb });
  await gateway.decide(first());
  await endOn('2010-05-01');
  await gateway.decide(follow(2, 'ended', first()));
  expect((await gateway.said()).releases).toHaveLength(1);
});

test('a decision names the first change of its chain, across batches and within one', async () => {
  const second = follow(2, 'corrected', first());
  const third = follow(3, 'corrected', second);
  const fourth = follow(4, 'annulled', third);
  await gateway.decide(first());
  await gateway.decide(second, third);
  await gateway.decide(fourth);
  const { decisions } = await gateway.said();
  expect(decisions.map((one) => one.rootChangeId)).toEqual(
    Array.from({ length: 4 }, () => first().change.changeId),
  );
});

describe('bodies that may be decided again', () => {
  const keptOf = () =>
    gateway.rows(
      `SELECT change_sequence AS sequence, is_latest AS latest FROM kept_change WHERE subject_key = $1 ORDER BY 1`,
      [subjectKeyOf(asha)],
    );

  test('are the last of each chain', async () => {
    const second = follow(2, 'corrected', first());
    await gateway.decide(first());
    await gateway.decide(makeChange(asha, 2), follow(3, 'corrected', makeChange(asha, 2)));
    expect(await keptOf()).toEqual([
      { sequence: 1, latest: true },
      { sequence: 3, latest: true },
    ]);
    const again = { ...second, change: { ...second.change, changeSequence: 4 } };
    await gateway.decide({
      ...again,
      change: { ...again.change, changeId: makeChange(asha, 4).change.changeId },
    });
    expect(await keptOf()).toEqual([
      { sequence: 3, latest: true },
      { sequence: 4, latest: true },
    ]);
  });

  test('are none of a chain that was annulled', async () => {
    await gateway.decide(first());
    await gateway.decide(follow(2, 'annulled', first()));
    expect(await keptOf()).toEqual([]);
  });

  test('are also those that a case waits for', async () => {
    await gateway.register({ person: { ...asha, birthDate: '1981-04-03' }, caseReference: ctb });
    await gateway.decide(first());
    await gateway.decide(follow(2, 'annulled', first()));
    expect(await keptOf()).toEqual([
      { sequence: 1, latest: false },
      { sequence: 2, latest: false },
    ]);
  });
});
