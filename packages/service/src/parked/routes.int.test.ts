import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { digestKey } from '../database/stored-bytes.ts';
import { until } from '../database/test/service-database.ts';
import { TOPIC, takeEach, takeInSequence } from './test/parked-records.ts';
import { startParkedService } from './test/parked-service.ts';

let made: Awaited<ReturnType<typeof startParkedService>>;
beforeEach(async () => {
  made = await startParkedService();
});
afterEach(() => made.stop());

/** Of a synthetic person: nothing of it may leave by these routes. */
const SECRET = 'QQ123456C';
/** The log's first offset is 0: of one key, the text `n` lies at n - 1. */
const at = (text: string): string => String(Number(text) - 1);
const path = (key: string): string => `/v1/parked/${TOPIC}/${digestKey(key)}`;
const effectsOf = async (key: string): Promise<string[]> =>
  (
    await made.service.rows<{ id: string }>('SELECT id FROM effect WHERE key = $1 ORDER BY place', [
      key,
    ])
  ).map(({ id }) => id);
/** A machine may be busy with other tests. */
const PATIENCE_MS = 120_000;
const parkedRecords = async (count: number): Promise<void> =>
  until(
    async () => (await made.service.rows('SELECT FROM parked_record')).length === count,
    PATIENCE_MS,
  );
const reason = 'mended in the release of today';

