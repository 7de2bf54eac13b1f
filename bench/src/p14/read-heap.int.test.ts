import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { readHeapBytes } from './read-heap.ts';

const PROGRAM = `
  const kept = Array.from({ length: 200_000 }, (_, index) => ({ index }));
  setInterval(() => kept.length, 1_000);
  process.stdout.write('up');`;

test('reads what lives on the heap of another process, twice, and leaves it running', async () => {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    const first = await readHeapBytes(child.pid ?? 0);
    const second = await readHeapBytes(child.pid ?? 0);
    expect(first).toBeGreaterThan(2_000_000);
    expect(Math.abs(second / first - 1)).toBeLessThan(0.05);
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});
