import { expect, test } from '@jest/globals';
import { runTold } from './run-told.ts';

test('two orders of one load, one of them with every tenth record twice, leave the same tables', async () => {
  const compare = ['tables', 'compare', '--households', '24', '--changes', '96', '--json'];
  const told = await runTold(compare, { cwd: process.cwd() });
  const { isEqual, isSound, tables, runs } = told.document<{
    readonly isEqual: boolean;
    readonly isSound: boolean;
    readonly tables: readonly { readonly name: string; readonly rows: number }[];
    readonly runs: readonly {
      readonly told: number;
      readonly accepted: number;
      readonly doubledInLog: number;
    }[];
  }>();
  expect({ code: told.code, isEqual, isSound }).toEqual({ code: 0, isEqual: true, isSound: true });
  const rowsOf = (name: string): number => tables.find((table) => table.name === name)?.rows ?? 0;
  for (const name of ['intake/accepted_change', 'gateway/release', 'jobcentre/award']) {
    expect(rowsOf(name)).toBeGreaterThan(0);
  }
  const [first, second] = runs;
  expect(first).toMatchObject({ told: 96, doubledInLog: 0 });
  expect(second).toMatchObject({ told: 105, accepted: first?.accepted });
  expect(second?.doubledInLog).toBeGreaterThan(0);
});
