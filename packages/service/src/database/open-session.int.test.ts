import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from './open-database.ts';
import { takeRelayLock } from './relay-queries.ts';
import { createServiceDatabase, type ServiceDatabase, until } from './test/service-database.ts';

let service: ServiceDatabase;
beforeAll(async () => {
  service = await createServiceDatabase();
});
afterAll(() => service.drop());

test('a process that is stopped loses its session, and another one takes its lock', async () => {
  const program = path.join(import.meta.dirname, 'test/hold-lock.ts');
  const holder = fork(program, [service.url, '1000'], { execArgv: [] });
  const heir = await service.db.openSession();
  try {
    await once(holder, 'message');
    holder.kill('SIGSTOP');
    await until(() => takeRelayLock(heir));
  } finally {
    holder.kill('SIGKILL');
    await heir.close();
  }
});

test('a process that lives keeps its session, however long it has nothing to ask', async () => {
  const db = openDatabase({ url: service.url, name: 'patient', silentMs: 10_000 });
  const session = await db.openSession();
  const heard = new Set<number>();
  await until(async () => {
    const [row] = await service.rows<{ sinceMs: number }>(
      `SELECT (extract(epoch FROM state_change) * 1000)::bigint AS "sinceMs" FROM pg_stat_activity WHERE application_name = 'patient'`,
    );
    if (row !== undefined) heard.add(row.sinceMs);
    return heard.size > 2;
  });
  expect(session.isLost()).toBe(false);
  await session.close();
  await db.close();
});
