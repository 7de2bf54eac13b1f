import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf } from '../../test/people.ts';
import { openReplaying, type Replaying } from '../../test/replaying.ts';
import { keepConsent } from '../consents/keep-consent.ts';

const COUNCIL = 'central-bedfordshire';
const PEOPLE = 60;
let gateway: TestGateway;
let replaying: Replaying;

beforeAll(async () => {
  gateway = await openTestGateway();
  replaying = openReplaying(gateway);
});
afterAll(() => gateway.close());

const people = Array.from({ length: PEOPLE }, (_, number) => makePerson(number));
const caseOf = (number: number) => `F-${String(number).padStart(3, '0')}`;
const consent = (number: number, action: 'given' | 'withdrawn') =>
  gateway.db.transaction((tx) =>
    keepConsent(
      tx,
      {
        ...{ subjectKey: subjectKeyOf(people[number] ?? makePerson(0)), recipient: COUNCIL },
        ...{ purpose: 'pre-filling-forms', action, on: '2010-05-12', until: null },
        recordedBy: 'jobcentre',
      },
      gateway.interests,
    ),
  );

test('whatever is withdrawn meanwhile, no decision of a redelivery rests on a consent withdrawn before it', async () => {
  await gateway.register(
    ...people.map((person, at) => ({
      ...{ person, caseReference: caseOf(at), capacity: 'form-prefill' },
    })),
  );
  for (const at of people.keys()) await consent(at, 'given');
  await replaying.tell(...people.map((person) => makeChange(person, 1)));
  await gateway.emptyOutbox();
  const asked = await replaying.ask({ kind: 'redeliver', filter: { agency: COUNCIL } });
  const approved = await replaying.approve(asked);
  // One page is one transaction: half of them are withdrawn before and the rest while it locks and decides.
  const withdrawing = (async () => {
    for (const at of people.keys()) await consent(at, 'withdrawn');
  })();
  while ((await countWithdrawn()) < PEOPLE / 4) await new Promise(setImmediate);
  const done = await replaying.run(approved);
  await withdrawing;
  expect(done.state).toBe('done');
  const counts = { trimmed: 0, refused: 0, ...done.counts };
  expect(counts.trimmed + counts.refused).toBe(PEOPLE);
  const behind = await gateway.rows(
    `SELECT d.decision_id FROM decision d JOIN decision_recipient r USING (change_id, run)
       JOIN consent c ON c.subject_key = d.subject_key
     WHERE d.cause = 'redelivered' AND r.verdict IN ('release', 'trimmed') AND c.action = 'withdrawn'
           AND d.subject_version >= c.subject_version`,
  );
  expect(behind).toEqual([]);
  // Of what was given before its withdrawal, nothing leaves afterwards with a value: trimmed, void, or followed.
  const given = (await gateway.said()).releases.filter((one) => one.income !== null);
  const takenBack = new Set((await gateway.said()).releases.flatMap((one) => one.takesBack ?? []));
  expect(given.filter((one) => !takenBack.has(one.releaseId))).toEqual([]);
});

const countWithdrawn = async (): Promise<number> => {
  const [row] = await gateway.rows<{ count: number }>(
    `SELECT count(*) AS count FROM consent WHERE action = 'withdrawn'`,
  );
  return row?.count ?? 0;
};
