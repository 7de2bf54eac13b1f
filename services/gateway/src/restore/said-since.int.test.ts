import { afterEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { readAgain, relaySome, restore } from '../../test/restored-gateway.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { interestIdOf } from '../ids.ts';
import { recallInterest } from '../interests/recall-interest.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
const first = makeChange(asha, 1);

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const say = (gateway: TestGateway, action: 'given' | 'withdrawn', on: string) =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(asha), recipient: COUNCIL, purpose: 'pre-filling-forms' },
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
