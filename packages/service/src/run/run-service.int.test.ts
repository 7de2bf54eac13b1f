import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from '@jest/globals';

const dir = mkdtempSync(join(tmpdir(), 'told-run-'));
afterAll(() => rmSync(dir, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

function start(behaviour: string, env: Record<string, string> = {}) {
  const child = fork(join(import.meta.dirname, 'test/child-service.ts'), [behaviour], {
    env: { TOLD_SERVICE: 'child', TOLD_STOP_DEADLINE_MS: '2000', ...env },
    execArgv: [],
    silent: true,
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  // Node leaves out `close` when the channel was disconnected first.
  const { stdout, stderr } = child as ChildProcess & { stdout: Readable; stderr: Readable };
  const ended: Promise<Ended> = Promise.all([
    once(child, 'exit'),
    once(stdout, 'end'),
    once(stderr, 'end'),
  ]).then(([[code, signal]]) => ({ code, signal, output }));
  return { child, ended, listening: () => listeningOf(child) };
}

const listeningOf = (child: ChildProcess) =>
  new Promise((resolve) => child.once('message', resolve));

const stoppedParts = (output: string) =>
  [...output.matchAll(/"part":"([a-z]+)","msg":"part stopped"/g)].map(([, part]) => part);

describe('a service', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'stops part after part on %s, with exit code 0',
    async (signal) => {
      const readyFile = join(dir, signal);
      const { child, ended, listening } = start('', { TOLD_READY_FILE: readyFile });
      expect(await listening()).toEqual({ type: 'listening', url: 'http://127.0.0.1:4711' });
      expect(readFileSync(readyFile, 'utf8')).toBe('http://127.0.0.1:4711\n');
      child.kill(signal);
      const { code, output } = await ended;
      expect(code).toBe(0);
      expect(stoppedParts(output)).toEqual(['http', 'consumers', 'database']);
      expect(output).toContain('"origin":"http://127.0.0.1:4711","msg":"listening"');
      expect(existsSync(readyFile)).toBe(false);
    },
  );

  test('stops when its parent lets go of it', async () => {
    const { child, ended, listening } = start('');
    await listening();
    child.disconnect();
    const { code, output } = await ended;
    expect([code, stoppedParts(output).length]).toEqual([0, 3]);
  });

  test('does not outlive a parent that was killed', async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, 'test/parent.ts')], {
      env: { TOLD_SERVICE: 'child', TOLD_STOP_DEADLINE_MS: '2000' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    // The service holds the same pipe: it ends when both are gone.
    parent.stderr.resume();
    await once(parent.stderr, 'end');
  });

  test.each([
    ['hangs', 1],
    ['part-fails', 1],
  ])('that %s while stopping ends with exit code 1', async (behaviour, exitCode) => {
    const { child, ended, listening } = start(behaviour, { TOLD_STOP_DEADLINE_MS: '300' });
    await listening();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(exitCode);
  });

  test('stops its other parts although one fails to', async () => {
    const { child, ended, listening } = start('part-fails');
    await listening();
    child.kill('SIGTERM');
    expect(stoppedParts((await ended).output)).toEqual(['consumers', 'database']);
  });

  test.each(['throws-later', 'fails-later'])(
    'that %s stops in order with exit code 1',
    async (behaviour) => {
      const { code, output } = await start(behaviour).ended;
      expect([code, stoppedParts(output).length]).toEqual([1, 3]);
      expect(output).toContain('service failed');
    },
  );

  test('that cannot start ends with exit code 70, and keeps the words of the failure to itself', async () => {
    const { code, output } = await start('start-fails').ended;
    expect(code).toBe(70);
    expect(output).toContain('service could not start');
    expect(output).not.toContain('hunter2');
  });

  test('with an unfit environment ends with exit code 78 and names every variable', async () => {
    const { code, output } = await start('', { TOLD_SERVICE: 'A B', TOLD_STOP_DEADLINE_MS: '' })
      .ended;
    expect(code).toBe(78);
    expect(output).toMatch(/TOLD_SERVICE: must be .*\n.*TOLD_STOP_DEADLINE_MS: is not set/);
  });

  test('dies at its failpoint, at the passage asked for', async () => {
    const { signal, output } = await start('failpoint', { TOLD_FAILPOINT: 'after-commit@3' }).ended;
    expect(output).toContain('{"level":"fatal","failpoint":"after-commit"}');
    expect(signal).toBe('SIGKILL');
    expect(output).not.toContain('service stopping');
    const other = start('failpoint', { TOLD_FAILPOINT: 'before-commit' });
    await other.listening();
    other.child.kill('SIGTERM');
    expect((await other.ended).code).toBe(0);
  });
});
