import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { completeChange, type Fact, type SubmissionResult, type SubmittedJson } from '@told/codec';
import { writeUnchecked } from '../../../../packages/codec/test/write-unchecked.ts';
import { type HttpIntake, openHttpIntake } from '../../test/http-intake.ts';
import { makeChange, TODAY } from '../../test/open-intake.ts';
import { createSubmissionHandler } from '../submissions/answer-submissions.ts';

let intake: HttpIntake;
let handle: ReturnType<typeof createSubmissionHandler>;
let number = 0;

beforeAll(async () => {
  intake = await openHttpIntake();
  handle = createSubmissionHandler(intake);
});
afterAll(() => intake.close());
beforeEach(async () => {
  number += 1;
  await intake.emptyOutbox();
});

const BORN = '1980-02-29';
const make = (fact: Fact, told: object, more: object = {}) => ({
  ...makeChange(`QQ${String(number).padStart(6, '0')}C`, { fact, income: null }),
  [fact]: told,
  ...more,
});

/** A record as a client of any language writes it: by the layout of the schema, and by none of its rules. */
function submit(
  change: object,
  idempotencyKey = `b-${number}`,
): Promise<readonly SubmissionResult[]> {
  const topic = 'told.submissions.jobcentre';
  const submission = {
    idempotencyKey,
    change: completeChange(change as SubmittedJson),
  };
  const checked = intake.codec.encoder('Submission', topic);
  const example = {
    idempotencyKey: 'example',
    change: completeChange(makeChange('QQ000001A') as SubmittedJson),
  };
  const schemaId = checked(example).readUInt32BE(1);
  const value = writeUnchecked(submission, schemaId);
  const key = Buffer.from('own-reference');
  const record = { topic, partition: 0, offset: 1n, timestampMs: 0, key, value, headers: {} };
  return answersTo(record);
}

async function answersTo(
  record: Parameters<typeof handle>[1][number],
): Promise<readonly SubmissionResult[]> {
  await intake.db.transaction((tx) => handle(tx, [record]));
  const waiting = await intake.waitingFor('told.submission-results.jobcentre');
  const decoded = await intake.codec.decode('SubmissionResult', waiting);
  return decoded.flatMap((one) => (one.ok ? [one.value] : []));
}

type Example = readonly [
  name: string,
  change: () => object,
  pointer: string,
  code: string,
  /** What the answer must not repeat. */
  value: string,
];

const INCOME = { who: 'claimant', kind: 'employed' };
const PAID = { ...INCOME, payPeriod: 'weekly' };
const AWARD = { benefit: 'jsa-ib', action: 'stop' };
const ON = (day: string) => ({ occurredOn: day, notifiedOn: TODAY, receivedOn: TODAY });

const EXAMPLES: readonly Example[] = [
  [
    'negative money',
    () => make('income', { ...PAID, netPence: -9281 }),
    '/income/netPence',
    'too-small',
    '9281',
  ],
  [
    'huge money',
    () => make('income', { ...PAID, grossPence: 987654321 }),
    '/income/grossPence',
    'too-large',
    '987654321',
  ],
  [
    'huge capital',
    () => make('capital', { totalPence: 10_000_000_001, owner: 'couple' }),
    '/capital/totalPence',
    'too-large',
    '10000000001',
  ],
  [
    'negative capital',
    () => make('capital', { totalPence: -777, owner: 'couple' }),
    '/capital/totalPence',
    'too-small',
    '777',
  ],
  [
    'an amount without pay period',
    () => make('income', { ...INCOME, netPence: 9281 }),
    '/income/payPeriod',
    'required',
    '9281',
  ],
  [
    'a move before the birth',
    () => make('address', { role: 'moved-in', movedInOn: '1979-12-25' }),
    '/address/movedInOn',
    'date-order',
    '1979-12-25',
  ],
  [
    'a job before the birth',
    () => make('income', { ...INCOME, startOn: '1980-02-28' }),
    '/income/startOn',
    'date-order',
    '1980-02-28',
  ],
  [
    'something that occurred before the birth',
    () => make('income', INCOME, ON('1980-02-28')),
    '/occurredOn',
    'date-order',
    '1980-02-28',
  ],
  [
    'a child older than the claimant',
    () => make('household', { relation: 'child', birthDate: '1979-12-25' }),
    '/household/birthDate',
    'date-order',
    '1979-12-25',
  ],
  [
    'an end before the start',
    () => make('income', { ...INCOME, startOn: '2010-03-02', endOn: '2010-03-01' }),
    '/income/endOn',
    'date-order',
    '2010-03-01',
  ],
  [
    'in more than a year before out',
    () => make('address', { role: 'moved-in', movedInOn: '2008-03-01', movedOutOn: '2010-03-01' }),
    '/address/movedInOn',
    'date-order',
    '2008-03-01',
  ],
  [
    'left before joined',
    () => make('household', { relation: 'partner', joinedOn: '2010-03-02', leftOn: '2010-03-01' }),
    '/household/leftOn',
    'date-order',
    '2010-03-01',
  ],
  [
    'an award that ends before it begins',
    () =>
      make('benefitAward', { ...AWARD, from: '2010-03-02', lastDayOfEntitlement: '2010-03-01' }),
    '/benefitAward/lastDayOfEntitlement',
    'date-order',
    '2010-03-01',
  ],
  [
    'a death tomorrow',
    () => make('death', { who: 'partner', diedOn: '2010-04-06' }, ON('2010-04-06')),
    '/death/diedOn',
    'date-in-future',
    '2010-04-06',
  ],
  [
    'a word of no list',
    () => make('death', { who: 'neighbour', diedOn: TODAY }),
    '/death/who',
    'not-in-list',
    'neighbour',
  ],
  [
    'a health benefit',
    () => make('household', { relation: 'non-dependant', benefits: ['dla-care'] }),
    '/household/benefits/0',
    'not-in-list',
    'dla-care',
  ],
  [
    'a duty that no job discharges',
    () => make('income', INCOME, { dutyDischarged: 'SI 2010/444' }),
    '/dutyDischarged',
    'shape',
    '2010/444',
  ],
];

