import { afterEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import {
  noteChangeRead,
  relaySome,
  restart,
  restore,
  tellLog,
} from '../../test/restored-gateway.ts';
import { interestIdOf } from '../ids.ts';
import { recallInterest } from '../interests/recall-interest.ts';
import { decideReview } from '../matches/decide-review.ts';
import { settleRestore } from './settle-restore.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
const interestId = interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-1');

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

/** A case without a number, provisionally linked, at which a change waits. */
const hold = async (gateway: TestGateway): Promise<void> => {
  await gateway.decide(makeChange(asha, 1));
  const person = { ...asha, nino8: 'QQ999999' };
  await gateway.register({ person, caseReference: 'CTB-1', state: 'pending' });
  await gateway.decide(makeChange(asha, 2));
  await relaySome(gateway);
};

const officer = { agency: COUNCIL, officer: 'OFF-1', reason: 'looked' };
const confirm = async (gateway: TestGateway): Promise<void> => {
  const [review] = await gateway.rows<{ reviewId: string }>(
    'SELECT review_id AS "reviewId" FROM match_review',
  );
  await gateway.db.transaction((tx) =>
    decideReview(
      tx,
      { ...officer, reviewId: review?.reviewId ?? '', verdict: 'confirm' },
      gateway.interests,
    ),
  );
};
const recall = (gateway: TestGateway) =>
  gateway.db.transaction((tx) => recallInterest(tx, { ...officer, interestId }, gateway.interests));

describe('a case that was settled, and of whose settling only the interest was sent', () => {
  test('is given what waited there once it is confirmed on the log', async () => {
    const lost = await open();
    await hold(lost);
    await confirm(lost);
    const wanted = (await lost.said()).releases.map(({ releaseId }) => releaseId);
    expect(wanted).toHaveLength(1);
    await tellLog(lost, makeChange(asha, 2));
    await relaySome(lost, (topic) => topic === 'told.interests');
    const backup = await open();
    await hold(backup);
    await restore(backup, lost.log);
    await noteChangeRead(backup);
    const again = restart(backup);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect((await backup.said()).releases.map(({ releaseId }) => releaseId)).toEqual(wanted);
    expect(await backup.rows('SELECT FROM held_change')).toEqual([]);
  });

  test('lets go of what waited there once it is refused on the log', async () => {
    const lost = await open();
    await hold(lost);
    await recall(lost);
    await tellLog(lost, makeChange(asha, 2));
    await relaySome(lost, (topic) => topic === 'told.interests');
    const backup = await open();
    await hold(backup);
    await restore(backup, lost.log);
    await noteChangeRead(backup);
    const again = restart(backup);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect((await backup.said()).releases).toEqual([]);
    expect(await backup.rows('SELECT FROM held_change')).toEqual([]);
  });
});
