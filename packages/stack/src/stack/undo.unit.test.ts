import { expect, test } from '@jest/globals';
import { createUndo } from './undo.ts';

test('undoes the last thing first, all of it although one step fails, and only once', async () => {
  const undo = createUndo();
  const done: string[] = [];
  undo.later(() => done.push('first'));
  undo.later(() => {
    done.push('second');
    throw new Error('second fails');
  });
  undo.later(async () => done.push('third'));
  await expect(undo.all()).rejects.toThrow('second fails');
  expect(done).toEqual(['third', 'second', 'first']);
  await undo.all();
  expect(done).toHaveLength(3);
});
