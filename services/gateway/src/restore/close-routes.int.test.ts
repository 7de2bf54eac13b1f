import { afterEach, expect, test } from '@jest/globals';
import {
  type Consumer,
  consume,
  createHealth,
  createHttpServer,
  createLogger,
} from '@told/service';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import { relaySome, restore } from '../../test/restored-gateway.ts';
import { CHANGES_TOPIC } from '../topics.ts';
import { addWhyRoutes } from '../why/routes.ts';
import { closeWhileRestoring } from './close-routes.ts';
import { settleRestore } from './settle-restore.ts';

const asha = makePerson(1);
const first = makeChange(asha, 1);
const logger = createLogger({ service: 'gateway', logLevel: 'silent' });

const opened: { close(): Promise<void> }[] = [];
const open = async (): Promise<TestGateway> => {
  const gateway = await openTestGateway();
  opened.push(gateway);
  return gateway;
};
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** A gateway's HTTP side, and a request that changes nothing. */
async function openRoutes(gateway: TestGateway) {
  const http = await createHttpServer({
    config: { rateLimitPerSecond: 100_000, authTokenUrl: 'http://issuer.example/token' },
    ...{ logger, title: 'Told Once: gateway', ready: createHealth() },
    auth: {
      verify: async () => ({
        ...{ agency: 'auditor', clientId: 'auditor' },
        scopes: new Set(['why:read']),
      }),
    },
  });
  let nowMs = 0;
  closeWhileRestoring(http, { db: gateway.db, nowMs: () => nowMs });
  addWhyRoutes(http, { db: gateway.db, agreements: gateway.agreements });
  opened.push(http);
  const ask = async (url: string) => {
    nowMs += 1_000;
    const { statusCode, headers, body } = await http.inject({
      url,
      headers: { authorization: 'Bearer any' },
    });
    const { code } = JSON.parse(body) as { readonly code?: string };
    return { status: statusCode, code, retryAfter: headers['retry-after'] };
  };
  return {
    health: () => ask('/health/live'),
    why: () => ask(`/v1/why/${first.change.changeId}/central-bedfordshire`),
  };
}

test('requests are refused from the restore until its changes have been read again and settled', async () => {
  const lost = await open();
  await lost.register({ person: asha, caseReference: 'CTB-1' });
  const { key, value } = lost.recordOf(first);
  await lost.log.append({ topic: CHANGES_TOPIC, partition: 1 }, [{ key, value }]);
  await lost.decide(first);
  await relaySome(lost);
  const backup = await open();
  await restore(backup, lost.log);
  const routes = await openRoutes(backup);
  const refused = { status: 503, code: 'dependency-unavailable', retryAfter: '2' };
  expect(await routes.why()).toEqual(refused);
  expect(await settleRestore(backup.db, backup.decisions)).toBe('reading');
  expect(await routes.why()).toEqual(refused);
  expect(await routes.health()).toMatchObject({ status: 200 });

  const consumer: Consumer = await consume({
    ...{ log: lost.log, db: backup.db, logger, group: 'gateway', topics: [CHANGES_TOPIC] },
    handle: backup.handle,
  });
  while ((await settleRestore(backup.db, backup.decisions)) === 'reading') {
    expect(await routes.why()).toEqual(refused);
  }
  await consumer.stop();
  expect(await routes.why()).toMatchObject({ status: 200 });
  expect((await backup.said()).releases).toEqual([]);
});

test('requests are answered at once when nothing was restored', async () => {
  const gateway = await open();
  await gateway.log.append({ topic: CHANGES_TOPIC, partition: 1 }, [
    { key: Buffer.from('k'), value: Buffer.from('v') },
  ]);
  await restore(gateway, gateway.log);
  const routes = await openRoutes(gateway);
  expect((await routes.why()).status).not.toBe(503);
});
