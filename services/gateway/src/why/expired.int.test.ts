import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { describeDecisions, describeWhy } from './describe-why.ts';
import { nameExpired } from './name-expired.ts';
import { type ChangeRecord, readChangeRecord } from './queries.ts';

const COUNCIL = 'central-bedfordshire';
const GENERIC = 'No agreement in force allows this fact to go from the source to this recipient.';
let gateway: TestGateway;
let record: ChangeRecord;

beforeAll(async () => {
  gateway = await openTestGateway((one) => ({ ...one, validUntil: '2010-05-12' }));
  const asha = makePerson(1);
  const change = makeChange(asha, 1);
  await gateway.register(
    { person: asha, capacity: 'ctb-claimant', caseReference: 'CTB-1' },
    { person: asha, capacity: 'council-tax-liable', caseReference: 'CTL-1' },
  );
  await gateway.decide(change);
  const found = await readChangeRecord(gateway.db, change.change.changeId);
  if (found === undefined) throw new TypeError('nothing was decided');
  record = found;
});
afterAll(() => gateway.close());

const textsOf = (view: 'auditor' | 'recipient', hash = gateway.agreements.hash) => {
  const named = nameExpired(record, { ...gateway.agreements, hash }, view);
  return JSON.stringify([describeWhy(named, COUNCIL, view), describeDecisions(named)]);
};

test('why tells the auditor which agreement ran out, and on which day', () => {
  const named = nameExpired(record, gateway.agreements, 'auditor');
  expect(describeWhy(named, COUNCIL, 'auditor')).toMatchObject({
    recipients: [
      {
        reason: {
          code: 'no-basis',
          text: expect.stringMatching(
            /^No agreement in force .* The last one that did, dwp-to-council-ctb version \d, expired: its last day was 2010-05-12\.$/,
          ),
        },
      },
      { reason: { code: 'no-basis', text: GENERIC } },
    ],
    sentence: expect.stringContaining('its last day was 2010-05-12.'),
  });
});

test('why does not tell it a refused recipient, who would learn by it who told what', () => {
  expect(textsOf('recipient')).toContain(GENERIC);
  expect(textsOf('recipient')).not.toContain('expired');
});

test('why does not judge a decision by files that it was not decided by', () => {
  expect(textsOf('auditor')).toContain('expired');
  expect(textsOf('auditor', 'f'.repeat(64))).not.toContain('expired');
});