describe.each(EXAMPLES)('%s', (_name, change, pointer, code, value) => {
  test('is refused over HTTP, with the rule and the field and not the value', async () => {
    const before = await intake.count('accepted_change');
    const { status, body } = await intake.tell(`h-${number}`, change());
    const { traceId: _drawn, ...said } = body;
    expect([status, said.errors]).toEqual([
      422,
      [{ pointer, code, detail: expect.stringMatching(/\w/) }],
    ]);
    expect(JSON.stringify(said)).not.toContain(value);
    expect(await intake.count('accepted_change')).toBe(before);
  });

  test('is answered on the bus in the same words', async () => {
    const before = await intake.count('dead_letter');
    const [answer] = await submit(change());
    expect(answer).toMatchObject({
      ...{ idempotencyKey: `b-${number}`, status: 'rejected', changeId: null, code },
      errors: [{ pointer: `/change${pointer}`, code, detail: expect.stringMatching(/\w/) }],
    });
    expect(JSON.stringify(answer)).not.toContain(value);
    expect(await intake.waitingFor('told.changes')).toEqual([]);
    expect(await intake.count('dead_letter')).toBe(before);
  });
});

describe('29 February', () => {
  const born = (day: string) => {
    const { person, ...rest } = make('household', { relation: 'child', birthDate: day });
    return { ...rest, person: { ...person, birthDate: BORN } };
  };

  test('of a leap year is a day, at either door', async () => {
    expect((await intake.tell('leap', born('2008-02-29'))).status).toBe(202);
    const [answer] = await submit(make('income', PAID, ON('2008-02-29')));
    expect(answer).toMatchObject({ status: 'accepted' });
  });

  test.each(['2009-02-29', '1900-02-29', '2010-02-30'])(
    'of a common year is none: %s',
    async (day) => {
      const { status, body } = await intake.tell(`common-${day}`, born(day));
      expect([status, body.errors]).toEqual([
        422,
        [expect.objectContaining({ pointer: '/household/birthDate', code: 'date' })],
      ]);
      expect(JSON.stringify(body)).not.toContain(day);
    },
  );

  test('or not, a day at most a year ahead may be told', async () => {
    expect((await intake.tell('ahead', make('income', PAID, ON('2011-04-05')))).status).toBe(202);
    const { body } = await intake.tell('beyond', make('income', PAID, ON('2011-04-06')));
    expect(body.errors).toMatchObject([{ pointer: '/occurredOn', code: 'date-in-future' }]);
  });
});

test('all faults of a record are answered at once, those of the layout and only then those between fields', async () => {
  const [answer] = await submit(
    make('income', { who: 'neighbour', kind: 'employed', netPence: -1, hoursPerWeek: 169 }),
  );
  expect(answer).toMatchObject({ code: 'invalid-request' });
  expect(answer?.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
    '/change/income/hoursPerWeek too-large',
    '/change/income/netPence too-small',
    '/change/income/who not-in-list',
  ]);
});

test('a record whose own key cannot be told back is a dead letter', async () => {
  const before = await intake.count('dead_letter');
  expect(await submit(make('income', { ...PAID, netPence: -1 }), 'no key at all')).toEqual([]);
  expect(await intake.count('dead_letter')).toBe(before + 1);
});
