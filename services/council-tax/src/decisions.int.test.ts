import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { expectRebuild } from '../test/expect-rebuild.ts';
import { moveTo, startCouncil, type TestCouncil } from '../test/start-council.ts';

let council: TestCouncil;
let reference: string;

beforeAll(async () => {
  council = await startCouncil();
});
afterAll(() => council.stop());
beforeEach(async () => {
  reference = council.begin();
  await council.open(council.ownCase({ passport: null }));
});

const UNUSED = { usedOn: null, usedFor: null };
const award = () => council.awarded();
const AS_OPENED = [['2010-04-01', 1800]];
const WORKING = [...AS_OPENED, ['2010-04-26', 1353]];

/** A job that DWP has told and not used. */
async function waits(changes: Partial<Release> = {}): Promise<Release> {
  const release = council.startsWork({ ...UNUSED, ...changes });
  expect(await council.deliver(release)).toMatchObject([
    { kind: 'to-verify', reason: 'r2(3)(c)', outcomeNo: 1 },
  ]);
  return release;
}

describe('a fact that waits for a person', () => {
  test('is a task until it is decided', async () => {
    const { changeId, releaseId } = await waits();
    expect(await council.tasks()).toEqual([
      expect.objectContaining({
        ...{ kind: 'to-verify', state: 'open', caseReference: reference, changeId, releaseId },
        ...{ reason: 'r2(3)(c)', fact: 'income', changeType: 'created', since: '2010-04-05' },
        ...{ sourceAgency: 'jobcentre', usedOn: null, decision: null, closedBy: null },
      }),
    ]);
    await council.decide({ changeId, decision: 'use' });
    expect(await council.tasks(`caseReference=${reference}&state=open`)).toEqual([]);
    expect(
      await council.tasks(`caseReference=${reference}&state=decided&kind=to-verify`),
    ).toMatchObject([
      {
        ...{ decision: 'use', closedBy: 'use', decidedOn: '2010-04-05' },
        ...{ decisionReason: 'Seen at the interview.', decidedBy: 'central-bedfordshire-officer' },
      },
    ]);
    expect(await council.tasks(`caseReference=${reference}&kind=unmatched`)).toEqual([]);
  });

  test('counts once an officer uses it, and its release is answered again', async () => {
    const { changeId, releaseId, releaseSequence } = await waits();
    expect(await award()).toEqual(AS_OPENED);
    const { status, body } = await council.decide({ changeId, decision: 'use' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ changeId, decision: 'use', caseReference: reference, revision: 2 },
      ...{ kind: 'applied', reason: 'officer-decided:use', award: { effectiveOn: '2010-04-26' } },
      sentence: expect.stringContaining('From Monday 26 April 2010 the award is £13.53 a week'),
    });
    expect(await award()).toEqual(WORKING);
    expect(await council.outcomesOf(releaseId, 2)).toMatchObject([
      { outcomeNo: 1, kind: 'to-verify' },
      {
        ...{ outcomeNo: 2, kind: 'applied', reason: 'officer-decided:use' },
        ...{ effectiveOn: '2010-04-26', caseReference: reference, releaseSequence },
      },
    ]);
    const { body: shown } = await council.call('GET', `/v1/cases/${reference}`);
    expect(shown.history).toMatchObject([
      { kind: 'to-verify', decision: null },
      { kind: 'applied', decision: 'use', decisionReason: 'Seen at the interview.' },
    ]);
    expect(shown.record.facts).toMatchObject([{ state: 'counted', reason: null }]);
  });

  test('is set aside when an officer does not use it, and may be used after all', async () => {
    const { changeId, releaseId } = await waits();
    const { body } = await council.decide({ changeId, decision: 'do-not-use' });
    expect(body).toMatchObject({ kind: 'rejected', reason: 'officer-decided:do-not-use' });
    expect(await award()).toEqual(AS_OPENED);
    await council.decide({ changeId, decision: 'use' });
    expect(await award()).toEqual(WORKING);
    const again = await council.decide({ changeId, decision: 'do-not-use' });
    expect(again.body.sentence).toContain('£18.00');
    expect(await award()).toEqual(AS_OPENED);
    const outcomes = await council.outcomesOf(releaseId, 4);
    expect(outcomes.map(({ outcomeNo, kind }) => [outcomeNo, kind])).toEqual([
      [1, 'to-verify'],
      [2, 'rejected'],
      [3, 'applied'],
      [4, 'rejected'],
    ]);
  });

  test('that an officer’s yes changes nothing for is no-change, with the rule’s own reason', async () => {
    reference = council.begin();
    await council.open(council.ownCase());
    const { changeId } = await waits();
    const { body } = await council.decide({ changeId, decision: 'use' });
    expect(body).toMatchObject({ kind: 'no-change', reason: 'officer-decided:use:passported' });
  });

  test('is decided once for one key, whatever is asked how often', async () => {
    const { changeId, releaseId } = await waits();
    const use = { changeId, decision: 'use' };
    const key = 'twin';
    const twins = await Promise.all([council.decide(use, { key }), council.decide(use, { key })]);
    const again = await council.decide(use, { key });
    expect(twins.map(({ status }) => status)).toEqual([201, 201]);
    expect([twins[1]?.body, again.body]).toEqual([twins[0]?.body, twins[0]?.body]);
    expect(await council.decide({ ...use, decision: 'do-not-use' }, { key })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(await council.decide(use)).toMatchObject({
      status: 409,
      body: { code: 'not-to-decide' },
    });
    expect(await council.rowsOf('award_history')).toHaveLength(2);
    expect(await council.outcomesOf(releaseId, 2)).toHaveLength(2);
  });

  test('needs no decision once it is annulled, or corrected by what counts', async () => {
    const first = await waits({ releaseSequence: 1 });
    const second = await waits({ releaseSequence: 2, changeId: randomUUID() });
    const of = (changeType: 'annulled' | 'corrected', { changeId }: Release) => ({
      changeType,
      previousChangeId: changeId,
      changeId: randomUUID(),
    });
    await council.deliver(
      council.toCase({ releaseSequence: 3, ...of('annulled', first) }),
      council.startsWork({ releaseSequence: 4, ...of('corrected', second) }),
    );
    const closed = await council.tasks(`caseReference=${reference}&state=decided`);
    expect(new Map(closed.map((task) => [task.changeId, task.closedBy]))).toEqual(
      new Map([
        [first.changeId, 'annulled'],
        [second.changeId, 'corrected'],
      ]),
    );
    // Its annulment counts with it.
    await council.decide({ changeId: first.changeId, decision: 'use' });
    expect(await award()).toEqual(WORKING);
    expect(await council.rowsOf('case_fact', 'change_type AS type, state')).toContainEqual({
      type: 'annulled',
      state: 'counted',
    });
  });

  test('that the rules cannot answer stays a task, until what was missing is known', async () => {
    const move = council.toCase({
      ...{ fact: 'address', occurredOn: '2010-04-21', address: moveTo('999900000444') },
    });
    await council.deliver(move);
    const reason = 'unknown-property:address.toUprn';
    expect(await council.tasks()).toMatchObject([{ state: 'open', reason }]);
    const { changeId } = move;
    const { body } = await council.decide({ changeId, decision: 'use' });
    expect(body).toMatchObject({ kind: 'to-verify', reason });
    expect(await council.tasks()).toMatchObject([{ state: 'open', decision: 'use' }]);
    await council.call(
      ...(['POST', '/v1/properties/bulk'] as const),
      JSON.stringify({ uprn: '999900000444', annualPence: 120_000 }),
    );
    expect((await council.decide({ changeId, decision: 'use' })).body).toMatchObject({
      ...{ kind: 'applied', reason: 'officer-decided:use', award: { effectiveOn: '2010-04-21' } },
    });
    expect(await council.tasks()).toMatchObject([{ state: 'decided' }]);
  });
});

