import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createLogger } from '@told/service';
import { AGENCIES, openTestGateway } from '../../test/open-gateway.ts';
import { makePerson } from '../../test/people.ts';
import { relaySome } from '../../test/restored-gateway.ts';
import { keepNoting } from './keep-noting.ts';
import { ownTopics } from './own-positions.ts';

test('a database that is put back under a running gateway stops it, and its old positions stay', async () => {
  const gateway = await openTestGateway();
  const failures: unknown[] = [];
  const noting = keepNoting({
    ...{ db: gateway.db, log: gateway.log, topics: ownTopics(AGENCIES), everyMs: 400 },
    logger: createLogger({ service: 'gateway', logLevel: 'silent' }),
    fail: (error) => failures.push(error),
  });
  const positions = () =>
    gateway.rows(`SELECT topic, next_offset AS next FROM own_position WHERE next_offset > 0`);
  await gateway.register({ person: makePerson(1) });
  await relaySome(gateway);
  while ((await positions()).length === 0) await sleep(20);
  expect(failures).toEqual([]);
  // The backup knew nothing of it.
  await gateway.rows('UPDATE own_position SET next_offset = 0');
  await noting.stop();
  expect(failures[0]).toMatchObject({ code: 'database-put-back', retryable: false });
  expect(await positions()).toEqual([]);
  await gateway.close();
});