describe('the operators’ routes', () => {
  test('a poison record among many keeps only its own key waiting, and is released in order', async () => {
    made.state.handler = takeEach({ refused: new Set(['k7:1']) });
    const told = Array.from({ length: 300 }, (_, index) => {
      const key = `k${index % 10}`;
      return [key, `${key}:${Math.floor(index / 10)}`] as const;
    });
    await made.tell(told);
    await parkedRecords(29);
    await until(async () => (await effectsOf('k8')).length === 30, PATIENCE_MS);
    expect(await effectsOf('k7')).toEqual(['k7:0']);
    const { body: list } = await made.ask('/v1/parked');
    expect(list).toEqual({
      items: [
        {
          ...{ topic: TOPIC, keyDigest: digestKey('k7'), cause: 'failed', code: 'not-to-my-taste' },
          ...{ partition: 0, offset: '17', records: 29, toldAt: expect.stringMatching(/Z$/) },
        },
      ],
      next: null,
    });
    expect(await made.ask(`${path('k7')}/release`, { reason })).toMatchObject({
      body: { state: 'parked', moved: 0, waiting: 29, cause: 'failed', code: 'not-to-my-taste' },
    });
    made.state.handler = takeEach();
    expect(await made.ask(`${path('k7')}/release`, { reason })).toMatchObject({
      status: 200,
      body: { state: 'released', moved: 29, waiting: 0, cause: null, code: null },
    });
    expect(await effectsOf('k7')).toEqual(Array.from({ length: 30 }, (_, n) => `k7:${n}`));
    await made.tell([['k7', 'k7:30']]);
    await until(async () => (await effectsOf('k7')).length === 31, PATIENCE_MS);
    expect(await made.actions()).toMatchObject([
      { action: 'parked-released', records: 0, reason, actor: 'operator' },
      { action: 'parked-released', records: 29, targetKind: 'partition', target: `${TOPIC}/0` },
    ]);
    expect((await made.ask(`${path('k7')}/release`, { reason })).status).toBe(404);
  });

  test('what waits is looked at without what it says or whom it is about', async () => {
    made.state.handler = takeEach({ unreadable: new Set([SECRET]) });
    await made.tell([
      [SECRET, SECRET],
      [SECRET, 'later'],
    ]);
    await parkedRecords(2);
    const list = await made.ask('/v1/parked');
    const shown = await made.ask(path(SECRET));
    const letters = await made.ask('/v1/dead-letters');
    expect(shown.body).toMatchObject({
      ...{ cause: 'undecodable', code: 'illegal-value', records: 2 },
      waiting: [
        { partition: 0, offset: '0', cause: 'undecodable', code: 'illegal-value', sequence: null },
        { partition: 0, offset: '1', cause: 'key-parked', code: null },
      ],
    });
    expect(letters.body.items).toEqual([
      {
        ...{ topic: TOPIC, partition: 0, offset: '0', cause: 'illegal-value', state: 'waiting' },
        ...{ keyDigest: digestKey(SECRET), reason: null },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        toldAt: expect.stringMatching(/Z$/),
      },
    ]);
    for (const { text } of [list, shown, letters]) expect(text).not.toContain('QQ12');
  });

  test('a record is given up with a reason, and what follows it is released', async () => {
    made.state.handler = takeInSequence({ refused: new Set(['2']) });
    await made.tell(['1', '2', '3', '4'].map((text) => ['a', text] as const));
    await parkedRecords(3);
    const give = (text: string, why = reason) =>
      made.ask(`${path('a')}/dead-letter`, { reason: why, partition: 0, offset: at(text) });
    expect(await give('3')).toMatchObject({ status: 409, body: { code: 'not-at-fault' } });
    expect(await give('9')).toMatchObject({ status: 404 });
    expect(await give('2', `asked by ${SECRET}`)).toMatchObject({ status: 422 });
    expect(await give('2')).toMatchObject({ status: 200, body: { waiting: 2 } });
    expect((await made.ask('/v1/dead-letters?state=dead')).body.items).toMatchObject([
      { offset: at('2'), cause: 'not-to-my-taste', state: 'dead', keyDigest: null, reason },
    ]);
    expect(await made.ask(`${path('a')}/release`, { reason })).toMatchObject({
      body: { state: 'released', moved: 2 },
    });
    expect(await effectsOf('a')).toEqual(['1', '3', '4']);
    await made.tell([['a', '6']]);
    await parkedRecords(1);
    // Only what was given up is passed over: another hole is a gap.
    expect((await made.ask('/v1/parked?cause=gap')).body.items).toHaveLength(1);
    const again = `/v1/dead-letters/${TOPIC}/0/${at('2')}/redrive`;
    await made.tell([['a', '5']]);
    await parkedRecords(2);
    expect(await made.ask(`${path('a')}/release`, { reason })).toMatchObject({
      body: { state: 'released' },
    });
    made.state.handler = takeInSequence();
    expect(await made.ask(again, { reason })).toMatchObject({
      ...{ status: 409, body: { code: 'redrive-refused' } },
    });
    expect(await effectsOf('a')).toEqual(['1', '3', '4', '5', '6']);
    expect((await made.actions()).map((one) => one?.action)).toEqual([
      ...['parked-dead-lettered', 'parked-released', 'parked-released'],
    ]);
  });

  test('the last of a key is given up, and the next to come is no gap', async () => {
    made.state.handler = takeInSequence({ unreadable: new Set(['2']) });
    await made.tell(['1', '2'].map((text) => ['a', text] as const));
    await parkedRecords(1);
    const body = { reason, partition: 0, offset: at('2') };
    expect((await made.ask(`${path('a')}/dead-letter`, body)).body.waiting).toBe(0);
    await made.tell([['a', '3']]);
    await until(async () => (await effectsOf('a')).length === 2, PATIENCE_MS);
    expect((await made.ask('/v1/parked')).body.items).toEqual([]);
  });

  test('what was given up covers no wider hole, and none that begins elsewhere', async () => {
    made.state.handler = takeInSequence({ unreadable: new Set(['2', 'noise']) });
    const give = (offset: number) =>
      made.ask(`${path('a')}/dead-letter`, { reason, partition: 0, offset: String(offset) });
    await made.tell(['1', '2'].map((text) => ['a', text] as const));
    await parkedRecords(1);
    expect((await give(1)).status).toBe(200);
    // Both 2 and 3 are missing, and only one record was given up.
    await made.tell([['a', '4']]);
    await parkedRecords(1);
    expect((await made.ask('/v1/parked')).body.items).toMatchObject([{ cause: 'gap' }]);
    await made.tell([['a', '3']]);
    await parkedRecords(2);
    expect((await made.ask(`${path('a')}/release`, { reason })).body.state).toBe('released');
    // What had no sequence at all leaves no hole, so a later one is a gap.
    for (const offset of [4, 5]) {
      await made.tell([['a', 'noise']]);
      await parkedRecords(1);
      expect((await give(offset)).status).toBe(200);
    }
    await made.tell(['5', '7'].map((text) => ['a', text] as const));
    await parkedRecords(1);
    expect((await made.ask('/v1/parked')).body.items).toMatchObject([{ cause: 'gap' }]);
    expect(await effectsOf('a')).toEqual(['1', '3', '4', '5']);
  });

  test('a dead letter is read from its topic again, where its key flows or waits', async () => {
    made.state.handler = takeEach({ unreadable: new Set(['1', '3']) });
    await made.tell(['1', '2', '3'].map((text) => ['a', text] as const));
    await parkedRecords(3);
    const redrive = (text: string) =>
      made.ask(`/v1/dead-letters/${TOPIC}/0/${at(text)}/redrive`, { reason });
    // It waits, so its key is released, up to where it is at fault again.
    expect((await redrive('1')).body).toMatchObject({ state: 'parked', moved: 0, waiting: 3 });
    const body = { reason, partition: 0, offset: at('1') };
    expect((await made.ask(`${path('a')}/dead-letter`, body)).status).toBe(200);
    await made.ask(`${path('a')}/release`, { reason });
    expect(await effectsOf('a')).toEqual(['2']);
    made.state.handler = takeEach();
    expect((await redrive('1')).body).toMatchObject({ state: 'waiting', moved: 0, waiting: 2 });
    expect((await redrive('3')).body).toMatchObject({ state: 'released', moved: 2 });
    expect(await effectsOf('a')).toEqual(['2', '1', '3']);
    expect(await redrive('1')).toMatchObject({ status: 409, body: { code: 'not-at-fault' } });
    expect((await made.ask('/v1/dead-letters?state=redriven')).body.items).toHaveLength(2);
    expect((await redrive('7')).status).toBe(404);
  });

  test('pages are filtered and go on where the one before ended', async () => {
    made.state.handler = takeEach({ unreadable: new Set(['bad']) });
    await made.tell(['a', 'b', 'c', 'd', 'e'].map((key) => [key, 'bad'] as const));
    await parkedRecords(5);
    const keys: string[] = [];
    const letters: string[] = [];
    for (const [kind, into] of [
      ['parked', keys],
      ['dead-letters', letters],
    ] as const) {
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await made.ask(
          `/v1/${kind}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        into.push(
          ...body.items.map(
            (one: { keyDigest: string; offset: string }) => `${one.keyDigest}/${one.offset}`,
          ),
        );
        cursor = body.next;
      }
      expect(new Set(into).size).toBe(5);
    }
    expect(keys.sort()).toEqual(letters.sort());
    const filtered = async (query: string) => (await made.ask(`/v1/${query}`)).body.items.length;
    expect(await filtered(`parked?keyDigest=${digestKey('c')}`)).toBe(1);
    expect(await filtered('parked?topic=told.outcomes.luton')).toBe(0);
    expect(await filtered('parked?cause=gap')).toBe(0);
    expect(await filtered('dead-letters?cause=illegal-value&state=waiting')).toBe(5);
    expect((await made.ask('/v1/parked?cursor=bad')).status).toBe(422);
  });

  test('whoever may only look changes nothing, and no step goes without a reason', async () => {
    made.state.handler = takeEach({ refused: new Set(['1']) });
    await made.tell([['a', '1']]);
    await parkedRecords(1);
    const release = `${path('a')}/release`;
    expect((await made.ask(release, { reason }, 'reader')).status).toBe(403);
    expect((await made.ask('/v1/parked', undefined, 'luton')).status).toBe(403);
    expect((await made.ask(release, {})).status).toBe(422);
    expect((await made.ask(release, { reason: '' })).status).toBe(422);
    expect((await made.ask(release, { reason: 'born 4 March' })).body.code).toBe('names-a-person');
    expect(await made.actions()).toEqual([]);
    expect((await made.service.rows('SELECT FROM parked_record')).length).toBe(1);
  });
});