test('a question that something later answers needs no decision, whatever else is asked', async () => {
  const uprn = '999900000447';
  const move = council.toCase({ fact: 'address', occurredOn: '2010-04-21', address: moveTo(uprn) });
  const far = { occurredOn: '2011-04-04', releaseSequence: 2 };
  const job = council.startsWork(far, { startOn: '2011-04-04' });
  await council.deliver(move, job);
  const account = JSON.stringify({ uprn, annualPence: 120_000 });
  await council.call('POST', '/v1/properties/bulk', account);
  const again = { ...moveTo(uprn), movedOutOn: '2010-06-01', movedInOn: '2010-06-01' };
  await council.deliver(
    council.toCase({
      ...{ fact: 'address', occurredOn: '2010-06-01', address: again, releaseSequence: 3 },
    }),
  );
  const tasks = await council.tasks();
  expect(new Map(tasks.map((task) => [task.changeId, task.closedBy]))).toEqual(
    new Map([
      [move.changeId, 'answered'],
      [job.changeId, null],
    ]),
  );
});

describe('a year whose tax is not known yet', () => {
  test('is a question that an officer settles once the account has it', async () => {
    reference = council.begin();
    const uprn = '999900000446';
    await council.open(council.ownCase({ passport: null, uprn }));
    const change = { occurredOn: '2011-04-04', receivedOn: '2010-04-05' };
    const job = council.startsWork(change, { startOn: '2011-04-04' });
    const reason = 'no-scheme:after-last-day';
    expect(await council.deliver(job)).toMatchObject([{ kind: 'to-verify', reason }]);
    const isMarked = async () => {
      const { body } = await council.call('GET', '/v1/cases?limit=1000');
      const own = (one: { caseReference: string }) => one.caseReference === reference;
      return body.items.find(own).toVerify;
    };
    // The list marks what has no number today, not what a year to come will ask.
    expect(await isMarked()).toBe(false);
    council.bus.clock.set(Date.UTC(2011, 3, 12, 9));
    expect(await isMarked()).toBe(true);
    const use = { changeId: job.changeId, decision: 'use' };
    expect((await council.decide(use)).body).toMatchObject({ kind: 'to-verify', reason });
    const account = { uprn, annualPence: 109_800, financialYear: '2011/12' };
    await council.call('POST', '/v1/properties/bulk', JSON.stringify(account));
    expect((await council.decide(use)).body).toMatchObject({
      ...{ kind: 'applied', reason: 'officer-decided:use' },
      sentence: 'The award is known to Saturday 31 March 2012.',
    });
    expect(await award()).toContainEqual(['2011-04-01', 2100]);
    expect(await council.tasks()).toMatchObject([{ state: 'decided' }]);
  });
});

