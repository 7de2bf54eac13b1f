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

  test('is linked to a case that knows the change already: the officer and the bus read the same', async () => {
    const known = council.startsWork();
    await council.deliver(known);
    const { changeId } = known;
    const release = council.startsWork({ changeId, caseReference: `${reference}-x` });
    await council.deliver(release);
    const link = { changeId, decision: 'link', toCaseReference: reference };
    const { body } = await council.decide(link, { ...own(), key: 'link' });
    const answer = { kind: 'no-change', reason: 'officer-decided:link:duplicate' };
    expect(body).toMatchObject({ ...answer, revision: null, award: null });
    expect((await council.decide(link, { ...own(), key: 'link' })).body).toEqual(body);
    expect(await council.outcomesOf(release.releaseId, 2)).toMatchObject([{}, answer]);
  });

  test('and cannot be read is a task without what it says, and hides no other', async () => {
    const { releaseId, changeId } = await stray();
    const [kept] = await council.database.rows<{ value: Buffer }>(
      'SELECT value FROM received_release WHERE release_id = $1',
      [releaseId],
    );
    const write = (value: Buffer | undefined) =>
      council.database.rows('UPDATE received_release SET value = $2 WHERE release_id = $1', [
        ...[releaseId, value],
      ]);
    await write(Buffer.from('?'));
    const tasks = await council.tasks('kind=unmatched&state=open&limit=1000');
    await write(kept?.value);
    expect(tasks.find((task) => task.changeId === changeId)).toMatchObject({ fact: null });
    expect(tasks.filter(({ fact }) => fact === 'income').length).toBeGreaterThan(0);
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
  // Under one reference first what matched nothing, then a case with a fact that waits.
  const caseReference = `${reference}-y`;
  const first = '00000000-0000-4000-8000-000000000001';
  const last = 'ffffffff-ffff-4fff-bfff-fffffffffffe';
  await council.deliver(council.startsWork({ caseReference, changeId: first }));
  await council.open(council.ownCase({ caseReference, passport: null }));
  await council.deliver(
    council.startsWork({
      ...{ caseReference, changeId: last, releaseSequence: 2, usedOn: null, usedFor: null },
    }),
  );
  const query = `caseReference=${caseReference}`;
  const [fact, stray] = await council.tasks(query);
  expect([fact?.kind, stray?.kind]).toEqual(['to-verify', 'unmatched']);
  const after = (cursor = '') => council.tasks(`${query}&cursor=${encodeURIComponent(cursor)}`);
  expect([await after(fact?.taskId), await after(stray?.taskId)]).toEqual([[stray], []]);
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
