import { expect, test } from '@jest/globals';
import type { Contender } from '../benchmark.ts';
import { runRounds } from './run-rounds.ts';

const recording = (log: string[], name: string): Contender => ({
  name,
  async measure() {
    log.push(name);
    return { records: log.length, seconds: 1, clientCpuSeconds: 1, brokerCpuSeconds: 1 };
  },
});

test('contenders take turns forwards and backwards, after a round that does not count', async () => {
  const log: string[] = [];
  const peer = recording(log, 'B');
  const comparisons = [{ id: 'x', peer, aim: 1, peerRunsAs: '' }];
  const product = recording(log, 'A');
  const rounds = await runRounds({ product, comparisons }, 4, () => undefined);
  expect(log.join('')).toBe('BAABBAABBA');
  expect(rounds).toHaveLength(4);
  expect(rounds[0]?.get('A')?.records).toBe(3);
});

test('a contender that fails ends the run', async () => {
  const product: Contender = { name: 'A', measure: () => Promise.reject(new Error('lost')) };
  await expect(runRounds({ product, comparisons: [] }, 5, () => undefined)).rejects.toThrow('lost');
});
