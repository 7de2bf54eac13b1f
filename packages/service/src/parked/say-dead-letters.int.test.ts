import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { recordDigest } from '@told/event-log';
import { deadLetter } from '../database/dead-letter.ts';
import { digestKey } from '../database/stored-bytes.ts';
import { until } from '../database/test/service-database.ts';
import { TOPIC, takeEach } from './test/parked-records.ts';
import { startParkedService } from './test/parked-service.ts';

let made: Awaited<ReturnType<typeof startParkedService>>;
beforeEach(async () => {
  made = await startParkedService();
});
afterEach(() => made.stop());

/** Of a synthetic person. */
const SECRET = 'QQ123456C';
const reason = 'mended in the release of today';
/** A machine may be busy with other tests. */
const PATIENCE_MS = 120_000;
const count = async (table: string): Promise<number> =>
  (await made.service.rows(`SELECT FROM ${table}`)).length;
const parkedRecords = (records: number): Promise<void> =>
  until(async () => (await count('parked_record')) === records, PATIENCE_MS);
const effects = (records: number): Promise<void> =>
  until(async () => (await count('effect')) === records, PATIENCE_MS);
const causes = async () => (await made.letters()).map(({ value }) => [value?.offset, value?.cause]);
const path = (key: string): string => `/v1/parked/${TOPIC}/${digestKey(key)}`;

describe('a dead letter is said on the bus', () => {
  test('by where it is and why, with neither its value nor its key', async () => {
    made.state.handler = takeEach({ unreadable: new Set([`${SECRET}:1`]) });
    await made.tell([
      [SECRET, `${SECRET}:1`],
      ['b', '1'],
    ]);
    await parkedRecords(1);
    expect(await made.letters()).toEqual([
      {
        key: `${TOPIC}/0`,
        value: {
          deadLetterId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          ...{ topic: TOPIC, partition: 0, offset: 0, cause: 'illegal-value' },
          digest: recordDigest(Buffer.from(SECRET), Buffer.from(`${SECRET}:1`)),
          recordedAt: Date.parse('2010-05-13T10:00:00Z') * 1000,
        },
      },
    ]);
    const rows = await made.service.rows<{ row: string }>('SELECT outbox::text AS row FROM outbox');
    expect(rows.map(({ row }) => row).join()).not.toContain(Buffer.from(SECRET).toString('hex'));
  });

  test('once, however often what holds it is done again', async () => {
    // With others of its key, and with one that is refused: the batch is run record by record.
    made.state.handler = takeEach({ unreadable: new Set(['1']), refused: new Set(['3']) });
    await made.tell([
      ...(['1', '2'].map((text) => ['a', text]) as [string, string][]),
      ['b', '3'],
      ['c', '4'],
    ]);
    await parkedRecords(3);
    expect(await causes()).toEqual([[0, 'illegal-value']]);
    for (const state of ['parked', 'parked']) {
      expect((await made.ask(`${path('a')}/release`, { reason })).body.state).toBe(state);
    }
    const giveUp = { reason, partition: 0, offset: '0' };
    expect((await made.ask(`${path('a')}/dead-letter`, giveUp)).status).toBe(200);
    expect(await causes()).toEqual([[0, 'illegal-value']]);
  });

  test('by an operator who gives a record up, with the code of its refusal', async () => {
    made.state.handler = takeEach({ refused: new Set(['1']) });
    await made.tell([['a', '1']]);
    await parkedRecords(1);
    expect(await causes()).toEqual([]);
    const giveUp = { reason, partition: 0, offset: '0' };
    expect((await made.ask(`${path('a')}/dead-letter`, giveUp)).status).toBe(200);
    expect(await causes()).toEqual([[0, 'not-to-my-taste']]);
    expect(await made.actions()).toMatchObject([{ action: 'parked-dead-lettered' }]);
  });

  test('when it is met first as its key is released', async () => {
    made.state.handler = takeEach({ refused: new Set(['1']) });
    await made.tell(['1', '2'].map((text) => ['a', text] as const));
    await parkedRecords(2);
    made.state.handler = takeEach({ unreadable: new Set(['2']) });
    expect((await made.ask(`${path('a')}/release`, { reason })).body).toMatchObject({
      ...{ state: 'parked', moved: 1, waiting: 1 },
    });
    expect(await causes()).toEqual([[1, 'illegal-value']]);
  });

  test('with a code that is none of ours, and holds nobody up', async () => {
    made.state.handler = async (tx, records) => {
      for (const record of records) await deadLetter(tx, { record, cause: 'no such: code' });
    };
    await made.tell([['a', '1']]);
    await parkedRecords(1);
    expect(await causes()).toEqual([[0, 'unexpected']]);
  });

  test('not at all where there is none', async () => {
    made.state.handler = takeEach({ refused: new Set(['1']) });
    await made.tell([
      ['a', '1'],
      ['b', '2'],
    ]);
    await effects(1);
    expect(await made.letters()).toEqual([]);
  });
});
