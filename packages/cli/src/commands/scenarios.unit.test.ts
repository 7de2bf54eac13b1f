import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SMALL_SCENARIO } from '../../../testing/test/small-scenario.ts';
import { runTold } from '../../test/run-told.ts';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scenarios-'));
  fs.writeFileSync(path.join(folder, 'right.yaml'), SMALL_SCENARIO);
  fs.writeFileSync(path.join(folder, 'wrong.yaml'), SMALL_SCENARIO.replace('1653', '1654'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('told scenarios run', () => {
  test('prints what each office made of it, and ends with 0 when all is as expected', async () => {
    const { code, out } = await runTold(['scenarios', 'run', 'right', '--folder', folder]);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '✓ right  Work',
      '    ✓ work → central-bedfordshire: applied, from Monday 17 May 2010, overpaid £2.55 in 2010/11',
      '    ✓ end → central-bedfordshire: stands: work; £21.00 from 2010-04-05 to 2010-05-16; £16.53 from 2010-05-17 until further notice',
      '',
      '1 scenarios: 1 passed, 0 failed',
      '',
    ]);
  });

  test('prints expected against actual where they differ, and ends with 4', async () => {
    const { code, out, err } = await runTold(['scenarios', 'run', '--folder', folder]);
    expect(code).toBe(4);
    expect(err).toContain('1 of 2 scenarios failed');
    expect(out).toContain('✗ wrong  Work');
    expect(out).toContain('    ✗ end → central-bedfordshire:\n        expected stands: work;');
    expect(out).toMatch(/expected .*£16\.54 from 2010-05-17/);
    expect(out).toMatch(/actual {3}.*£16\.53 from 2010-05-17/);
    expect(out).toContain('2 scenarios: 1 passed, 1 failed');
  });

  test('with --json prints one document that ends with the counts', async () => {
    const { code, out } = await runTold(['scenarios', 'run', '--folder', folder, '--json']);
    expect(code).toBe(4);
    expect(out.endsWith(',"passed":1,"failed":1}\n')).toBe(true);
    expect(JSON.parse(out)).toMatchObject({
      scenarios: [
        { name: 'right', passed: true },
        { name: 'wrong', passed: false },
      ],
    });
  });

  test('refuses a name, a folder and a file that it cannot play', async () => {
    expect(await runTold(['scenarios', 'run', 'other', '--folder', folder])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no scenario other'),
    });
    expect(await runTold(['scenarios', 'list', '--folder', `${folder}/none`])).toMatchObject({
      code: 2,
    });
    const broken = fs.mkdtempSync(path.join(folder, 'broken-'));
    fs.writeFileSync(path.join(broken, 'x.yaml'), 'title: 1\n');
    expect(await runTold(['scenarios', 'list', '--folder', broken])).toMatchObject({ code: 4 });
  });
});

test('told scenarios list and show print what there is', async () => {
  const list = await runTold(['scenarios', 'list', '--folder', folder, '--json']);
  expect(JSON.parse(list.out)).toEqual([
    { name: 'right', title: 'Work', offices: ['central-bedfordshire'] },
    { name: 'wrong', title: 'Work', offices: ['central-bedfordshire'] },
  ]);
  const { out } = await runTold(['scenarios', 'show', 'right', '--folder', folder]);
  expect(out).toContain('Asha starts work.');
  expect(out).toContain('income of Wednesday 12 May 2010, told to jobcentre on Thursday 20 May');
});
