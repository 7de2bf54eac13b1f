import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

/** What bash would offer after these words. */
function complete(script: string, words: readonly string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const run = spawnSync('bash', ['--norc'], {
    input: `${script}\nCOMP_WORDS=(told ${typed}); COMP_CWORD=${words.length}; _told; printf '%s\\n' "\${COMPREPLY[@]}"`,
    encoding: 'utf8',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  return run.stdout.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  test.each(['bash', 'zsh'])('is a script that bash can read, for %s', async (shell) => {
    const { code, out } = await runTold(['completion', shell]);
    expect(code).toBe(0);
    expect(spawnSync('bash', ['-n'], { input: out }).status).toBe(0);
  });

  test('offers commands, their verbs, and their options', async () => {
    const { out } = await runTold(['completion', 'bash']);
    expect(complete(out, ['int'])).toEqual(['interests']);
    expect(complete(out, ['interests', 'e'])).toEqual(['end']);
    expect(complete(out, ['changes', 'send', '--d'])).toEqual(['--dry-run']);
    expect(complete(out, ['--'])).toEqual(expect.arrayContaining(['--json', '--profile']));
    expect(complete(out, ['--json', 'changes', 'sh'])).toEqual(['show']);
  });
});
