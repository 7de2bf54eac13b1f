import { afterEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { readAgain, relaySome, restore } from '../../test/restored-gateway.ts';

const asha = makePerson(1);
/** The number that the same person is told under from now on. */
const newer = makePerson(9, { forename: 'Asha' });
const end = makeChange(asha, 2, { fact: 'identity', mergedInto: subjectKeyOf(newer) }, {});
const CHANGES = [makeChange(asha, 1), makeChange(asha, 2)];
const [first] = CHANGES as [ReturnType<typeof makeChange>];

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const start = async (gateway: TestGateway): Promise<void> => {
  await gateway.register({ person: asha, caseReference: 'CTB-1' });
  await relaySome(gateway);
};

/** What waits to be sent, but for what is also on the log. */
const placesOf = async (gateway: TestGateway) =>
  (await gateway.said()).releases.map(({ releaseSequence, changeId }) => [
    releaseSequence,
    CHANGES.findIndex(({ change }) => change.changeId === changeId),
  ]);

const nameOf = ({ caseReference, releaseSequence, changeId }: Release): string =>
  `${caseReference}/${releaseSequence}/${changeId}`;

const isRelease = (topic: string): boolean => topic.startsWith('told.releases.');

describe('a transaction of which the log has a part only', () => {
  test('a release whose decision was not sent keeps its place, is decided, and does not leave again', async () => {
    const lost = await open();
    await start(lost);
    await lost.decide(first);
    await relaySome(lost, isRelease);
    const backup = await open();
    await start(backup);
    await restore(backup, lost.log);
    await readAgain(backup, CHANGES);
    expect(await placesOf(backup)).toEqual([[2, 1]]);
    const rows = await backup.rows(
      `SELECT l.release_sequence AS sequence FROM release l
              JOIN decision_recipient r USING (change_id, run, release_id) ORDER BY 1`,
    );
    expect(rows).toEqual([{ sequence: 1 }, { sequence: 2 }]);
    expect(await backup.rows('SELECT FROM restored_release')).toEqual([]);
  });

  test('a release that was not sent, though its decision was, leaves at its place', async () => {
    const lost = await open();
    await start(lost);
    await lost.decide(first);
    const [release] = (await lost.said()).releases;
    await relaySome(lost, (topic) => !isRelease(topic));
    const backup = await open();
    await start(backup);
    await restore(backup, lost.log);
    await readAgain(backup, CHANGES);
    await readAgain(backup, CHANGES);
    expect(await placesOf(backup)).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect((await backup.said()).releases[0]).toEqual(release);
    expect(await backup.rows('SELECT FROM restored_release')).toEqual([]);
  });

  test('cases that a merge moved are moved when the log has only its decisions, or only its releases, and given once what is told', async () => {
    for (const sent of ['told.decisions', 'told.releases.central-bedfordshire']) {
      const lost = await open();
      await start(lost);
      await lost.register({ person: newer, caseReference: 'CTB-2' });
      await lost.decide(first, makeChange(newer, 1));
      await relaySome(lost);
      await lost.decide(end);
      const wanted = (await lost.said()).releases.map(nameOf);
      const sentBefore = sent.startsWith('told.releases') ? wanted : [];
      await relaySome(lost, (topic) => topic === sent);
      const backup = await open();
      await start(backup);
      await backup.register({ person: newer, caseReference: 'CTB-2' });
      await restore(backup, lost.log);
      await readAgain(backup, [makeChange(newer, 1), first, end]);
      await readAgain(backup, [makeChange(newer, 2)]);
      const subjects = await backup.rows(
        'SELECT DISTINCT subject_key AS "subjectKey" FROM interest',
      );
      expect([sent, subjects]).toEqual([sent, [{ subjectKey: subjectKeyOf(newer) }]]);
      const given = [...sentBefore, ...(await backup.said()).releases.map(nameOf)];
      const last = makeChange(newer, 2).change.changeId;
      expect([sent, given.toSorted()]).toEqual([
        sent,
        [...wanted, `CTB-1/4/${last}`, `CTB-2/3/${last}`].toSorted(),
      ]);
    }
  });

  test.each([
    ['nothing', []],
    ['the decision', ['told.decisions']],
    ['the release', ['told.releases.central-bedfordshire']],
    ['both', ['told.decisions', 'told.releases.central-bedfordshire']],
  ])('what is taken back leaves once and at its place when %s was sent', async (_, sent) => {
    const until = '2010-05-20';
    const corrected = makeChange(asha, 2, {
      ...{ changeType: 'corrected', previousChangeId: first.change.changeId },
      occurredOn: '2010-05-21',
    });
    const lost = await open();
    await lost.register({ person: asha, caseReference: 'CTB-1', until });
    await lost.decide(first);
    await relaySome(lost);
    await lost.decide(corrected);
    const wanted = (await lost.said()).releases;
    expect(wanted).toMatchObject([{ kind: 'do-not-rely', releaseSequence: 2 }]);
    await relaySome(lost, (topic) => sent.includes(topic));
    const backup = await open();
    await backup.register({ person: asha, caseReference: 'CTB-1', until });
    await relaySome(backup);
    await restore(backup, lost.log);
    await readAgain(backup, [first, corrected]);
    const hasLeft = sent.some(isRelease);
    expect((await backup.said()).releases).toEqual(hasLeft ? [] : wanted);
    const rows = await backup.rows('SELECT takes_back AS "takesBack" FROM release ORDER BY 1');
    expect(rows).toEqual([{ takesBack: wanted[0]?.takesBack }, { takesBack: null }]);
  });
});
