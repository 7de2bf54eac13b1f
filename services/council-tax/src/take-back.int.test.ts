import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defineOffice, type TestedAgency, testAgency } from '@told/agency-sdk';
import type { Release } from '@told/codec';
import fc from 'fast-check';
import { expectRebuild } from '../test/expect-rebuild.ts';
import { moveTo, office, startCouncil, type TestCouncil } from '../test/start-council.ts';

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

const award = () => council.awarded();
const AS_OPENED = [['2010-04-01', 1800]];
const WORKING = [...AS_OPENED, ['2010-04-26', 1353]];
const UNUSED = { usedOn: null, usedFor: null };

const withdraw = (given: Release, releaseSequence: number, ...fields: readonly string[]) =>
  council.toCase({
    ...{ kind: 'withdrawn', takesBack: given.releaseId, changeId: given.changeId, basis: [] },
    ...{ fact: given.fact, caseReference: given.caseReference, releaseSequence },
    withheld: fields.map((field) => ({ field, reason: 'consent-withdrawn' })),
  });
const doNotRely = (given: Release, releaseSequence: number): Release => ({
  ...withdraw(given, releaseSequence),
  kind: 'do-not-rely',
});
const facts = () => council.rowsOf('case_fact', 'state, reason, body, addition, task');
const GONE = { state: 'set-aside', reason: 'taken-back', body: null, addition: null };

describe('what a release brought, once it is taken back', () => {
  test('is as if it had never been told, to the penny', async () => {
    const given = council.startsWork();
    await council.deliver(given);
    expect(await award()).toEqual(WORKING);
    const [answer] = await council.deliver(doNotRely(given, 2));
    expect(answer).toMatchObject({
      ...{ kind: 'applied', reason: 'do-not-rely', effectiveOn: '2010-04-26', outcomeNo: 1 },
    });
    expect(await award()).toEqual(AS_OPENED);
    expect(await facts()).toMatchObject([GONE]);
    const { body } = await council.call('GET', `/v1/cases/${reference}`);
    expect(body.history).toMatchObject([
      { origin: 'bus', changeType: 'created', kind: 'applied' },
      { origin: 'bus', changeType: 'annulled', kind: 'applied', reason: 'do-not-rely' },
    ]);
    expect(body.history[1].sentence).toContain('£18.00');
  });

  test('stands without the fields that were withdrawn', async () => {
    const given = council.startsWork({}, { employer: 'Sample Ltd' });
    await council.deliver(given);
    expect(await council.deliver(withdraw(given, 2, 'income.employer'))).toMatchObject([
      { kind: 'no-change', reason: 'withdrawn:same-award' },
    ]);
    expect(await award()).toEqual(WORKING);
    expect(await facts()).toMatchObject([
      { state: 'counted', body: { employer: null, netPence: 9280 } },
    ]);
    expect(JSON.stringify(await facts())).not.toContain('Sample Ltd');
  });

  test('asks what the rules then cannot know, and may be decided', async () => {
    const given = council.startsWork();
    await council.deliver(given);
    expect(
      await council.deliver(withdraw(given, 2, 'income.netPence', 'income.grossPence')),
    ).toMatchObject([{ kind: 'to-verify' }]);
    expect(await council.tasks(`caseReference=${reference}&state=open`)).toHaveLength(1);
    await council.deliver(doNotRely(given, 3));
    expect(await council.tasks(`caseReference=${reference}&state=open`)).toEqual([]);
    expect(await award()).toEqual(AS_OPENED);
  });

  test('takes with it what was looked up for the field', async () => {
    const given = council.toCase({ fact: 'address', address: moveTo('999900000017') });
    await council.deliver(given);
    expect(await facts()).toMatchObject([{ addition: { uprn: '999900000017' } }]);
    await council.deliver(withdraw(given, 2, 'address.fromUprn'));
    expect(await facts()).toMatchObject([{ addition: { uprn: '999900000017' } }]);
    await council.deliver(withdraw(given, 3, 'address.toUprn'));
    expect(await facts()).toMatchObject([
      { addition: null, body: { toUprn: null, fromUprn: null } },
    ]);
  });

  test('restores what it corrected', async () => {
    const given = council.startsWork();
    const correction = council.startsWork(
      {
        ...{ releaseSequence: 2, changeType: 'corrected', changeId: randomUUID() },
        previousChangeId: given.changeId,
      },
      { netPence: 11_534, grossPence: 11_600 },
    );
    await council.deliver(given, correction);
    expect(await award()).toEqual([...AS_OPENED, ['2010-04-26', 902]]);
    await council.deliver(doNotRely(correction, 3));
    expect(await award()).toEqual(WORKING);
  });

  test('answers again what had followed it', async () => {
    const given = council.startsWork();
    const annulment = council.toCase({
      ...{ releaseSequence: 2, changeType: 'annulled', changeId: randomUUID() },
      previousChangeId: given.changeId,
    });
    await council.deliver(given, annulment);
    await council.deliver(doNotRely(given, 3));
    expect(await council.outcomesOf(annulment.releaseId, 2)).toMatchObject([
      { kind: 'applied' },
      { kind: 'no-change', reason: 'do-not-rely:predecessor-not-counted' },
    ]);
    expect(await award()).toEqual(AS_OPENED);
    await council.deliver(doNotRely(annulment, 4));
    expect(await award()).toEqual(AS_OPENED);
  });
});

