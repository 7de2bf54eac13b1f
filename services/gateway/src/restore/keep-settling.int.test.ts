import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createLogger } from '@told/service';
import { openTestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson } from '../../test/people.ts';
import {
  noteChangeRead,
  relaySome,
  restart,
  restore,
  tellLog,
} from '../../test/restored-gateway.ts';
import { isAwaiting } from './await-changes.ts';
import { keepSettling } from './keep-settling.ts';

const logger = createLogger({ service: 'gateway', logLevel: 'silent' });

test('a restore is settled as soon as its changes have been read again, also after a round that failed', async () => {
  const lost = await openTestGateway();
  const backup = await openTestGateway();
  const first = makeChange(makePerson(1), 1);
  await tellLog(lost, first);
  await lost.decide(first);
  await relaySome(lost);
  await restore(backup, lost.log);
  const { db, decisions } = restart(backup);
  let rounds = 0;
  const query: typeof db.query = (...asked) => {
    rounds += 1;
    if (rounds === 1) return Promise.reject(new TypeError('away'));
    return db.query(...asked);
  };
  const settling = keepSettling({ db: { ...db, query }, decisions, logger });
  while (rounds < 3) await sleep(20);
  expect(await isAwaiting(db)).toBe(true);
  await noteChangeRead(backup);
  await settling.done;
  expect(await isAwaiting(db)).toBe(false);
  await settling.stop();
  await lost.close();
  await backup.close();
});

test('it ends when it is stopped', async () => {
  const gateway = await openTestGateway();
  await gateway.rows('INSERT INTO restore_awaited VALUES (0, 1)');
  const { db, decisions } = gateway;
  const settling = keepSettling({ db, decisions, logger });
  await settling.stop();
  expect(await isAwaiting(db)).toBe(true);
  await gateway.close();
});
