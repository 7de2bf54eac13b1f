import { describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

const CHANGE = '1f0c2a34-9b7e-5c11-8d2e-0a1b2c3d4e5f';
const decide = (...more: readonly string[]) =>
  runTold(['cases', 'decide', 'CTB-1', CHANGE, '--reason', 'Contract seen.', ...more]);

describe('cases decide', () => {
  test.each([
    [['--use'], { decision: 'use' }],
    [['--do-not-use'], { decision: 'do-not-use' }],
    [['--extend-notice', '2010-06-07'], { decision: 'extend-notice', appliedOn: '2010-06-07' }],
    [['--link', 'CTB-2'], { decision: 'link', toCaseReference: 'CTB-2' }],
    [['--link'], { decision: 'link' }],
    [['--dismiss'], { decision: 'dismiss' }],
  ])('%j --dry-run prints what it would decide, and sends nothing', async (options, decision) => {
    const { code, document } = await decide(...options, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(document()).toEqual({
      ...{ caseReference: 'CTB-1', changeId: CHANGE, reason: 'Contract seen.' },
      ...decision,
      status: 'not-sent',
    });
  });

  test.each([
    ['no decision', []],
    ['two decisions', ['--use', '--do-not-use']],
    ['a day that does not exist', ['--extend-notice', '2010-02-30']],
    ['an agency that cannot be', ['--use', '--agency', 'A B']],
  ])('%s is a mistake in use', async (_, options) => {
    const { code, out } = await decide(...options, '--dry-run');
    expect([code, out]).toEqual([2, '']);
  });

  test('needs a reason', async () => {
    const { code, err } = await runTold(['cases', 'decide', 'CTB-1', CHANGE, '--use']);
    expect([code, err]).toEqual([2, expect.stringContaining("'--reason <text>'")]);
  });
});

describe('cases tasks', () => {
  test.each([
    ['another state', ['--state', 'closed']],
    ['another kind', ['--kind', 'lost']],
    ['more than an office gives at once', ['--limit', '1001']],
  ])('%s is a mistake in use', async (_, options) => {
    const { code, out } = await runTold(['cases', 'tasks', ...options]);
    expect([code, out]).toEqual([2, '']);
  });
});
