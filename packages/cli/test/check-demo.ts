import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { isAlive, listDescendants } from '@told/stack';
import { runTold } from './run-told.ts';

jest.setTimeout(180_000); // one whole demo
const ROOT = path.join(import.meta.dirname, '../../..');

/** The tutorial's commands below these steps, each with what it says they print. */
function readTutorial(steps: readonly number[]): (readonly [string, string])[] {
  const text = fs.readFileSync(path.join(ROOT, 'docs/start.md'), 'utf8');
  return steps.map((step) => {
    const section = text.split(`\n## ${step}. `)[1] ?? '';
    const [, command = ''] = /npm run -s told -- (.*)\n/.exec(section) ?? [];
    const [, printed = ''] = /```\n\n```\n(.*?)```/s.exec(section) ?? [];
    return [command, printed] as const;
  });
}

/** What the demo must do on every bus, chosen by these arguments; `line` is what its JSON line says besides. The cases build on each other. */
export function checkDemo(bus: readonly string[], line: object): void {
  let dir: string;
  let demo: ChildProcess;
  let out = '';
  let err = '';

  /** Resolves when the demo has said this on standard error; rejects when it ends before. */
  function waitForNote(note: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    demo.stderr?.on('data', () => {
      if (err.includes(note)) resolve();
    });
    demo.once('close', () => reject(new Error(`the demo ended: ${err}`)));
    return promise;
  }

  /** Resolves with the end of the answer: what was written before a note may be read after it, since each has a pipe of its own. */
  function waitForAnswer(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    demo.stdout?.on('data', () => {
      if (out.endsWith('\n')) resolve();
    });
    demo.once('close', () => reject(new Error(`the demo ended: ${err}`)));
    return promise;
  }

  function startDemo(households: number, changes: number): void {
    [out, err] = ['', ''];
    const load = ['--households', String(households), '--changes', String(changes)];
    const main = path.join(ROOT, 'packages/cli/src/main.ts');
    // A demo on brokers that are given would share the topics of whatever else runs on them.
    const told = ['-u', 'KAFKA_BROKERS', process.execPath, main, 'demo', '--json'];
    demo = spawn('env', [...told, ...load, ...bus, '--dir', dir], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    demo.stdout?.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    demo.stderr?.on('data', (chunk: Buffer) => {
      err += chunk;
    });
  }

  beforeAll(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-demo-test-'));
    fs.chmodSync(dir, 0o755);
    startDemo(4, 8);
    await Promise.all([waitForNote('Everything stays up'), waitForAnswer()]);
  });

  afterAll(async () => {
    if (demo.exitCode === null && demo.kill('SIGTERM')) await once(demo, 'close');
    fs.rmSync(dir, { recursive: true });
  });

  describe('the demo', () => {
    test('prints exactly one JSON line, and nothing is wrong', () => {
      expect(out.match(/\n/g)).toHaveLength(1);
      expect(JSON.parse(out)).toMatchObject({
        decisions: { refused: expect.any(Number), hold: expect.any(Number) },
        ...line,
        lost: 0,
        doubled: 0,
        outOfOrder: 0,
        withoutBasis: 0,
        ledger: { size: expect.any(Number), verified: true },
      });
      expect(JSON.parse(out).ledger.size).toBeGreaterThan(20);
    });

    test('leaves a page of the run in its folder, and says where', () => {
      const page = path.join(dir, 'report.html');
      expect(err).toContain(pathToFileURL(page).href);
      const text = fs.readFileSync(page, 'utf8');
      expect(text).toContain('Outcomes by kind');
      expect(text).not.toMatch(/Asha|Sample Stores|QQ\d/);
    });

    test.each(readTutorial([2, 3, 4]))(
      '%s prints what the tutorial says',
      async (command, printed) => {
        const profile = path.join(dir, 'stack.json');
        const told = await runTold(command.split(' '), { profile });
        expect(told.code).toBe(0);
        expect(told.out).toBe(printed);
      },
    );

    test('that stays up ends well by Ctrl-C and leaves no process behind', async () => {
      const pids = listDescendants([demo.pid ?? 0]);
      expect(pids.length).toBeGreaterThan(4);
      demo.kill('SIGINT');
      expect(await once(demo, 'close')).toEqual([0, null]);
      expect(pids.filter(isAlive)).toEqual([]);
      expect(fs.existsSync(path.join(dir, 'stack.json'))).toBe(false);
      expect(out.match(/\n/g)).toHaveLength(1);
    });

    test('runs again on the same folder; Ctrl-C in mid-load ends it at once, with the error as its document', async () => {
      startDemo(20, 5_000);
      await waitForNote('of 5,000 changes told');
      const pids = listDescendants([demo.pid ?? 0]);
      const startedMs = Date.now();
      demo.kill('SIGINT');
      expect(await once(demo, 'close')).toEqual([130, null]);
      expect(Date.now() - startedMs).toBeLessThan(45_000); // the load would try for minutes
      expect(pids.filter(isAlive)).toEqual([]);
      expect(JSON.parse(out)).toMatchObject({ code: 'interrupted' });
    });
  });
}