describe('what an officer had recorded', () => {
  test('and the rules cannot answer is a task too, and no release is answered', async () => {
    const told = { changeType: 'created', notifiedOn: '2010-04-05', receivedOn: '2010-04-05' };
    const address = { role: 'moved-in', toUprn: '999900000445', movedInOn: '2010-04-21' };
    const { body } = await council.record('move', {
      ...{ ...told, fact: 'address', occurredOn: '2010-04-21', evidence: { level: 'seen' } },
      address,
    });
    expect(body.kind).toBe('to-verify');
    const [task] = await council.tasks();
    expect(task).toMatchObject({ state: 'open', releaseId: null, changeId: body.changeId });
    const outcomes = (await council.bus.outcomes()).length;
    const decided = await council.decide({ changeId: body.changeId, decision: 'do-not-use' });
    expect(decided.body).toMatchObject({ kind: 'rejected' });
    expect(await award()).toEqual(AS_OPENED);
    expect(await council.rowsOf('outcome')).toEqual([]);
    expect(await council.bus.outcomes()).toHaveLength(outcomes);
    // Sent again, the officer's own command still gets its first answer.
    expect(
      (
        await council.record('move', {
          ...{ ...told, fact: 'address', occurredOn: '2010-04-21', evidence: { level: 'seen' } },
          address,
        })
      ).body,
    ).toEqual(body);
  });
});

