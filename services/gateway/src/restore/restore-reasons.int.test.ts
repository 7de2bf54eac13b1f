import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { interestIdOf, takingBackIdOf } from '../ids.ts';
import { recallInterest } from '../interests/recall-interest.ts';
import { restoreReleases } from './restore-releases.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let given: Release;

beforeAll(async () => {
  gateway = await openTestGateway();
  const elsewhere = await openTestGateway();
  await elsewhere.register({ person: makePerson(1), caseReference: 'CTB-1' });
  await elsewhere.decide(makeChange(makePerson(1), 1));
  given = (await elsewhere.said()).releases[0] as Release;
  await elsewhere.close();
});
afterAll(() => gateway.close());

/** What a case was given, and how it was taken back, found on its topic by a database that knows neither. */
async function restoreTaken(caseReference: string, kind: 'do-not-rely' | 'erased') {
  const releaseId = takingBackIdOf(given.releaseId, 'withdrawn', [caseReference]);
  const value = { ...given, releaseId, caseReference };
  const id = takingBackIdOf(releaseId, kind, []);
  const taking = { ...value, kind, releaseId: id, releaseSequence: 2, takesBack: releaseId };
  const released = [value, { ...taking, income: null, withheld: [] }];
  await gateway.db.transaction((tx) => restoreReleases(tx, COUNCIL, released));
  const text = 'SELECT kind, reason FROM taking_back WHERE taking_back_id = $1';
  return gateway.rows(text, [id]);
}

test('what took everything back was an erasure, a recalled link, or else an incident', async () => {
  await gateway.register({ person: makePerson(2), caseReference: 'CTB-2' });
  await gateway.db.transaction((tx) =>
    recallInterest(
      tx,
      {
        ...{ interestId: interestIdOf(COUNCIL, 'ctb-claimant', 'CTB-2'), agency: COUNCIL },
        ...{ officer: 'officer-17', reason: 'a test' },
      },
      gateway.interests,
    ),
  );
  await gateway.register({ person: makePerson(3), caseReference: 'CTB-3' });
  expect(await restoreTaken('CTB-2', 'do-not-rely')).toEqual([
    { kind: 'do-not-rely', reason: 'match-rejected' },
  ]);
  expect(await restoreTaken('CTB-3', 'do-not-rely')).toEqual([
    { kind: 'do-not-rely', reason: 'disclosed-in-error' },
  ]);
  expect(await restoreTaken('CTB-4', 'erased')).toEqual([{ kind: 'erased', reason: 'erased' }]);
});
