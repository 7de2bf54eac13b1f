import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { takePort } from '../ports.ts';
import { keepRunning } from './keep-running.ts';
import {
  identifyProcess,
  isAlive,
  isSameAlive,
  listDescendants,
  measurePssBytes,
} from './process-state.ts';
import { type ServiceOptions, type ServiceProcess, startService } from './service-process.ts';

const TEST_FOLDER = path.join(import.meta.dirname, '../../test');
let logDir: string;
let started: ServiceProcess[];

beforeEach(() => {
  logDir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-processes-test-'));
  started = [];
});

afterEach(async () => {
  for (const service of started) await service.stop();
  fs.rmSync(logDir, { recursive: true });
});

async function start(mode: string, options: Partial<ServiceOptions> = {}): Promise<ServiceProcess> {
  const port = await takePort();
  const service = await startService({
    name: 'sample',
    main: path.join(TEST_FOLDER, 'sample-service.ts'),
    heap: 'lean',
    env: { PORT: String(port), MODE: mode },
    url: `http://127.0.0.1:${port}`,
    logDir,
    ...options,
  });
  started.push(service);
  return service;
}

describe('startService', () => {
  test('resolves when the service is ready, with its output in its log', async () => {
    const service = await start('good');
    expect(isAlive(service.pid() ?? 0)).toBe(true);
    expect(fs.readFileSync(service.log, 'utf8')).toBe('started as good\n');
  });

  test('a service that allocates much keeps its heap near what it needs', async () => {
    const { log } = await start('allocates');
    const said = /^old (\S+) MB, limit (\S+) MB$/m.exec(fs.readFileSync(log, 'utf8')) ?? [];
    // Some 30 MB live; left to itself Node takes 110.
    expect(Number(said[1])).toBeLessThanOrEqual(80);
    // How large a young generation grows differs from run to run; how large it may grow does not.
    const ask = ['-p', 'v8.getHeapStatistics().heap_size_limit'];
    const leftToItself = execFileSync(process.execPath, ask, { env: {}, encoding: 'utf8' });
    expect(Number(said[2])).toBeLessThan(Number(leftToItself) / 2 ** 20);
  });

  test('stops by SIGTERM, and what does not run may be stopped again', async () => {
    const service = await start('good');
    const pid = service.pid() ?? 0;
    await service.stop();
    expect(isAlive(pid)).toBe(false);
    expect(service.pid()).toBeUndefined();
    await service.stop();
  });

  test('kills at the deadline what ignores SIGTERM', async () => {
    const service = await start('stubborn', { stopTimeoutMs: 200 });
    const pid = service.pid() ?? 0;
    await service.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('comes back after SIGKILL, at the same address', async () => {
    const service = await start('good');
    const pid = service.pid();
    service.kill('SIGKILL');
    await service.ended();
    await service.restart({ MODE: 'drains' });
    expect(service.pid()).not.toBe(pid);
    expect((await fetch(service.url, { headers: { connection: 'close' } })).status).toBe(200);
    expect(fs.readFileSync(service.log, 'utf8')).toContain('started as drains');
  });

  test('shows the end of the log and a fix when the service ends before it is ready', async () => {
    await expect(start('crash')).rejects.toMatchObject({
      code: 'service-ended',
      details: { service: 'sample', code: '78' },
      message: expect.stringContaining('Fix: '),
      cause: { message: expect.stringContaining('cannot find the thing it needs') },
    });
  });

  test('says what is not ready at the deadline, and leaves no process behind', async () => {
    const failed = start('never-ready', { readyTimeoutMs: 3_000 });
    await expect(failed).rejects.toMatchObject({
      code: 'service-not-ready',
      cause: { message: expect.stringContaining('503 log: unreachable') },
    });
    expect(listDescendants([process.pid]).filter(runsSample)).toEqual([]);
  });
});

describe('keepRunning', () => {
  const watch = (service: ServiceProcess) => {
    const said: string[] = [];
    const keeping = keepRunning([service], {
      pauseMs: 1,
      onEnded: ({ name }, how) => void said.push(`${name} ended: ${how}`),
      onBack: ({ name }) => void said.push(`${name} is back`),
    });
    return { said, keeping };
  };

  test('starts what was killed again, each time, and says so', async () => {
    const service = await start('good');
    const { said, keeping } = watch(service);
    const once = ['sample ended: SIGKILL', 'sample is back'];
    for (const wanted of [once, [...once, ...once]]) {
      const pid = service.pid();
      service.kill('SIGKILL');
      while (said.length < wanted.length) await sleep(10);
      expect(said).toEqual(wanted);
      expect(service.pid()).not.toBe(pid);
    }
    await keeping.stop();
  });

  test('leaves what is stopped alone, and no process behind that was being started', async () => {
    const service = await start('good');
    const { said, keeping } = watch({
      ...service,
      restart: (_env, signal) => service.restart({ MODE: 'never-ready' }, signal),
    });
    service.kill('SIGKILL');
    while (!fs.readFileSync(service.log, 'utf8').includes('never-ready')) await sleep(10);
    await keeping.stop();
    expect(said).toEqual(['sample ended: SIGKILL']);
    expect(listDescendants([process.pid]).filter(runsSample)).toEqual([]);
  });

  test('tries again when it cannot be started', async () => {
    const service = await start('good');
    let failures = 2;
    const { said, keeping } = watch({
      ...service,
      async restart(env, signal) {
        failures -= 1;
        await service.restart(failures < 0 ? env : { MODE: 'crash' }, signal);
      },
    });
    service.kill('SIGKILL');
    while (!said.includes('sample is back')) await sleep(10);
    expect(said).toEqual([
      'sample ended: SIGKILL',
      ...[1, 2].map(() => expect.stringContaining('(service=sample code=78')),
      'sample is back',
    ]);
    await keeping.stop();
  });
});

const runsSample = (pid: number): boolean =>
  fs.existsSync(`/proc/${pid}/cmdline`) &&
  fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('sample-service');

describe('a stack that is killed leaves no service behind', () => {
  test.each([
    ['that drains by itself', 'drains', 2_000],
    ['that ignores the loss of its parent', 'good', 8_000],
  ])('%s', async (_case, mode, withinMs) => {
    const parent = fork(path.join(TEST_FOLDER, 'hold-service.ts'), [logDir, mode], {
      execArgv: [],
    });
    const [{ pid }] = (await once(parent, 'message')) as [{ pid: number }];
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const deadline = Date.now() + withinMs;
    while (isAlive(pid) && Date.now() < deadline) await sleep(50);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('process state', () => {
  test('tells a process from a later one with the same number', async () => {
    const service = await start('good');
    const identity = identifyProcess(service.pid() ?? 0) ?? { pid: 0, startTicks: 0 };
    expect(isSameAlive(identity)).toBe(true);
    expect(isSameAlive({ ...identity, startTicks: identity.startTicks + 1 })).toBe(false);
    await service.stop();
    expect(isSameAlive(identity)).toBe(false);
    expect(identifyProcess(identity.pid)).toBeUndefined();
  });

  test('sums the memory of a process and its descendants', async () => {
    const alone = measurePssBytes([process.pid]) ?? 0;
    const service = await start('good');
    const child = measurePssBytes([service.pid() ?? 0]) ?? 0;
    expect(child).toBeGreaterThan(5 * 1024 * 1024);
    expect(measurePssBytes([process.pid, service.pid() ?? 0])).toBeGreaterThan(
      Math.max(alone, child),
    );
    expect(listDescendants([process.pid])).toContain(service.pid());
  });
});
