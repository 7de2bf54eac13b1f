import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@told/service';
import type { Stack } from '@told/stack';
import { TIMEOUT_MS } from '../src/trials/start-area.ts';
import { checkLogOutages } from './check-outages.ts';
import { type Gate, openGate } from './gate.ts';

const LOG_DATABASE = 'told_log';

async function runAsAdmin(stack: Stack, ...texts: readonly string[]): Promise<void> {
  const db = openDatabase({ url: stack.adminUrl(), name: 'told-outages', max: 1 });
  try {
    for (const [index, text] of texts.entries()) await db.query({ name: `admin_${index}`, text });
  } finally {
    await db.close();
  }
}

const { running, tellMore, expectSound } = checkLogOutages(async () => ({}), {
  /** Refuses new connections to the log's database and ends those there are. */
  stop: (stack) =>
    runAsAdmin(
      stack,
      `ALTER DATABASE ${LOG_DATABASE} ALLOW_CONNECTIONS false`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${LOG_DATABASE}'`,
    ),
  start: (stack) => runAsAdmin(stack, `ALTER DATABASE ${LOG_DATABASE} ALLOW_CONNECTIONS true`),
});

describe('while the registry is away', () => {
  let gate: Gate;

  beforeAll(async () => {
    gate = await openGate(running().stack.registry.url);
  });

  afterAll(() => gate.close());

  test(
    'services that have started go on, and one that starts waits for it',
    async () => {
      const services = ['intake', 'gateway'].map((name) => running().stack.service(name));
      for (const service of services) await service.restart({ TOLD_REGISTRY_URL: gate.url });
      gate.shut();
      await expect(fetch(`${gate.url}/subjects`)).rejects.toThrow();
      await tellMore(120);
      await expectSound();

      let isReady = false;
      const gateway = running().stack.service('gateway');
      const restarted = gateway.restart({ TOLD_REGISTRY_URL: gate.url }).then(() => {
        isReady = true;
      });
      await tellMore(60);
      await Promise.race([restarted, gate.refused()]); // it asks, and gets no answer
      expect(isReady).toBe(false);
      gate.open();
      await restarted;
      await expectSound();
    },
    TIMEOUT_MS,
  );
});
