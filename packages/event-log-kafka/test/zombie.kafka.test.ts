import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { LogError } from '@told/event-log';
import { readTestKafka } from '../../../tools/read-test-kafka.ts';
import { createKafkaLog } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { tellFigures } from './figures.ts';
import { readTexts, startLoad } from './steady-load.ts';
import { createTopic } from './test-nodes.ts';
import { createWatermarks, type Watermarks } from './watermarks.ts';
import type { FromMember, ToMember } from './zombie-member.ts';

const { brokers, leaseMs } = readTestKafka();
const PARTITIONS = 2;
const HANDLE_MS = 150;

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** The member as a process of its own, and what it has said. */
interface Zombie {
  readonly child: ChildProcess;
  assigned(): readonly number[];
  /** Batches it began; at the moment of a stop one of them is under way. */
  begun(): number;
  /** Its effects that the database refused. */
  refused(): number;
  staleRetries(): number;
}

function startZombie(database: Watermarks, topic: string, group: string): Zombie {
  const child = fork(
    path.join(import.meta.dirname, 'zombie-member.ts'),
    [brokers.join(), topic, group, String(leaseMs), String(HANDLE_MS)],
    { serialization: 'advanced' },
  );
  const said = { begun: 0, refused: 0, stale: 0, assigned: [] as readonly number[] };
  const answer = (message: ToMember): void => void child.send(message);

  async function hear(message: FromMember): Promise<void> {
    if (message.kind === 'began') said.begun += 1;
    else if (message.kind === 'assigned') said.assigned = message.partitions;
    else if (message.kind === 'retry') said.stale += message.code === 'stale-member' ? 1 : 0;
    else if (message.kind === 'position') {
      const position = await database.positionOf({ topic, partition: message.partition });
      answer({ ask: message.ask, position });
    } else {
      const isRefused = !isApplied(database, message.batch);
      if (isRefused) said.refused += 1;
      answer({ ask: message.ask, isRefused });
    }
  }
  child.on('message', (message) => void hear(message as FromMember));
  const ended = once(child, 'exit');
  ending.push(() => {
    child.disconnect();
    child.kill('SIGCONT');
    return ended;
  });
  return {
    child,
    assigned: () => said.assigned,
    begun: () => said.begun,
    refused: () => said.refused,
    staleRetries: () => said.stale,
  };
}

function isApplied(database: Watermarks, batch: Parameters<Watermarks['apply']>[0]): boolean {
  try {
    database.apply(batch);
    return true;
  } catch (error) {
    if (error instanceof LogError && error.code === 'stale-member') return false;
    throw error;
  }
}

test('a member stopped for twice its lease changes nothing when it wakes, and is a good member again', async () => {
  const log = createKafkaLog({ brokers, clientId: 'heir', leaseMs });
  ending.push(() => log.close());
  const topic = await createTopic(log, PARTITIONS);
  const group = `zombies of ${topic}`;
  const database = createWatermarks();
  const load = startLoad(log, topic, PARTITIONS, 20);
  ending.unshift(() => load.stop());
  const zombie = startZombie(database, topic, group);
  await eventually(() => zombie.assigned().length === PARTITIONS && zombie.begun() > 6);

  const begun = zombie.begun();
  await eventually(() => zombie.begun() > begun); // now a handler is under way
  zombie.child.kill('SIGSTOP');
  const stoppedMs = performance.now();
  const heir = await log.subscribe({
    ...{ group, topics: [topic], from: 'earliest', positionOf: database.positionOf },
    handle: async (batch) => database.apply(batch),
  });
  const handled = database.count();
  await eventually(() => heir.assigned().length === PARTITIONS && database.count() > handled + 100);
  const takenOverMs = Math.round(performance.now() - stoppedMs);
  await sleep(Math.max(0, 2 * leaseMs - takenOverMs));

  const committed = async (): Promise<readonly bigint[]> =>
    (await log.committed(group, topic)).map(({ next }) => next);
  let lowest = await committed();
  zombie.child.kill('SIGCONT');
  const endMs = performance.now() + 2 * leaseMs;
  while (performance.now() < endMs) {
    const now = await committed();
    for (const [at, next] of lowest.entries()) expect(now[at]).toBeGreaterThanOrEqual(next);
    lowest = now;
    await sleep(5);
  }
  expect(zombie.refused()).toBeGreaterThan(0); // what it had under way came too late
  expect(zombie.staleRetries()).toBeGreaterThan(0); // and it knows

  await eventually(() => zombie.assigned().length === 1 && heir.assigned().length === 1);
  await heir.close();
  await eventually(() => zombie.assigned().length === PARTITIONS);
  const alone = zombie.begun();
  await eventually(() => zombie.begun() > alone + 4);
  await load.stop();
  const total = load.acknowledged();
  await eventually(() => database.count() === total);
  tellFigures('zombie', { takenOverMs, refused: database.refused(), handled: total });
  for (const { at } of load.lanes)
    expect(database.of(at.partition).texts).toEqual(await readTexts(log, at));
  expect(database.skips).toEqual([]);
});
