import { afterEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { EARNINGS, makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { readAgain, relaySome, restart, restore } from '../../test/restored-gateway.ts';
import { confirmReviews, settle } from '../../test/settle.ts';
import { releaseHold } from '../decisions/release-hold.ts';
import { interestIdOf } from '../ids.ts';
import { endInterest } from '../interests/end-interest.ts';
import { settleRestore } from './settle-restore.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
/** The number that the same person goes by from now on. */
const newer = makePerson(9);
const first = makeChange(asha, 1);
const previousChangeId = first.change.changeId;
const ended = makeChange(asha, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
/** Of a day on which no interest of these tests stands any more. */
const later = { previousChangeId, occurredOn: '2010-05-21' };
const annulled = makeChange(asha, 2, { changeType: 'annulled', ...later }, {});
const corrected = makeChange(
  asha,
  2,
  { changeType: 'corrected', ...later },
  { income: { ...EARNINGS, netPence: 9000 } },
);

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const isNoDecision = (topic: string): boolean => topic !== 'told.decisions';
const fill = (gateway: TestGateway, person = asha, more: object = {}) =>
  gateway.register({ person, caseReference: 'CTB-1', backFill: true, ...more });
const doubt = (gateway: TestGateway, caseReference: string) =>
  gateway.register({ person: { ...asha, birthDate: '1975-02-01' }, caseReference });
const confirm = (gateway: TestGateway, caseReference: string) =>
  settle(gateway, [asha], async (tx) => {
    await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', caseReference));
    return releaseHold(tx, gateway.decisions, { agency: COUNCIL, caseReference });
  });
const settleAll = (gateway: TestGateway) => {
  const { db, decisions } = restart(gateway);
  return settleRestore(db, decisions);
};
const left = async (gateway: TestGateway) => (await gateway.said()).releases;
const recordOf = (gateway: TestGateway, caseReference = 'CTB-1') =>
  gateway.rows(
    `SELECT l.release_sequence AS sequence, l.kind, r.run FROM release l
     LEFT JOIN decision_recipient r ON r.change_id = l.change_id AND r.run = l.run AND r.release_id = l.release_id
     WHERE l.case_reference = '${caseReference}' ORDER BY 1`,
  );

describe('what left in a later run', () => {
  test('does not leave again when its change comes again and neither decision is known', async () => {
    const lost = await open();
    await lost.decide(first);
    await fill(lost);
    await relaySome(lost, isNoDecision);
    const backup = await open();
    await restore(backup, lost.log);
    await readAgain(backup, [first]);
    await settleAll(backup);
    expect(await left(backup)).toEqual([]);
    expect(await recordOf(backup)).toEqual([{ sequence: 1, kind: 'value', run: 2 }]);
    const { decisions } = await backup.said();
    expect(decisions).toMatchObject([
      { run: 1, cause: 'told', recipients: [{ agency: null }] },
      { run: 2, cause: 'back-fill', recipients: [{ releaseSequence: 1 }] },
    ]);
  });

  test('is known to the correction that comes with it', async () => {
    const lost = await open();
    await lost.decide(first);
    await fill(lost, asha, { until: '2010-05-20' });
    const [given] = await left(lost);
    await relaySome(lost, isNoDecision);
    const backup = await open();
    await restore(backup, lost.log);
    await readAgain(backup, [first, corrected]);
    expect(await left(backup)).toMatchObject([
      { kind: 'do-not-rely', takesBack: given?.releaseId, releaseSequence: 2 },
    ]);
    await settleAll(backup);
    expect(await left(backup)).toHaveLength(1);
  });

  test('does not leave again when another case’s hold is released first', async () => {
    const hold = async (gateway: TestGateway): Promise<void> => {
      await doubt(gateway, 'CTB-1');
      await doubt(gateway, 'CTB-2');
      await gateway.decide(first);
      await relaySome(gateway);
    };
    const lost = await open();
    await hold(lost);
    await confirm(lost, 'CTB-1');
    await relaySome(lost, isNoDecision);
    const backup = await open();
    await hold(backup);
    await restore(backup, lost.log);
    const again = restart(backup);
    await confirm(again, 'CTB-2');
    await confirm(again, 'CTB-1');
    expect(await settleRestore(again.db, again.decisions)).toBe('over');
    expect(await left(backup)).toMatchObject([{ caseReference: 'CTB-2', kind: 'value' }]);
    expect(await recordOf(backup)).toEqual([{ sequence: 1, kind: 'value', run: 2 }]);
  });

  test('is taken back when its change was annulled before anybody settled it, though others wait for it', async () => {
    const hold = async (gateway: TestGateway): Promise<void> => {
      await doubt(gateway, 'CTB-2');
      await gateway.decide(first);
      await relaySome(gateway);
    };
    const lost = await open();
    await hold(lost);
    await fill(lost, asha, { until: '2010-05-20' });
    const [given] = await left(lost);
    await relaySome(lost, isNoDecision);
    const backup = await open();
    await hold(backup);
    await restore(backup, lost.log);
    await readAgain(backup, [annulled]);
    await settleAll(backup);
    expect(await left(backup)).toMatchObject([
      { kind: 'do-not-rely', takesBack: given?.releaseId, releaseSequence: 2 },
    ]);
  });
});

describe('a later run whose first one is not known', () => {
  const older = subjectKeyOf(asha);

  test('is not made again by the merge that came before it', async () => {
    const lost = await open();
    await lost.decide(first);
    await lost.decide(ended);
    await fill(lost, newer);
    expect(await left(lost)).toHaveLength(1);
    // Of the key that ended, nothing was sent.
    await relaySome(lost, (topic, key) => isNoDecision(topic) || key !== older);
    const backup = await open();
    await restore(backup, lost.log);
    await readAgain(backup, [first, ended]);
    await settleAll(backup);
    expect(await left(backup)).toEqual([]);
    expect(await recordOf(backup)).toEqual([{ sequence: 1, kind: 'value', run: 2 }]);
  });

  test('is not made again for a case that has moved with the key', async () => {
    const lost = await open();
    await doubt(lost, 'CTB-1');
    await lost.decide(first);
    await lost.decide(ended);
    await settle(lost, [newer], async (tx) => {
      await confirmReviews(tx, interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-1'));
      return releaseHold(tx, lost.decisions, { agency: COUNCIL, caseReference: 'CTB-1' });
    });
    expect(await left(lost)).toHaveLength(2);
    await relaySome(lost, (topic, key) => isNoDecision(topic) || key !== older);
    const backup = await open();
    await restore(backup, lost.log);
    await readAgain(backup, [first, ended]);
    expect(await settleAll(backup)).toBe('over');
    expect(await left(backup)).toEqual([]);
    expect(await backup.rows('SELECT FROM held_change')).toEqual([]);
    expect(await recordOf(backup)).toEqual([
      { sequence: 1, kind: 'value', run: 2 },
      { sequence: 2, kind: 'value', run: 2 },
    ]);
  });

  test('is not made again for a case that was given it only once it had moved', async () => {
    const lost = await open();
    await lost.decide(first);
    await lost.register({ person: asha, caseReference: 'CTB-1' });
    await lost.decide(ended);
    await fill(lost, newer);
    const given = (await left(lost)).filter(({ fact }) => fact === 'income');
    expect(given).toMatchObject([{ backFill: true }]);
    await relaySome(lost, (topic, key) => isNoDecision(topic) || key !== older);
    const backup = await open();
    await restore(backup, lost.log);
    await readAgain(backup, [first, ended]);
    await settleAll(backup);
    expect((await left(backup)).filter(({ fact }) => fact === 'income')).toEqual([]);
  });

  test('holds what it holds', async () => {
    const lost = await open();
    await lost.decide(first);
    await lost.decide(ended);
    await fill(lost, { ...newer, birthDate: '1975-02-01' });
    await relaySome(lost, (topic, key) => isNoDecision(topic) || key !== older);
    const backup = await open();
    await restore(backup, lost.log);
    await readAgain(backup, [first, ended]);
    await settleAll(backup);
    expect(await backup.rows('SELECT FROM held_change')).toHaveLength(1);
    expect(await left(backup)).toEqual([]);
  });
});

test('what was taken back before is not taken back again', async () => {
  const lost = await open();
  await lost.register({ person: asha, caseReference: 'CTB-1' });
  await lost.decide(first);
  const interestId = interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-1');
  await lost.db.transaction((tx) =>
    endInterest(tx, { interestId, agency: COUNCIL, until: '2010-05-01' }, lost.interests),
  );
  await lost.decide(annulled);
  expect(await left(lost)).toMatchObject([{ kind: 'value' }, { kind: 'do-not-rely' }]);
  await relaySome(lost, isNoDecision);
  const backup = await open();
  await restore(backup, lost.log);
  await readAgain(backup, [first, annulled]);
  expect(await settleAll(backup)).toBe('over');
  expect(await left(backup)).toEqual([]);
});
