import { afterEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import {
  noteChangeRead,
  readAgain,
  relaySome,
  restart,
  restore,
  tellLog,
} from '../../test/restored-gateway.ts';
import { ADVICE, addSecondConsent } from '../../test/second-consent.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { interestIdOf } from '../ids.ts';
import { recallInterest } from '../interests/recall-interest.ts';
import { settleRestore } from './settle-restore.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
const first = makeChange(asha, 1);

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway(addSecondConsent);
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const say = (
  gateway: TestGateway,
  action: 'given' | 'withdrawn',
  on: string,
  purpose = 'pre-filling-forms',
) =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(asha), recipient: COUNCIL, purpose },
        ...{ action, on, until: null, recordedBy: 'jobcentre' },
      },
      gateway.interests,
    ),
  );

const openForm = async (gateway: TestGateway): Promise<void> => {
  await gateway.register({ person: asha, caseReference: 'FORM-1', capacity: 'form-prefill' });
  await say(gateway, 'given', '2010-05-12');
};

const recall = (gateway: TestGateway, caseReference: string) =>
  gateway.db.transaction((tx) =>
    recallInterest(
      tx,
      {
        interestId: interestIdOf(COUNCIL, 'ctb-claimant', caseReference),
        ...{ agency: COUNCIL, officer: 'OFF-1', reason: 'another person' },
      },
      gateway.interests,
    ),
  );

const releasesOf = async (gateway: TestGateway) =>
  (await gateway.said()).releases.map(({ caseReference, kind, releaseSequence, withheld }) => [
    ...[caseReference, kind, releaseSequence],
    withheld.map(({ reason }) => reason).includes('consent-withdrawn'),
  ]);

/** Reads everything a second time, as after being killed, and says what was published by then. */
async function publishedAfter(gateway: TestGateway) {
  await readAgain(gateway, [first]);
  await readAgain(gateway, [first]);
  return releasesOf(gateway);
}

describe('what is said between a restore and the return of the changes', () => {
  test('a consent that is withdrawn takes back what had been given on it', async () => {
    const lost = await open();
    await openForm(lost);
    await lost.decide(first);
    await relaySome(lost);
    const backup = await open();
    await openForm(backup);
    await restore(backup, lost.log);
    await say(backup, 'withdrawn', '2010-05-13');
    expect(await publishedAfter(backup)).toEqual([['FORM-1', 'withdrawn', 2, true]]);
  });

  test('a link that is found wrong takes back what had been given under it', async () => {
    const lost = await open();
    await lost.register({ person: asha, caseReference: 'CTB-1' });
    await lost.decide(first);
    await relaySome(lost);
    const backup = await open();
    await backup.register({ person: asha, caseReference: 'CTB-1' });
    await restore(backup, lost.log);
    await recall(backup, 'CTB-1');
    expect(await publishedAfter(backup)).toEqual([['CTB-1', 'do-not-rely', 2, false]]);
  });

  test('a link that is found wrong lets go of what waited for it', async () => {
    const doubtful = { ...asha, birthDate: '1975-02-01' };
    const lost = await open();
    await lost.register({ person: doubtful, caseReference: 'CTB-1' });
    await lost.decide(first);
    await relaySome(lost);
    const backup = await open();
    await backup.register({ person: doubtful, caseReference: 'CTB-1' });
    await restore(backup, lost.log);
    await recall(backup, 'CTB-1');
    expect(await publishedAfter(backup)).toEqual([]);
    expect(await backup.rows('SELECT FROM held_change')).toEqual([]);
    const cases = await backup.rows('SELECT held_since_micros AS since FROM release_case');
    expect(cases).toEqual([{ since: null }]);
  });

  test('nothing is taken back twice of what was taken back before, in its place or after it', async () => {
    for (const isSentBefore of [false, true]) {
      const lost = await open();
      await openForm(lost);
      await lost.decide(first);
      if (isSentBefore) await relaySome(lost);
      await say(lost, 'withdrawn', '2010-05-13');
      await relaySome(lost);
      const backup = await open();
      await openForm(backup);
      await restore(backup, lost.log);
      expect(await publishedAfter(backup)).toEqual([]);
    }
  });
});

/** Restores what was sent of what happened after the backup, whose changes it has, and settles it. */
async function settledAfter(
  begin: (gateway: TestGateway) => Promise<void>,
  then: (gateway: TestGateway) => Promise<unknown>,
  isSent: (topic: string) => boolean,
) {
  const lost = await open();
  await begin(lost);
  await then(lost);
  await tellLog(lost, first);
  await relaySome(lost, isSent);
  const backup = await open();
  await begin(backup);
  await restore(backup, lost.log);
  await noteChangeRead(backup);
  const { db, decisions } = restart(backup);
  expect(await settleRestore(db, decisions)).toBe('over');
  return releasesOf(backup);
}

describe('what was said before a restore, and what took back was not sent', () => {
  test('a consent withdrawn takes back what had left on it', async () => {
    const begin = async (gateway: TestGateway) => {
      await openForm(gateway);
      await gateway.decide(first);
      await relaySome(gateway);
    };
    const withdraw = (gateway: TestGateway) => say(gateway, 'withdrawn', '2010-05-13');
    const isSent = (topic: string) => topic === 'told.consents';
    const back = [['FORM-1', 'withdrawn', 2, true]];
    expect(await settledAfter(begin, withdraw, isSent)).toEqual(back);
    expect(await settledAfter(begin, withdraw, () => true)).toEqual([]);
  });

  test('a link recalled takes back what had left under it', async () => {
    const begin = async (gateway: TestGateway) => {
      await gateway.register({ person: asha, caseReference: 'CTB-1' });
      await gateway.decide(first);
      await relaySome(gateway);
    };
    const recallFirst = (gateway: TestGateway) => recall(gateway, 'CTB-1');
    const isSent = (topic: string) => topic === 'told.interests';
    const back = [['CTB-1', 'do-not-rely', 2, false]];
    expect(await settledAfter(begin, recallFirst, isSent)).toEqual(back);
    expect(await settledAfter(begin, recallFirst, () => true)).toEqual([]);
  });

  test('what was void or trimmed before it left is not withdrawn after it', async () => {
    for (const alsoGiven of [[], [ADVICE]]) {
      const begin = async (gateway: TestGateway) => {
        await openForm(gateway);
        for (const purpose of alsoGiven) await say(gateway, 'given', '2010-05-12', purpose);
        await gateway.decide(first);
      };
      const withdraw = (gateway: TestGateway) => say(gateway, 'withdrawn', '2010-05-13');
      expect(await settledAfter(begin, withdraw, () => true)).toEqual([]);
    }
  });
});
