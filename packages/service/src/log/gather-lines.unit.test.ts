import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { gatherLines } from './gather-lines.ts';

function open() {
  const said: string[] = [];
  const lines = gatherLines({
    write: (text) => void said.push(text),
    flush(done) {
      said.push('flushed');
      done?.();
    },
  });
  return { lines, said };
}

describe('gatherLines', () => {
  test('hands on the lines of a turn together, in order, and those of the next by themselves', async () => {
    const { lines, said } = open();
    lines.write('one\n');
    lines.write('two\n');
    expect(said).toEqual([]);
    await turn();
    lines.write('three\n');
    await turn();
    expect(said).toEqual(['one\ntwo\n', 'three\n']);
  });

  test('a flush comes behind what was written before it, and says when it is done', async () => {
    const { lines, said } = open();
    lines.write('last words\n');
    const done = await new Promise((resolve) => lines.flush(() => resolve('done')));
    expect(done).toBe('done');
    await turn();
    expect(said).toEqual(['last words\n', 'flushed']);
  });
});
