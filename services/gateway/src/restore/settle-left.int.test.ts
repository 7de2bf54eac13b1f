import { afterEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { readAgain, relaySome, restart, restore } from '../../test/restored-gateway.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { releaseHold } from '../decisions/release-hold.ts';
import { interestIdOf } from '../ids.ts';
import { endInterest } from '../interests/end-interest.ts';
import { recallInterest } from '../interests/recall-interest.ts';
import { settleRestore } from './settle-restore.ts';

const COUNCIL = 'central-bedfordshire';
const TOPIC = `told.releases.${COUNCIL}`;
const asha = makePerson(1);
const first = makeChange(asha, 1);
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

const registerFirst = async (gateway: TestGateway): Promise<void> => {
  await gateway.register({ person: asha, caseReference: 'CTB-1' });
  await relaySome(gateway);
};
const tellFirst = async (gateway: TestGateway): Promise<void> => {
  await gateway.decide(first);
  await relaySome(gateway);
};
const holdFirst = async (gateway: TestGateway): Promise<void> => {
  await gateway.register({ person: { ...asha, birthDate: '1975-02-01' }, caseReference: 'CTB-1' });
  await gateway.decide(first);
  await relaySome(gateway);
};
const confirm = (gateway: TestGateway) =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestId);
    return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference: 'CTB-1' });
  });
const end = (gateway: TestGateway) =>
  gateway.db.transaction((tx) =>
    endInterest(tx, { interestId, agency: COUNCIL, until: '2010-05-01' }, gateway.interests),
  );
const recall = (gateway: TestGateway) =>
  gateway.db.transaction((tx) =>
    recallInterest(
      tx,
      { interestId, agency: COUNCIL, officer: 'OFF-1', reason: 'another person' },
      gateway.interests,
    ),
  );

const releasesOf = async (gateway: TestGateway) =>
  (await gateway.said()).releases.map(({ kind, releaseSequence, takesBack }) => [
    ...[kind, releaseSequence],
    takesBack,
  ]);
/** What is on record of the case, in order, and by which decision. */
const recordOf = (gateway: TestGateway) =>
  gateway.rows(
    `SELECT l.release_sequence AS sequence, l.kind, r.run FROM release l
     LEFT JOIN decision_recipient r ON r.change_id = l.change_id AND r.run = l.run AND r.release_id = l.release_id ORDER BY 1`,
  );
const waitingIn = (gateway: TestGateway) => gateway.rows('SELECT FROM restored_release');

describe('a release that had left although the log has no decision on it', () => {
  test('is not to be relied on when the decision made again does not give it', async () => {
    const lost = await open();
    await registerFirst(lost);
    await lost.decide(first);
    const releaseId = (await lost.said()).releases[0]?.releaseId;
    await end(lost);
    await relaySome(lost, (topic) => topic === TOPIC || topic === 'told.interests');
    const backup = await open();
    await registerFirst(backup);
    await restore(backup, lost.log);
    const again = restart(backup);
    await readAgain(backup, [first]);
    expect(await releasesOf(backup)).toEqual([]);
    expect(await waitingIn(backup)).toHaveLength(1);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect(await releasesOf(backup)).toEqual([['do-not-rely', 2, releaseId]]);
    expect(await waitingIn(backup)).toEqual([]);
    const taken = await backup.rows('SELECT release_id AS "releaseId", kind FROM taking_back');
    expect(taken).toEqual([{ releaseId, kind: 'do-not-rely' }]);
    // Once: the case goes on behind it.
    await settleRestore(again.db, again.decisions);
    expect(await releasesOf(backup)).toHaveLength(1);
  });

  test('is recorded in its run when it was a back-fill, and does not leave again', async () => {
    const lost = await open();
    await tellFirst(lost);
    await lost.register({ person: asha, caseReference: 'CTB-1', backFill: true });
    await relaySome(lost, (topic) => topic !== 'told.decisions');
    const backup = await open();
    await tellFirst(backup);
    await restore(backup, lost.log);
    const again = restart(backup);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect(await releasesOf(backup)).toEqual([]);
    expect(await recordOf(backup)).toEqual([{ sequence: 1, kind: 'value', run: 2 }]);
    expect((await backup.said()).decisions).toMatchObject([{ run: 2, cause: 'back-fill' }]);
    await backup.decide(makeChange(asha, 2));
    expect(await releasesOf(backup)).toEqual([['value', 2, null]]);
  });

  test('waits with its change for whoever confirms the case, and is recorded then', async () => {
    const lost = await open();
    await holdFirst(lost);
    await confirm(lost);
    await relaySome(lost, (topic) => topic === TOPIC);
    const backup = await open();
    await holdFirst(backup);
    await restore(backup, lost.log);
    const again = restart(backup);
    expect(await settleRestore(again.db, again.decisions)).toBe('waiting-for-persons');
    await confirm(again);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect(await releasesOf(backup)).toEqual([]);
    expect(await recordOf(backup)).toEqual([{ sequence: 1, kind: 'value', run: 2 }]);
  });

  test('is not to be relied on when the case turns out to be about somebody else', async () => {
    const lost = await open();
    await holdFirst(lost);
    await confirm(lost);
    await relaySome(lost, (topic) => topic === TOPIC);
    const backup = await open();
    await holdFirst(backup);
    await restore(backup, lost.log);
    const again = restart(backup);
    await recall(again);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect(await releasesOf(backup)).toMatchObject([['do-not-rely', 2, expect.any(String)]]);
  });

  test('is left alone when it was void', async () => {
    const lost = await open();
    await registerFirst(lost);
    await lost.decide(first);
    await recall(lost);
    await relaySome(lost, (topic) => topic === TOPIC || topic === 'told.interests');
    const backup = await open();
    await registerFirst(backup);
    await restore(backup, lost.log);
    const again = restart(backup);
    await readAgain(backup, [first]);
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect(await releasesOf(backup)).toEqual([]);
  });
});
