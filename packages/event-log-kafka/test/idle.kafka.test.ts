import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';

/** An idle reader asks a broker four times a second, and speaks up every few seconds. Unpatched, kafkajs's timers alone take more. */
const BUSY_SHARE_MAX = 0.05;

test('an idle subscriber leaves the processor alone', async () => {
  const member = fork(path.join(import.meta.dirname, 'idle-member.ts'), [
    readTestKafka().brokers.join(),
  ]);
  let share: unknown;
  member.on('message', (said) => {
    share = said;
  });

  expect(await once(member, 'exit')).toEqual([0, null]);
  expect(share).toBeLessThan(BUSY_SHARE_MAX);
});
