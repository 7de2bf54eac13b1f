import { describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

const check = (...args: string[]) => runTold(['nino', 'check', ...args]);

describe('nino check', () => {
  test.each([
    ['QQ123456C', 'synthetic', []],
    ['qq 12 34 56 c', 'synthetic', []],
    ['QQ123456', 'synthetic', ['suffix-missing']],
    ['AB123456A', 'issued', []],
    ['CR123456A', 'administrative', ['administrative-prefix']],
    ['NC123456', 'administrative', ['administrative-prefix', 'suffix-missing']],
  ])('%s is valid', async (value, range, warnings) => {
    const told = await check('--json', value);
    expect([told.code, told.err]).toEqual([0, '']);
    expect(told.document()).toEqual({ valid: true, code: null, range, warnings });
    expect(told.out).not.toContain('123456');
  });

  test.each([
    ['11 a1 11 11', 'nino-temporary', []],
    ['BG123456A', 'nino-prefix', []],
    ['AO123456A', 'nino-prefix', []],
    ['OO123456A', 'nino-administrative', ['administrative-prefix']],
    ['AB12345', 'nino-malformed', []],
    ['AB123456E', 'nino-malformed', []],
    ['', 'nino-malformed', []],
  ])('%j is not valid: %s', async (value, code, warnings) => {
    const told = await check('--json', value);
    expect(told.code).toBe(1);
    expect(told.document()).toEqual({ valid: false, code, range: null, warnings });
  });

  test('prints the number as a card shows it, for people and only when it is one', async () => {
    expect((await check('qq', '12', '3456', 'c')).out).toMatch(
      /^valid: QQ 12 34 56 C\n.*synthetic/,
    );
    const refused = await check('11a11111');
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/^not valid: This is a temporary reference number/);
    expect(refused.err).not.toContain('11a');
  });
});
