import { afterEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
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
import { keepConsent } from '../consents/keep-consent.ts';
import { settleRestore } from './settle-restore.ts';

const COUNCIL = 'central-bedfordshire';
const asha = makePerson(1);
/** The number that the same person is told under from now on. */
const newer = makePerson(9, { forename: 'Asha' });
const [from, into] = [subjectKeyOf(asha), subjectKeyOf(newer)];
const first = makeChange(asha, 1);
const end = makeChange(asha, 2, { fact: 'identity', mergedInto: into }, {});
const told = makeChange(newer, 1);
const last = makeChange(newer, 2);

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

const say = (gateway: TestGateway, action: 'given' | 'withdrawn', subjectKey: string) =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey, recipient: COUNCIL, purpose: 'pre-filling-forms' },
        ...{ action, on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
      },
      gateway.interests,
    ),
  );

/** Two keys, each with a case that has been given what was told under it, and a form of the older one that rests on a consent. */
const start = async (gateway: TestGateway): Promise<void> => {
  await gateway.register({ person: asha, caseReference: 'CTB-1' });
  await gateway.register({ person: asha, caseReference: 'FORM-1', capacity: 'form-prefill' });
  await gateway.register({ person: newer, caseReference: 'CTB-2' });
  await say(gateway, 'given', from);
  await gateway.decide(first, told);
  await relaySome(gateway);
};

const nameOf = ({ caseReference, changeId }: Release): string => `${caseReference}/${changeId}`;
const namesIn = async (gateway: TestGateway) =>
  (await gateway.said()).releases.filter(({ kind }) => kind !== 'void').map(nameOf);
const sequencesOf = async (gateway: TestGateway) =>
  (
    await gateway.rows<{ places: number[] }>(
      `SELECT array_agg(release_sequence ORDER BY release_sequence) AS places FROM release GROUP BY case_reference`,
    )
  ).map(({ places }) => places.every((place, index) => place === index + 1));

const topicIs =
  (...topics: readonly string[]) =>
  (topic: string) =>
    topics.includes(topic);
const RELEASES = `told.releases.${COUNCIL}`;
const decisionsOf = (subjectKey: string) => (topic: string, key: string) =>
  topic === 'told.decisions' && key === subjectKey;
type IsSent = (topic: string, key: string) => boolean;
const either =
  (...some: readonly IsSent[]): IsSent =>
  (topic, key) =>
    some.some((one) => one(topic, key));

const MOVES = topicIs('told.interests', 'told.consents');

async function restoreMerge(isSent: IsSent, order = [told, first, end]) {
  const lost = await open();
  await start(lost);
  await lost.decide(end);
  const wanted = await namesIn(lost);
  const sent = (await lost.said()).releases
    .filter((one) => isSent(RELEASES, one.caseReference))
    .map(nameOf);
  await relaySome(lost, isSent);
  await tellLog(lost, end);
  const backup = await open();
  await start(backup);
  await restore(backup, lost.log);
  await readAgain(backup, order);
  const again = restart(backup);
  await noteChangeRead(backup);
  expect(await settleRestore(again.db, again.decisions)).toBe('over');
  await readAgain(backup, [last]);
  return { backup: again, wanted, sent };
}

describe('a merge of which the log has a part only', () => {
  test.each<[string, IsSent]>([
    ['nothing', () => false],
    ['the moves', MOVES],
    ['the moves of interests', topicIs('told.interests')],
    ['the moves of consents', topicIs('told.consents')],
    ['the moves and what was given', either(MOVES, topicIs(RELEASES))],
    ['the moves and its own decision', either(MOVES, decisionsOf(from))],
    ['its own decision', decisionsOf(from)],
    ['the moves and the decisions on the other side', either(MOVES, decisionsOf(into))],
    ['the decisions on the other side', decisionsOf(into)],
    ['the moves and all decisions', either(MOVES, topicIs('told.decisions'))],
  ])(
    'is made, and gives once what was told of each side, when %s had been sent',
    async (_, isSent) => {
      const { backup, wanted, sent } = await restoreMerge(isSent);
      const lastId = last.change.changeId;
      const given = [...sent, ...(await namesIn(backup))];
      expect(given.toSorted()).toEqual(
        [...wanted, `CTB-1/${lastId}`, `CTB-2/${lastId}`, `FORM-1/${lastId}`].toSorted(),
      );
      const keys = await backup.rows('SELECT DISTINCT subject_key AS key FROM interest');
      expect(keys).toEqual([{ key: into }]);
      expect(new Set(await sequencesOf(backup))).toEqual(new Set([true]));
      for (const table of ['restored_move', 'restored_merge', 'restored_release']) {
        expect([table, await backup.rows(`SELECT FROM ${table}`)]).toEqual([table, []]);
      }
      // What rests on the consent that was given under the key that ended is taken back by a withdrawal under the other.
      await backup.emptyOutbox();
      await say(backup, 'withdrawn', into);
      const back = (await backup.said()).releases.map(({ kind, changeId }) => [kind, changeId]);
      expect(back).toContainEqual(['withdrawn', first.change.changeId]);
    },
  );

  test('is decided for whoever held a case under the key that ended', async () => {
    const { backup } = await restoreMerge(MOVES);
    const recipients = await backup.rows(
      `SELECT case_reference AS case FROM decision_recipient WHERE change_id = $1 AND run = 1 ORDER BY 1`,
      [end.change.changeId],
    );
    expect(recipients).toEqual([{ case: 'CTB-1' }, { case: 'FORM-1' }]);
  });

  test('leaves no place empty below what leaves now: what stood there is decided again at another', async () => {
    const lost = await open();
    await start(lost);
    await lost.decide(end);
    await relaySome(lost, decisionsOf(into));
    const backup = await open();
    await start(backup);
    await restore(backup, lost.log);
    const { releases } = await backup.said();
    const places = releases.filter((one) => one.caseReference === 'CTB-1');
    expect(places.map(({ kind, releaseSequence }) => [kind, releaseSequence])).toEqual([
      ['void', 2],
      ['value', 3],
    ]);
    expect(places[0]).toMatchObject({ income: null, basis: [], withheld: [], takesBack: null });
  });
});
