import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PAGE, RESULTS } from '../places.ts';
import { type CostResult, type Result, readResults } from '../result.ts';
import { renderPage } from './render-page.ts';

const cost = { client: 0.008, broker: 0.002 };
const unknown = { client: null, broker: null };
const result: Result = {
  id: 'P0',
  work: 'count to ten',
  product: 'ours',
  productRunsAs: 'in one go',
  peer: 'theirs',
  peerRunsAs: 'one by one',
  aim: 1.3,
  ratio: 1.25,
  low: 1.2,
  high: 1.4,
  met: false,
  recordsPerSecond: { product: 125_000, peer: 100_000 },
  cpuSecondsPer1000: { product: cost, peer: { client: 0.01, broker: null } },
  rounds: [{ ratio: 1.25, product: 125_000, peer: 100_000 }],
  durability: 'none',
  invariant: 'ten numbers',
  machine: {
    cores: 2,
    cpu: 'a processor',
    memoryGib: 24,
    system: 'Linux x64',
    versions: { node: '24' },
  },
  commit: 'abc',
};

const costing: CostResult = {
  ...{ id: 'count', work: 'count to ten', product: 'ours', productRunsAs: 'in one go' },
  ...{ unit: 'µs', aim: 1_000, ratio: null, value: 812.5, low: 800, high: 1_100, met: true },
  ...{ cpuSecondsPer1000: { product: unknown }, rounds: [800, 812.5, 1_100] },
  ...{ durability: 'none', invariant: 'ten numbers', machine: result.machine, commit: 'abc' },
};

test('docs/reference/performance.md is what bench/results say', () => {
  // When this fails: npm run build -w @told/bench
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(renderPage(readResults(RESULTS)));
});

describe('renderPage', () => {
  test('says of each result its ratio, range, aim, rates and costs, and that an aim is missed', () => {
    expect(renderPage([result]).split('\n')).toContain(
      '| P0 | theirs | 1.25 (1.20 to 1.40) | ≥ 1.3 | **no** | 125,000 | 100,000 | 0.0080 + 0.0020 | 0.0100 |',
    );
  });

  test('says so where processor time is not known', () => {
    const cpuSecondsPer1000 = { product: unknown, peer: unknown };
    expect(renderPage([{ ...result, cpuSecondsPer1000 }])).toContain('| unknown | unknown |\n');
  });

  test('says what one record costs where there is no peer, apart from the ratios', () => {
    const lines = renderPage([result, costing]).split('\n');
    expect(lines).toContain(
      '| count | count to ten | 812.5 (800 to 1,100) µs | ≤ 1,000 µs | yes | unknown |',
    );
    expect(lines).toContain('## count: ours');
    expect(lines).toContain('- µs of the rounds: 800, 812.5, 1100');
    expect(lines.filter((line) => line.startsWith('| count |'))).toHaveLength(1);
  });

  test('says how both were run, on what machine, of which commit', () => {
    const page = renderPage([result]);
    expect(page).toContain('- theirs: one by one\n');
    expect(page).toContain('- machine: 2 cores, a processor, 24 GiB, Linux x64; node 24\n');
    expect(page).toContain('- commit: abc\n');
  });
});
