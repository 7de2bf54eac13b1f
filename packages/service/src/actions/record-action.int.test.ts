import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Codec, createLocalSource, openCodecFrom } from '@told/codec';
import { createMemoryLog } from '@told/event-log';
import { createPublisher, type Publisher } from '../database/index.ts';
import { createServiceDatabase, type ServiceDatabase } from '../database/test/service-database.ts';
import { actionsUseFor, recordAction, type WantedAction } from './index.ts';

const TOPIC = 'told.actions.gateway';
const log = createMemoryLog();
let service: ServiceDatabase;
let codec: Codec;
let publisher: Publisher;
beforeAll(async () => {
  service = await createServiceDatabase();
  await log.createTopics([{ name: TOPIC, partitions: 4, retentionMs: null }]);
  publisher = await createPublisher({ log });
  codec = await openCodecFrom(createLocalSource(), [actionsUseFor('gateway')]);
});
beforeEach(() => service.rows('DELETE FROM outbox'));
afterAll(async () => {
  await log.close();
  await service.drop();
});

const clock = { nowMs: () => Date.parse('2010-05-13T10:00:00Z') };
const ports = () => ({ codec, publisher, clock, origin: 'gateway' });
const wanted: WantedAction = {
  action: 'agency-paused',
  target: { kind: 'agency', id: 'luton' },
  reason: 'their database moves',
  actor: 'operator',
};
async function said() {
  const rows = await service.rows<{ topic: string; key: Buffer; value: Buffer; headers: string }>(
    'SELECT topic, key, value, headers FROM outbox ORDER BY id',
  );
  const decoded = await codec.decode(
    'Action',
    rows.map(({ value }) => value),
  );
  return rows.map(({ topic, key, headers }, at) => {
    const one = decoded[at];
    if (!one?.ok) throw new Error('an action cannot be read');
    return { topic, key: key.toString(), headers: JSON.parse(headers), action: one.value };
  });
}

describe('recordAction', () => {
  test('says what was done, to what, by whom, why and when, under its target as key', async () => {
    const made = await service.db.transaction((tx) => recordAction(tx, wanted, ports()));
    const [one, ...others] = await said();
    expect(others).toEqual([]);
    expect(one).toMatchObject({ topic: TOPIC, key: 'luton', action: made });
    expect(one?.action).toEqual({
      ...{ actionId: made.actionId, action: 'agency-paused', targetKind: 'agency' },
      ...{ target: 'luton', stream: null, recordId: null, records: null },
      ...{ reason: 'their database moves', actor: 'operator', recordedAt: clock.nowMs() * 1000 },
    });
    expect(one?.headers).toMatchObject({
      ...{ ce_id: made.actionId, ce_source: 'told/gateway', ce_type: 'Action' },
    });
  });

  test('says nothing of what was rolled back', async () => {
    const failing = service.db.transaction(async (tx) => {
      await recordAction(tx, wanted, ports());
      throw new Error('the step failed');
    });
    await expect(failing).rejects.toThrow('the step failed');
    expect(await said()).toEqual([]);
  });

  test.each<[string, WantedAction['target'], string, string]>([
    [
      'a person by the key',
      { kind: 'subject', subjectKey: '0f'.repeat(16) },
      'subject',
      '0f'.repeat(16),
    ],
    [
      'a case with its agency',
      { kind: 'case', agency: 'luton', caseReference: 'L/7' },
      'case',
      'luton/L/7',
    ],
    [
      'a partition',
      { kind: 'partition', topic: 'told.changes', partition: 3 },
      'partition',
      'told.changes/3',
    ],
    [
      'an agreement',
      { kind: 'agreement', id: 'dwp-to-council-ctb' },
      'agreement',
      'dwp-to-council-ctb',
    ],
  ])('names %s', async (_, target, targetKind, key) => {
    const more = {
      stream: 'releases',
      recordId: '0191c2f0-6f5a-7c3e-9a41-000000000009',
      records: 3,
    };
    await service.db.transaction((tx) => recordAction(tx, { ...wanted, ...more, target }, ports()));
    expect((await said())[0]).toMatchObject({ key, action: { targetKind, target: key, ...more } });
  });

  test.each([
    ['a number', 'see QQ 12 34 56 C', 'names-a-person'],
    ['a postcode', 'who lives at LU1 3AA', 'names-a-person'],
    ['no word', '  ', 'invalid-request'],
    ['too many words', 'x'.repeat(201), 'invalid-request'],
  ])('keeps no reason with %s, and does not repeat it', async (_, reason, code) => {
    const refused = service.db.transaction((tx) =>
      recordAction(tx, { ...wanted, reason }, ports()),
    );
    const error = await refused.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, status: 422 });
    expect(JSON.stringify(error)).not.toMatch(/QQ|LU1|xxx/);
    expect(await said()).toEqual([]);
  });

  test('keeps the longest reason that a route takes', async () => {
    const reason = 'x'.repeat(200);
    await service.db.transaction((tx) => recordAction(tx, { ...wanted, reason }, ports()));
    expect((await said())[0]?.action.reason).toBe(reason);
  });
});
