import { createRequire } from 'node:module';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  API_KEYS,
  createBroker,
  createScramSteps,
  nameError,
  RequestQueueClass,
} from './kafkajs-parts.ts';
import { quietIdleQueues } from './quiet-queue.ts';

const load = createRequire(import.meta.url);

/** Every part that the driver takes from inside kafkajs. If one of these fails after an update, the driver has to be read again. */
describe('kafkajs', () => {
  test('is the one version whose inside is known', () => {
    const { version } = load('kafkajs/package.json') as { version: string };
    const { dependencies } = load('../../package.json') as { dependencies: Record<string, string> };
    expect(version).toBe('2.2.4');
    expect(dependencies['kafkajs']).toBe(version);
  });

  test('has the requests that the driver makes, and brokers that take them', () => {
    const { requests } = load('kafkajs/src/protocol/requests') as {
      requests: Record<string, object>;
    };
    for (const api of [
      ...['Produce', 'Fetch', 'ListOffsets', 'Metadata', 'OffsetCommit', 'OffsetFetch'],
      ...['GroupCoordinator', 'JoinGroup', 'SyncGroup', 'Heartbeat', 'LeaveGroup'],
      ...['CreateTopics', 'DescribeConfigs', 'AlterConfigs', 'SaslHandshake', 'SaslAuthenticate'],
    ]) {
      expect([api, typeof API_KEYS[api]]).toEqual([api, 'number']);
      expect(requests[api]).toMatchObject({ protocol: expect.any(Function) });
    }
    const broker = createBroker({
      ...{ host: '127.0.0.1', port: 1, clientId: 'c', connectionTimeout: 1, requestTimeout: 1 },
      enforceRequestTimeout: true,
      socketFactory: () => {
        throw new Error('not connected here');
      },
    });
    expect(broker).toMatchObject({
      connect: expect.any(Function),
      disconnect: expect.any(Function),
      lookupRequest: expect.any(Function),
      connectionPool: { send: expect.any(Function), getConnection: expect.any(Function) },
    });
    expect(broker.connectionPool.pool).toHaveLength(2);
    expect(broker.connectionPool.pool[0]).toMatchObject({ rejectRequests: expect.any(Function) });
  });

  test('logs in by steps that can be given to a connection, as whoever it is told', async () => {
    const prepare = createScramSteps({ username: 'a=b', password: 'secret' });
    const sent: string[] = [];
    const steps = prepare({
      ...{ host: '127.0.0.1', port: 1, logger: { debug: () => undefined, error: () => undefined } },
      async saslAuthenticate({ request }: { request: { encode(): Promise<Buffer> } }) {
        sent.push((await request.encode()).toString());
        throw new Error('no further');
      },
    } as unknown as Parameters<typeof prepare>[0]);
    await expect(steps.authenticate()).rejects.toThrow('no further');
    expect(sent).toEqual([expect.stringMatching(/n,,n=a=3Db,r=.+/)]);
  });

  test('knows Kafka’s errors by their names', () => {
    expect(nameError(0)).toBeUndefined();
    expect(nameError(1)).toBe('OFFSET_OUT_OF_RANGE');
    expect(nameError(9_999)).toBe('KAFKAJS_UNKNOWN_ERROR_CODE');
  });
});

describe('quietIdleQueues', () => {
  const { prototype } = RequestQueueClass;
  afterEach(() => {
    jest.useRealTimers();
  });

  const createQueue = (pending: readonly unknown[]) =>
    Object.assign(Object.create(prototype) as typeof prototype, {
      ...{ pending: [...pending], throttledUntil: -1, throttleCheckTimeoutId: null },
      checkPendingRequests: () => undefined,
    });

  test('arms no timer without a pending request, and one with; once is enough', () => {
    expect(prototype.scheduleCheckPendingRequests).toBeInstanceOf(Function);
    quietIdleQueues();
    const patched = prototype.scheduleCheckPendingRequests;
    quietIdleQueues();
    expect(prototype.scheduleCheckPendingRequests).toBe(patched);
    jest.useFakeTimers();
    createQueue([]).scheduleCheckPendingRequests();
    expect(jest.getTimerCount()).toBe(0);
    createQueue(['waiting']).scheduleCheckPendingRequests();
    expect(jest.getTimerCount()).toBe(1);
  });
});
