import { describe, expect, test } from '@jest/globals';
import { type Benchmark, InvariantError } from './benchmark.ts';
import { runBench } from './run-bench.ts';

function benchmark(closed: string[], error: Error): Benchmark {
  const product = { name: 'ours', measure: () => Promise.reject(error) };
  return {
    id: 'P0',
    work: 'count to ten',
    async open() {
      const facts = { productRunsAs: '', durability: '', invariant: '', versions: {} };
      return { product, comparisons: [], ...facts, close: async () => void closed.push('closed') };
    },
  };
}

async function run(args: readonly string[], error: Error = new InvariantError({ lost: 1 })) {
  const [lines, errors, closed] = [[], [], []] as [string[], string[], string[]];
  const output = {
    out: (line: string) => lines.push(line),
    err: (line: string) => errors.push(line),
  };
  const code = await runBench(args, output, [benchmark(closed, error)]);
  return { code, lines, errors: errors.join('\n'), closed };
}

describe('runBench', () => {
  test('lists what there is, one line each', async () => {
    const { code, lines } = await run([]);
    expect(code).toBe(0);
    expect(lines.slice(1)).toEqual(['P0  count to ten']);
  });

  test.each([[['--help']], [['-h']], [['P0', '--help']]])('explains itself: %j', async (args) => {
    const { code, lines, closed } = await run(args);
    expect(code).toBe(0);
    for (const option of ['--rounds', '--size', '--bus', '--json'])
      expect(lines.join('\n')).toContain(`\n  ${option} `);
    expect(lines.at(-1)).toBe('P0  count to ten');
    expect(closed).toEqual([]);
  });

  test('a broken invariant is a failed test, and what was opened is closed', async () => {
    const { code, lines, errors, closed } = await run(['P0']);
    expect(code).toBe(1);
    expect(errors).toContain('lost=1');
    expect(lines).toEqual([]);
    expect(closed).toEqual(['closed']);
  });

  test.each([
    [['P99'], 'There is no benchmark P99; there is P0.'],
    [['P0', '--rounds', '4'], 'at least 5 rounds'],
    [['P0', '--rounds', 'many'], 'at least 5 rounds'],
    [['P0', '--size', '2'], 'size is above 0'],
    [['P0', '--size', 'small'], 'size is above 0'],
    [['P0', '--bus', 'omni'], 'embedded or kafka'],
    [['P0', 'P0'], 'one benchmark at a time'],
    [['P0', '--fast'], '--fast'],
  ])('refuses %j', async (args, why) => {
    const { code, errors, closed } = await run(args);
    expect(code).toBe(2);
    expect(errors).toContain(why);
    expect(closed).toEqual([]);
  });
});
