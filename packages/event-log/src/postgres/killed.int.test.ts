import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPostgresHarness, type PostgresHarness } from '../../test/postgres-harness.ts';
import { createTopic, eventually, numbered, readAll, textOf } from '../contract/subscriber.ts';

describe('a process killed', () => {
  let harness: PostgresHarness;
  beforeAll(async () => {
    harness = await createPostgresHarness();
  });
  afterAll(() => harness.close());

  function start(
    program: string,
    topic: string,
    ...more: string[]
  ): ChildProcessByStdio<null, Readable, null> {
    const file = fileURLToPath(new URL(`../../test/${program}`, import.meta.url));
    return spawn(process.execPath, [file, harness.database.url, topic, ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  test('in mid-append: every acknowledged record is in the log, once, in order', async () => {
    const log = harness.open();
    for (const livesMs of [60, 150]) {
      const partitions = [0, 1, 2, 3];
      const topic = await createTopic(log, partitions.length);
      const writer = start('append-until-killed.ts', topic, String(partitions.length));
      let said = '';
      writer.stdout.on('data', (text) => {
        said += text;
      });
      await once(writer.stdout, 'data');
      await sleep(livesMs);
      writer.kill('SIGKILL');
      await once(writer, 'close');
      const lines = said.split('\n').slice(0, -1);
      for (const partition of partitions) {
        const mine = lines.filter((line) => line.startsWith(`${partition} `));
        const acknowledged = mine.map((line) => line.split(' ')[1]);
        const found = (await readAll(log, { topic, partition })).map(textOf);
        expect(found.slice(0, acknowledged.length)).toEqual(acknowledged);
        expect(found.length - acknowledged.length).toBeLessThanOrEqual(1); // the one whose answer never came
      }
      expect(lines.length).toBeGreaterThan(0);
    }
  });

  test('in mid-handler, again and again: each record has its effect exactly once', async () => {
    const log = harness.open();
    const topic = await createTopic(log);
    await harness.pool.query(
      'CREATE TABLE effect (n integer); CREATE TABLE watermark (next bigint)',
    );
    await harness.pool.query('INSERT INTO watermark VALUES (0)');
    await log.append({ topic, partition: 0 }, numbered(2_000));
    for (let round = 0; round < 3; round += 1) {
      const reader = start('handle-until-killed.ts', topic);
      await once(reader.stdout, 'data'); // within a transaction
      reader.kill('SIGKILL');
      await once(reader, 'close');
    }
    const last = start('handle-until-killed.ts', topic);
    const countEffects = async () =>
      (await harness.pool.query<{ n: number }>('SELECT count(*)::integer AS n FROM effect')).rows[0]
        ?.n;
    await eventually(async () => (await countEffects()) === 2_000);
    last.kill('SIGKILL');
    await once(last, 'close');
    const { rows } = await harness.pool.query<{ n: number }>('SELECT n FROM effect ORDER BY n');
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });
});
