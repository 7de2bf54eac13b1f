import { afterEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { relaySome, restore } from '../../test/restored-gateway.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { releaseHold } from '../decisions/release-hold.ts';
import { interestIdOf } from '../ids.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
const first = makeChange(asha, 1);
const form = { person: asha, caseReference: 'FORM-1', capacity: 'form-prefill' };

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const isRelease = (topic: string): boolean => topic.startsWith('told.releases.');

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

const holdFirst = async (gateway: TestGateway): Promise<void> => {
  await gateway.register({ person: { ...asha, birthDate: '1975-02-01' }, caseReference: 'CTB-1' });
  await gateway.decide(first);
  await relaySome(gateway);
};

const confirm = (gateway: TestGateway) =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-1'));
    return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference: 'CTB-1' });
  });

const tellFirst = async (gateway: TestGateway): Promise<void> => {
  await say(gateway, 'given', '2010-05-12');
  await gateway.decide(first);
  await relaySome(gateway);
};

/** What has left since, and what waits to leave, of a restored gateway. */
const waitingOf = async (gateway: TestGateway) => (await gateway.said()).releases;

describe('a later run on a change that the backup knows', () => {
  test.each([
    ['after a hold', holdFirst, confirm],
    [
      'of a back-fill',
      tellFirst,
      (gateway: TestGateway) => gateway.register({ ...form, backFill: true }),
    ],
    [
      'of a back-fill that was held',
      async (gateway: TestGateway) => {
        await tellFirst(gateway);
        const person = { ...asha, birthDate: '1975-02-01' };
        await gateway.register({ person, caseReference: 'CTB-1', backFill: true });
        await relaySome(gateway);
      },
      confirm,
    ],
  ])(
    'gives what it gave %s, once and at its place, when its decision alone was sent',
    async (_, before, after) => {
      const lost = await open();
      await before(lost);
      await after(lost);
      const wanted = await waitingOf(lost);
      expect(wanted).toHaveLength(1);
      await relaySome(lost, (topic) => !isRelease(topic));
      const backup = await open();
      await before(backup);
      await restore(backup, lost.log);
      expect(await waitingOf(backup)).toEqual(wanted);
      expect(await backup.rows('SELECT FROM restored_release')).toEqual([]);
      expect(await backup.rows('SELECT FROM restored_decision')).toEqual([]);
      // It is on the log by now, and nothing more is missing.
      await restore(backup, lost.log);
      expect(await waitingOf(backup)).toEqual(wanted);
    },
  );

  test('gives nothing of it again when all of it was sent', async () => {
    const lost = await open();
    await holdFirst(lost);
    await confirm(lost);
    await relaySome(lost);
    const backup = await open();
    await holdFirst(backup);
    await restore(backup, lost.log);
    expect(await waitingOf(backup)).toEqual([]);
    expect(await backup.rows('SELECT FROM restored_release')).toEqual([]);
    expect(await backup.rows('SELECT FROM held_change')).toEqual([]);
  });

  test('withholds what rested on a consent that was withdrawn before it could leave', async () => {
    const lost = await open();
    await tellFirst(lost);
    await lost.register({ ...form, backFill: true });
    expect(await waitingOf(lost)).toMatchObject([{ kind: 'value' }]);
    await say(lost, 'withdrawn', '2010-05-13');
    await relaySome(lost, (topic) => !isRelease(topic));
    const backup = await open();
    await tellFirst(backup);
    await restore(backup, lost.log);
    expect(await waitingOf(backup)).toMatchObject([{ kind: 'void', releaseSequence: 1 }]);
  });
});
