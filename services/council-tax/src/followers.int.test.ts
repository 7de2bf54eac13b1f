import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { expectRebuild } from '../test/expect-rebuild.ts';
import { startCouncil, type TestCouncil } from '../test/start-council.ts';

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

test('the end of a job follows it, and both releases are answered each time', async () => {
  const job = council.startsWork({ ...UNUSED, releaseSequence: 1 });
  await council.deliver(job);
  const end = council.startsWork({
    ...{ ...UNUSED, changeType: 'ended', previousChangeId: job.changeId, changeId: randomUUID() },
    ...{ occurredOn: '2010-06-07', releaseSequence: 2 },
  });
  await council.deliver(end);
  const use = { changeId: job.changeId, decision: 'use' };
  await council.decide(use);
  await council.decide({ changeId: end.changeId, decision: 'use' });
  const ended = await council.awarded();
  await council.decide({ changeId: job.changeId, decision: 'do-not-use' });
  expect(await council.awarded()).toEqual([['2010-04-01', 1800]]);
  await council.decide(use);
  expect(await council.awarded()).toEqual(ended);
  expect(await council.tasks(`caseReference=${reference}&state=open`)).toEqual([]);
  expect(await council.outcomesOf(end.releaseId, 5)).toMatchObject([
    { outcomeNo: 1, kind: 'no-change', reason: 'predecessor-not-counted' },
    { outcomeNo: 2, kind: 'to-verify' },
    { outcomeNo: 3, kind: 'applied', reason: 'officer-decided:use' },
    { kind: 'no-change', reason: 'officer-decided:do-not-use:predecessor-not-counted' },
    { outcomeNo: 5, kind: 'applied', reason: 'officer-decided:use' },
  ]);
  expect(await council.outcomesOf(job.releaseId, 4)).toHaveLength(4);
});

test('decisions on what follows are gone through again with everything else', () =>
  expectRebuild(council));