describe('a task', () => {
  test('is closed when its release is taken back, and cannot be decided any more', async () => {
    const given = council.startsWork(UNUSED);
    await council.deliver(given);
    await council.deliver(doNotRely(given, 2));
    expect(await council.tasks()).toMatchObject([{ state: 'decided', closedBy: 'taken-back' }]);
    expect(await council.outcomesOf(given.releaseId, 2)).toMatchObject([
      { kind: 'to-verify' },
      { kind: 'no-change', reason: 'taken-back' },
    ]);
    const { changeId } = given;
    expect(await council.decide({ changeId, decision: 'use' })).toMatchObject({
      ...{ status: 409, body: { code: 'not-to-decide' } },
    });
    expect(await award()).toEqual(AS_OPENED);
  });

  test('that an officer had decided is undone all the same', async () => {
    const given = council.startsWork(UNUSED);
    const { changeId } = given;
    await council.deliver(given);
    await council.decide({ changeId, decision: 'use' });
    expect(await award()).toEqual(WORKING);
    await council.deliver(doNotRely(given, 2));
    expect(await award()).toEqual(AS_OPENED);
  });

  test('stays open with the fields that are left', async () => {
    const given = council.startsWork(UNUSED, { employer: 'Sample Ltd' });
    const { changeId } = given;
    await council.deliver(given);
    await council.deliver(withdraw(given, 2, 'income.employer'));
    expect(await council.tasks()).toMatchObject([{ state: 'open' }]);
    await council.decide({ changeId, decision: 'use' });
    expect(await award()).toEqual(WORKING);
    expect(await facts()).toMatchObject([{ body: { employer: null } }]);
  });
});

describe('a release that matched no case', () => {
  const stray = async () => {
    const caseReference = `${reference}-x`;
    const release = council.startsWork({ caseReference }, { employer: 'Sample Ltd' });
    await council.deliver(release);
    return release;
  };
  const link = ({ changeId, caseReference }: Release) =>
    council.decide({ changeId, decision: 'link', toCaseReference: reference }, { caseReference });

  test('is closed when it is taken back, and cannot be linked any more', async () => {
    const given = await stray();
    await council.deliver(doNotRely(given, 2));
    const ofStray = `caseReference=${given.caseReference}`;
    expect(await council.tasks(`${ofStray}&state=open`)).toEqual([]);
    expect(await council.tasks(ofStray)).toMatchObject([
      { state: 'decided', closedBy: 'taken-back', body: null },
    ]);
    expect(await link(given)).toMatchObject({ status: 409 });
    expect(await facts()).toEqual([]);
  });

  test('is linked and shown without what was withdrawn', async () => {
    const given = await stray();
    await council.deliver(withdraw(given, 2, 'income.employer'));
    const [task] = await council.tasks(`caseReference=${given.caseReference}&state=open`);
    expect(task).toMatchObject({ body: { employer: null, netPence: 9280 } });
    expect(await link(given)).toMatchObject({ status: 201 });
    expect(await facts()).toMatchObject([{ body: { employer: null } }]);
  });

  test('is taken back from the case that it was linked to', async () => {
    const given = await stray();
    await link(given);
    expect(await award()).toEqual(WORKING);
    expect(await council.deliver(doNotRely(given, 2))).toMatchObject([{ kind: 'applied' }]);
    expect(await award()).toEqual(AS_OPENED);
    expect(await facts()).toMatchObject([GONE]);
  });

  test('is never left in a case that it is linked to while it is taken back', async () => {
    for (let round = 0; round < 10; round++) {
      reference = council.begin();
      await council.open(council.ownCase({ passport: null }));
      const given = await stray();
      await Promise.all([link(given), council.deliver(doNotRely(given, 2))]);
      expect(await award()).toEqual(AS_OPENED);
      expect(JSON.stringify(await facts())).not.toContain('Sample Ltd');
    }
  });
});

describe('in any order of arrival', () => {
  let agency: TestedAgency;
  beforeAll(async () => {
    agency = await testAgency(defineOffice(office), {
      ...{ db: council.database.db, moment: council.moment },
    });
  });

  /** A job, its employer withdrawn; another that is not to be relied on; a benefit; all of one case. */
  function story(): readonly Release[] {
    const job = council.startsWork({}, { employer: 'Sample Ltd' });
    const other = council.startsWork({ releaseSequence: 2 }, { kind: 'self-employed' });
    return [
      job,
      other,
      withdraw(job, 3, 'income.employer'),
      council.startsWork(
        {
          ...{ releaseSequence: 4, changeType: 'corrected', previousChangeId: job.changeId },
          changeId: randomUUID(),
        },
        { netPence: 11_534, employer: null },
      ),
      doNotRely(other, 5),
    ];
  }

  test('award and record are the same, each release is answered, and a rebuild gives both again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { minLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        async (order, cut) => {
          reference = council.begin();
          await council.open(council.ownCase({ passport: null }));
          const releases = story();
          for (let at = 0; at < order.length; at += cut) {
            await agency.deliver(
              order.slice(at, at + cut).map((index) => releases[index] as Release),
            );
          }
          for (const _ of releases) await agency.redrive(reference);
          for (let replay = 0; replay < 10; replay++) {
            expect(await agency.deliver(releases)).toEqual([]);
          }
          expect(await award()).toEqual([...AS_OPENED, ['2010-04-26', 902]]);
          const counted = await council.database.rows(
            `SELECT body FROM case_fact WHERE case_reference = $1 AND state = 'counted' ORDER BY (body ->> 'netPence')::int`,
            [reference],
          );
          expect(counted).toMatchObject([
            { body: { employer: null, netPence: 9280 } },
            { body: { employer: null, netPence: 11_534 } },
          ]);
          const answers = await council.rowsOf('outcome', 'DISTINCT release_id');
          expect(answers).toHaveLength(releases.length);
          expect(JSON.stringify(await facts())).not.toContain('Sample Ltd');
        },
      ),
      { numRuns: 12 },
    );
  });
});

test('everything is gone through again, in its order', () => expectRebuild(council));