describe('a decision', () => {
  test('on what nothing waits for is refused, and nothing is written', async () => {
    const used = council.startsWork();
    await council.deliver(used);
    const counted = await council.decide({ changeId: used.changeId, decision: 'do-not-use' });
    const unknown = await council.decide({ changeId: randomUUID(), decision: 'use' });
    const nobody = await council.decide(
      { changeId: used.changeId, decision: 'use' },
      { caseReference: `${reference}-none` },
    );
    expect([counted, unknown, nobody].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'not-to-decide'],
      [409, 'not-to-decide'],
      [404, 'case-unknown'],
    ]);
    expect(await council.rowsOf('journal', 'command')).toEqual([{ command: 'open-case' }]);
    expect(await council.rowsOf('award_history')).toHaveLength(1);
  });

  test('is told every field at fault', async () => {
    const { changeId } = await waits();
    const pointers = async (body: object) =>
      (await council.decide(body)).body.errors.map((error: { pointer: string }) => error.pointer);
    expect(await pointers({ changeId, decision: 'maybe' })).toEqual(['/decision']);
    expect(await pointers({ changeId, decision: 'use', reason: '' })).toEqual(['/reason']);
    expect(
      await pointers({
        ...{ changeId, decision: 'use', toCaseReference: 'X', appliedOn: '2011-01-01' },
      }),
    ).toEqual(['/toCaseReference', '/appliedOn', '/appliedOn']);
    expect(await pointers({ changeId, decision: 'extend-notice' })).toEqual(['/appliedOn']);
  });

  test('needs a key, of the length that a submission may have', async () => {
    const { changeId } = await waits();
    const use = { changeId, decision: 'use' };
    const long = await council.decide(use, { key: 'k'.repeat(80) });
    expect(long).toMatchObject({ status: 400, body: { code: 'idempotency-key-malformed' } });
    const route = `/v1/cases/${reference}/decisions`;
    const none = await council.call('POST', route, { ...use, reason: 'x' });
    expect(none).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });

  test('waits for room in the outbox: nothing is decided that could not be told', async () => {
    const full = await startCouncil({ outboxRecordsMax: 0 });
    full.begin();
    const answer = await full.decide({ changeId: randomUUID(), decision: 'use' });
    await full.stop();
    expect(answer).toMatchObject({ status: 503, body: { code: 'outbox-full' } });
  });

  test('of another agency is refused, and so is its look at the tasks', async () => {
    const { changeId } = await waits();
    const headers = { authorization: 'Bearer luton', 'idempotency-key': 'x' };
    const body = { changeId, decision: 'use', reason: 'x' };
    for (const answer of [
      await council.call('POST', `/v1/cases/${reference}/decisions`, body, headers),
      await council.call('GET', '/v1/tasks', undefined, headers),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'wrong-agency' } });
    }
  });
});

describe('the month in which to tell', () => {
  /** Her job ended on 5 February 2010; the council hears it on 20 May, from which day the better award would count. */
  const AFTER_THE_MONTH = Date.UTC(2010, 4, 20, 9);
  const toldLate = async () => {
    reference = council.begin();
    const work = { who: 'claimant', kind: 'employed', netPence: 11_534, payPeriod: 'weekly' };
    const incomes = [{ ...work, hoursPerWeek: 16 }];
    await council.open(council.ownCase({ passport: null, incomes }));
    council.bus.clock.set(AFTER_THE_MONTH);
    const release = council.startsWork(
      { occurredOn: '2010-04-07', receivedOn: '2010-05-20', usedOn: '2010-05-20' },
      { netPence: 9280, startOn: '2010-04-07' },
    );
    expect(await council.deliver(release)).toMatchObject([{ effectiveOn: '2010-05-24' }]);
    return release;
  };
  const extend = (changeId: string, appliedOn = '2010-05-20') =>
    council.decide({ changeId, decision: 'extend-notice', appliedOn });

  test('is extended by an officer: the change counts from its own Monday', async () => {
    const { changeId, releaseId } = await toldLate();
    expect((await extend(changeId)).body).toMatchObject({
      ...{ kind: 'applied', reason: 'officer-decided:extend-notice' },
      award: { effectiveOn: '2010-04-12' },
    });
    expect(await council.outcomesOf(releaseId, 2)).toMatchObject([
      { effectiveOn: '2010-05-24' },
      { effectiveOn: '2010-04-12', reason: 'officer-decided:extend-notice' },
    ]);
    expect(await extend(changeId)).toMatchObject({ status: 409 });
    expect(await council.tasks()).toEqual([]);
  });

  test('is not extended on an application after thirteen months, nor for what does not count', async () => {
    const { changeId } = await toldLate();
    council.bus.clock.set(Date.UTC(2011, 4, 8, 9));
    expect(await extend(changeId, '2011-05-08')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/appliedOn', code: 'date-order' }] },
    });
    expect((await extend(changeId, '2011-05-07')).status).toBe(201);
    council.bus.clock.set(Date.UTC(2010, 3, 5, 9));
    reference = council.begin();
    await council.open(council.ownCase({ passport: null }));
    const waiting = await waits();
    expect((await extend(waiting.changeId, '2010-04-05')).status).toBe(409);
  });
});

test('the officer’s words never reach the bus', async () => {
  const { changeId, releaseId } = await waits();
  await council.decide({ changeId, decision: 'use' });
  const outcomes = await council.outcomesOf(releaseId, 2);
  expect(JSON.stringify(outcomes)).not.toContain('interview');
});

test('decisions are gone through again with everything else, in their order', () =>
  expectRebuild(council));
