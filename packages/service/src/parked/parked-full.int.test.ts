import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PARKED_RECORDS_MAX } from '../database/park-records.ts';
import { digestKey } from '../database/stored-bytes.ts';
import { until } from '../database/test/service-database.ts';
import { TOPIC, takeEach } from './test/parked-records.ts';
import { startParkedService } from './test/parked-service.ts';

let made: Awaited<ReturnType<typeof startParkedService>>;
beforeEach(async () => {
  made = await startParkedService();
});
afterEach(() => made.stop());

test('with no room for another parked record its partition waits, says so, and drops nothing', async () => {
  const { service, state, tell, ask, consumer } = made;
  await service.rows(
    `INSERT INTO parked_key (stream, key, reason, key_digest) VALUES ($1, 'full', 'failed', $2)`,
    [TOPIC, digestKey('full')],
  );
  await service.rows(
    `INSERT INTO parked_record (stream, key, reason, topic, partition, "offset", timestamp_ms, record_key, value, headers)
     SELECT $1, 'full', CASE n WHEN 1 THEN 'failed' ELSE 'key-parked' END, $1, 7, n, 0, 'full', convert_to(n::text, 'UTF8'), '{}'
     FROM generate_series(1, $2::int) AS n`,
    [TOPIC, PARKED_RECORDS_MAX],
  );
  state.handler = takeEach({ refused: new Set(['bad']) });
  await tell([
    ['a', 'bad'],
    ['b', 'good'],
  ]);
  await until(() => consumer.state().some(({ code }) => code === 'parked-full'));
  expect(consumer.state()).toMatchObject([{ state: 'retrying', code: 'parked-full' }]);
  const effects = async () =>
    (await service.rows<{ id: string }>(`SELECT id FROM effect WHERE key <> 'full'`)).length;
  expect(await effects()).toBe(0);
  const path = `/v1/parked/${TOPIC}/${digestKey('full')}/dead-letter`;
  const body = { reason: 'makes room', partition: 7, offset: '1' };
  expect((await ask(path, body)).status).toBe(200);
  await until(async () => (await effects()) === 1);
  // It says so a moment after its transaction has been committed.
  await until(() => consumer.state().every(({ state: is }) => is === 'running'));
  expect((await ask(`/v1/parked?keyDigest=${digestKey('a')}`)).body.items).toHaveLength(1);
});
