import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
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

describe('a release that matched no case', () => {
  const stray = async () => {
    const release = council.startsWork({ caseReference: `${reference}-x` });
    expect(await council.deliver(release)).toMatchObject([{ kind: 'unmatched' }]);
    return release;
  };
  const own = () => ({ caseReference: `${reference}-x` });

  test('is a task that shows what it says', async () => {
    const { changeId, releaseId } = await stray();
    expect(
      await council.tasks(`kind=unmatched&caseReference=${reference}-x&state=open`),
    ).toMatchObject([
      {
        ...{ kind: 'unmatched', state: 'open', changeId, releaseId, reason: 'unmatched' },
        ...{ fact: 'income', sourceAgency: 'jobcentre', body: { netPence: 9280 } },
      },
    ]);
  });

  test('is linked to its case, counts there, and is answered again under its own reference', async () => {
    const { changeId, releaseId } = await stray();
    const link = { changeId, decision: 'link', toCaseReference: reference };
    const { status, body } = await council.decide(link, { ...own(), key: 'link' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'applied', caseReference: reference, revision: 1 });
    expect(await council.decide(link, { ...own(), key: 'link' })).toMatchObject({ body });
    expect(await council.awarded()).toEqual([
      ['2010-04-01', 1800],
      ['2010-04-26', 1353],
    ]);
    expect(await council.outcomesOf(releaseId, 2)).toMatchObject([
      { kind: 'unmatched' },
      { ...own(), kind: 'applied', reason: 'officer-decided:link', releaseSequence: 1 },
    ]);
    expect(await council.tasks(`caseReference=${reference}-x`)).toMatchObject([
      { state: 'decided', closedBy: 'link', decisionReason: 'Seen at the interview.' },
    ]);
    expect(await council.decide(link, own())).toMatchObject({ status: 409 });
  });

  test('is decided once, whichever of two officers comes first', async () => {
    const { changeId, releaseId } = await stray();
    const both = await Promise.all([
      council.decide({ changeId, decision: 'link', toCaseReference: reference }, own()),
      council.decide({ changeId, decision: 'dismiss' }, own()),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await council.outcomesOf(releaseId, 2)).toHaveLength(2);
  });

  test('is not linked to a case that is not there', async () => {
    const { changeId } = await stray();
    const link = { changeId, decision: 'link', toCaseReference: `${reference}-none` };
    expect(await council.decide(link, own())).toMatchObject({ body: { code: 'case-unknown' } });
    expect(await council.tasks(`caseReference=${reference}-x&state=open`)).toHaveLength(1);
  });

  test('is dismissed: rejected, and no case is touched', async () => {
    const { changeId, releaseId } = await stray();
    const dismiss = { changeId, decision: 'dismiss' };
    const { body } = await council.decide(dismiss, { ...own(), key: 'dismiss' });
    expect(body).toMatchObject({ kind: 'rejected', award: null, revision: null });
    expect((await council.decide(dismiss, { ...own(), key: 'dismiss' })).body).toEqual(body);
    expect(await council.outcomesOf(releaseId, 2)).toMatchObject([
      {},
      { kind: 'rejected', reason: 'officer-decided:dismiss' },
    ]);
    expect(await council.rowsOf('case_fact')).toEqual([]);
  });
});

test('tasks come page by page', async () => {
  const pages: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await council.call(
      'GET',
      `/v1/tasks?limit=2&cursor=${encodeURIComponent(cursor)}`,
    );
    pages.push(...body.items.map(({ taskId }: { taskId: string }) => taskId));
    if (body.next === null) break;
    cursor = body.next;
  }
  const { body } = await council.call('GET', '/v1/tasks?limit=1000');
  expect(pages).toEqual(body.items.map(({ taskId }: { taskId: string }) => taskId));
  expect(new Set(pages).size).toBe(pages.length);
  expect(await council.tasks('caseReference=CTB-none')).toEqual([]);
});

test('decisions are gone through again with everything else, in their order', () =>
  expectRebuild(council));
