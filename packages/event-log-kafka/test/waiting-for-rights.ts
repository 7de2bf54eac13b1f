import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NewRecord } from '@told/event-log';
import { type Consumer, consume } from '../../service/src/database/consume.ts';
import { createPublisher } from '../../service/src/database/publisher.ts';
import { type Relay, startRelay } from '../../service/src/database/start-relay.ts';
import {
  createListeningLogger,
  createServiceDatabase,
  type ServiceDatabase,
  until,
} from '../../service/src/database/test/service-database.ts';
import { listRights, type Right, readTopicRules, toAcl } from '../../stack/src/index.ts';
import { type ClusterAdmin, openClusterAdmin } from '../src/admin/cluster-admin.ts';
import { type SecuredCluster, TRIED } from './secured-cluster.ts';

const USER = 'luton';
const RELEASES = 'told.releases.luton';
const OUTCOMES = 'told.outcomes.luton';
const GROUP = 'luton.reconcile';
const INSERT = {
  name: 'insert_effects',
  text: 'INSERT INTO effect (id) SELECT * FROM unnest($1::text[])',
};
const LOADED_MS = 60_000;

/** What a service does while a right is missing: it waits, says which, and goes on by itself. */
export const describeWaiting = (clusterOf: () => SecuredCluster): void =>
  describe('a service whose right is missing', () => {
    let service: ServiceDatabase;
    let admin: ClusterAdmin;
    let running: (Consumer | Relay)[];
    beforeEach(async () => {
      service = await createServiceDatabase();
      admin = openClusterAdmin(clusterOf().access);
      running = [];
    });
    afterEach(async () => {
      await Promise.allSettled(running.map((one) => one.stop()));
      await admin.close();
      await service.drop();
    });

    const rightTo = (operation: Right['operation'], name: string): Right =>
      listRights(readTopicRules(), clusterOf().members).find(
        (right) =>
          right.user === USER &&
          right.operation === operation &&
          (right.name === name || (right.pattern === 'prefixed' && name.startsWith(right.name))),
      ) as Right;
    const revoke = (right: Right) => admin.changeAcls({ create: [], delete: [toAcl(right)] });
    const grant = (right: Right) => admin.changeAcls({ create: [toAcl(right)], delete: [] });

    async function startConsumer(): Promise<Consumer> {
      const consumer = await consume({
        ...{ log: clusterOf().open(USER), db: service.db, logger: createListeningLogger() },
        ...{ group: GROUP, topics: [RELEASES] },
        handle: async (tx, records) => {
          await tx.query(INSERT, [records.map(({ value }) => value.toString())]);
        },
      });
      running.push(consumer);
      return consumer;
    }
    const append = (topic: string, ...values: string[]) =>
      clusterOf()
        .open()
        .append(
          { topic, partition: 0 },
          values.map((value): NewRecord => ({ key: Buffer.from('k'), value: Buffer.from(value) })),
        );
    const readEffects = async (): Promise<readonly string[]> =>
      (await service.rows<{ id: string }>('SELECT id FROM effect ORDER BY place')).map(
        ({ id }) => id,
      );
    /** Everything that is on the topic, once and in order. */
    const untilAllIsRead = async (): Promise<void> => {
      const all = await readAll(RELEASES);
      await until(async () => (await readEffects()).length >= all.length, LOADED_MS);
      expect(await readEffects()).toEqual(all);
    };
    const untilSaid = (consumer: Consumer, code: string) =>
      until(() => consumer.state()[0]?.code === code, LOADED_MS);
    const untilRunning = (consumer: Consumer) =>
      until(() => consumer.state()[0]?.state === 'running', LOADED_MS);

    test('reads, once it may, all that came while it might not from its start', async () => {
      const right = rightTo('Read', RELEASES);
      await revoke(right);
      const consumer = await startConsumer();
      await untilSaid(consumer, `unauthorized: Read on ${RELEASES}`);
      await append(RELEASES, 'meanwhile 1', 'meanwhile 2');
      expect(await readEffects()).toEqual([]);
      await grant(right);
      await untilAllIsRead();
      await untilRunning(consumer);
    }, 120_000);

    test.each([RELEASES, GROUP])(
      'waits when its right to %s is taken away, and goes on where it was',
      async (name) => {
        const right = rightTo('Read', name);
        const consumer = await startConsumer();
        await append(RELEASES, 'before');
        await untilAllIsRead();
        await revoke(right);
        await untilSaid(consumer, `unauthorized: Read on ${name}`);
        await append(RELEASES, 'meanwhile');
        await grant(right);
        await append(RELEASES, 'after');
        await untilAllIsRead();
        await untilRunning(consumer);
      },
      120_000,
    );

    test('keeps what it has to say until it may say it', async () => {
      const right = rightTo('Write', OUTCOMES);
      const log = clusterOf().open(USER);
      const publisher = await createPublisher({ log });
      const relay = startRelay({ ...{ db: service.db, log }, logger: createListeningLogger() });
      running.push(relay);
      await revoke(right);
      const values = ['first', 'second'];
      const key = 'told';
      await service.db.transaction((tx) =>
        publisher.publish(
          tx,
          values.map((value) => ({ topic: OUTCOMES, key, value: Buffer.from(value) })),
        ),
      );
      await until(() => relay.state().code === `unauthorized: Write on ${OUTCOMES}`, LOADED_MS);
      await grant(right);
      await until(async () => (await relay.depth()) === 0, LOADED_MS);
      expect((await readAll(OUTCOMES)).filter((value) => value !== TRIED)).toEqual(values);
    }, 120_000);

    test('is well without the right to ask for how long a topic keeps its records', async () => {
      const right = rightTo('DescribeConfigs', RELEASES);
      const log = clusterOf().open(USER);
      const find = async () => (await log.topics()).find(({ name }) => name === RELEASES);
      const known = await find();
      expect(known?.retentionMs).toBeGreaterThan(0);
      await revoke(right);
      await until(async () => (await find())?.retentionMs === undefined, LOADED_MS);
      expect(await find()).toEqual({ ...known, retentionMs: undefined });
      await grant(right);
      await until(async () => (await find())?.retentionMs === known?.retentionMs, LOADED_MS);
    }, 120_000);

    async function readAll(topic: string): Promise<readonly string[]> {
      const log = clusterOf().open();
      const read: string[] = [];
      for (const { partition, low } of await log.bounds(topic)) {
        for await (const batch of log.read({ topic, partition, from: low }))
          read.push(...batch.map(({ value }) => value.toString()));
      }
      return read;
    }
  });
