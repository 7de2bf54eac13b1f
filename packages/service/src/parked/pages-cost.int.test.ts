import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countPlanRows, PLAN_MODES } from '../../../../tools/count-plan-rows.ts';
import { createServiceDatabase, type ServiceDatabase } from '../database/test/service-database.ts';
import { LIST_DEAD, LIST_KEYS } from './park-queries.ts';

const ROWS = 20_000;
const PAGE = 50;
/** A row of a page is looked up in two tables, and goes through six steps. */
const ROWS_A_LINE_MAX = 12;

let service: ServiceDatabase;

beforeAll(async () => {
  service = await createServiceDatabase();
  await service.rows(
    `INSERT INTO parked_key (stream, key, reason, key_digest)
     SELECT 't', n::text, 'failed', lpad(n::text, 6, '0') FROM generate_series(1, $1::integer) AS n`,
    [ROWS],
  );
  await service.rows(
    `INSERT INTO parked_record (stream, key, reason, topic, partition, "offset", timestamp_ms, record_key, value, headers)
     SELECT 't', n::text, 'failed', 't', 0, n, 0, '', '', '{}' FROM generate_series(1, $1::integer) AS n`,
    [ROWS],
  );
  await service.rows(
    `INSERT INTO dead_letter (topic, partition, "offset", timestamp_ms, cause, digest)
     SELECT 't', 0, n, 0, 'unreadable', '' FROM generate_series(1, $1::integer) AS n`,
    [ROWS],
  );
  await service.rows('ANALYZE');
});
afterAll(() => service.drop());

describe.each(PLAN_MODES)('with %s', (mode) => {
  test.each([0, ROWS / 2, ROWS - PAGE])(
    'a page of parked keys behind number %d costs what a page holds',
    async (after) => {
      const digest = String(after).padStart(6, '0');
      const values = [null, null, null, 't', digest, PAGE];
      const rows = await countPlanRows(service.db, LIST_KEYS, values, mode);
      expect(rows).toBeGreaterThanOrEqual(PAGE);
      expect(rows).toBeLessThan(PAGE * ROWS_A_LINE_MAX);
    },
  );

  test.each([0, ROWS / 2, ROWS - PAGE])(
    'a page of dead letters behind number %d costs what a page holds',
    async (after) => {
      const values = [null, null, null, 't', 0, after, PAGE];
      const rows = await countPlanRows(service.db, LIST_DEAD.after, values, mode);
      expect(rows).toBeGreaterThanOrEqual(PAGE);
      expect(rows).toBeLessThan(PAGE * ROWS_A_LINE_MAX);
    },
  );

  test('one dead letter is found by its place', async () => {
    const values = [null, null, null, 't', 0, ROWS / 2, 1];
    const rows = await countPlanRows(service.db, LIST_DEAD.at, values, mode);
    expect(rows).toBeGreaterThanOrEqual(1);
    expect(rows).toBeLessThan(ROWS_A_LINE_MAX);
  });
});
