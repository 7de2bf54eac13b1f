import { afterEach, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { relaySome, restore } from '../../test/restored-gateway.ts';

const dave = makePerson(40, {
  ...{ surname: 'Dorset', forename: 'Dave', birthDate: '1955-05-05', postcode: 'LU9 9ZZ' },
});
/** The same particulars under a number that nobody has. */
const unnumbered = { ...dave, nino8: 'QQ999999' };

const opened: TestGateway[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

test('a case registered by number is found by one without, though it was restored', async () => {
  const lost = await open();
  await lost.register({ person: dave, caseReference: 'CTB-1' });
  await relaySome(lost);
  const backup = await open();
  await restore(backup, lost.log);
  await backup.register({ person: unnumbered, caseReference: 'CTB-9', state: 'pending' });
  const found = await backup.rows(
    `SELECT state, subject_key AS "subjectKey" FROM interest WHERE case_reference = 'CTB-9'`,
  );
  expect(found).toEqual([{ state: 'provisional', subjectKey: subjectKeyOf(dave) }]);
});

test('a provisional link that was restored is under review, as it was if its person is known', async () => {
  const reviews = (gateway: TestGateway) =>
    gateway.rows(
      `SELECT review_id, subject_key, state, cause, verdicts::text FROM match_review ORDER BY 1`,
    );
  const lost = await open();
  await lost.decide(makeChange(dave, 1));
  await relaySome(lost);
  await lost.register({ person: unnumbered, caseReference: 'CTB-9', state: 'pending' });
  await relaySome(lost);
  const backup = await open();
  await backup.decide(makeChange(dave, 1));
  await restore(backup, lost.log);
  expect(await reviews(lost)).toHaveLength(1);
  expect(await reviews(backup)).toEqual(await reviews(lost));
  const empty = await open();
  await restore(empty, lost.log);
  await restore(empty, lost.log);
  expect(await reviews(empty)).toMatchObject([{ state: 'open', cause: 'candidate' }]);
});
