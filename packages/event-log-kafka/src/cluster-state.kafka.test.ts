import { describe, expect, test } from '@jest/globals';
import type { TestKafka } from '../../../tools/test-kafka.ts';
import { takePort } from '../../stack/src/ports.ts';
import { awaitCoordinator, describeCluster } from './cluster-state.ts';

// biome-ignore lint/style/noProcessEnv: how the run tells its tests
const { brokers } = JSON.parse(process.env['TEST_KAFKA'] ?? '{"brokers":[]}') as TestKafka;

describe('describeCluster', () => {
  test('names the brokers, and counts partitions without leader or copies', async () => {
    const state = await describeCluster({ brokers });
    expect(state.brokers.map(({ host, port }) => `${host}:${port}`)).toEqual(brokers);
    expect(state).toMatchObject({ offlinePartitions: 0, underReplicatedPartitions: 0 });
  });

  test('asks the next broker when one does not answer', async () => {
    const nobody = `127.0.0.1:${await takePort()}`;
    const state = await describeCluster({ brokers: [nobody, ...brokers] });
    expect(state.brokers.length).toBeGreaterThan(0);
  });

  test('goes where connectVia leads', async () => {
    const [host = '', port] = brokers[0]?.split(':') ?? [];
    const state = await describeCluster({
      brokers: ['broker.invalid:1'],
      connectVia: () => ({ host, port: Number(port) }),
    });
    expect(state.brokers.length).toBeGreaterThan(0);
  });

  test('says that it may be tried again when none answers', async () => {
    const nobody = `127.0.0.1:${await takePort()}`;
    await expect(describeCluster({ brokers: [nobody] })).rejects.toMatchObject({
      code: 'retriable',
    });
  });
});

describe('awaitCoordinator', () => {
  test('resolves when a group can be joined and left, for several who ask at once', async () => {
    const asked = { brokers, nodes: 1, timeoutMs: 20_000 };
    await Promise.all([awaitCoordinator(asked), awaitCoordinator(asked)]);
  });

  test('gives up on brokers that do not register', async () => {
    await expect(awaitCoordinator({ brokers, nodes: 100, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'retriable',
      cause: { details: { wanted: 100 } },
    });
  });

  test('stops waiting when it is told to', async () => {
    const nobody = `127.0.0.1:${await takePort()}`;
    const signal = AbortSignal.timeout(100);
    await expect(
      awaitCoordinator({ brokers: [nobody], nodes: 1, timeoutMs: 20_000, signal }),
    ).rejects.toMatchObject({ name: expect.stringMatching(/Abort|Timeout/) });
  });
});
