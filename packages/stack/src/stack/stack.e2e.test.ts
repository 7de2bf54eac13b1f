import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isAlive } from '../processes/process-state.ts';
import { SERVICE_LIST } from './service-list.ts';
import type { Stack } from './stack.ts';
import { startStack } from './start-stack.ts';

const PACKAGE = path.join(import.meta.dirname, '../..');
const NAMES = SERVICE_LIST.map(({ name }) => name);
let dir: string;

beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
  fs.chmodSync(dir, 0o755);
});

afterAll(() => fs.rmSync(dir, { recursive: true }));

const listPids = (stack: Stack): number[] => NAMES.map((name) => stack.service(name).pid() ?? 0);

async function waitUntilGone(pids: readonly number[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (pids.some(isAlive) && Date.now() < deadline) await sleep(50);
  expect(pids.filter(isAlive)).toEqual([]);
}

/** Runs the first example of the README on the test's own folder, as a user would. */
function runExample(): ChildProcess {
  const readme = fs.readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const code = example.replace("'.told'", JSON.stringify(dir));
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    cwd: PACKAGE,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('the whole stack', () => {
  test('the example of the README starts it, restarts a service, and ends by itself', async () => {
    const run = runExample();
    let printed = '';
    run.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
    expect(await once(run, 'close')).toEqual([0, null]);
    expect(printed).toMatch(/services: \d+ ms\nhttp:\/\/127\.0\.0\.1:\d+ .*stack\.json\n$/);
  });

  test('a service that was killed comes back ready at the same address', async () => {
    const stack = await startStack({ dir, fsync: false });
    const service = stack.service('intake');
    const pid = service.pid();
    service.kill('SIGKILL');
    await service.ended();
    await service.restart();
    expect(service.pid()).not.toBe(pid);
    const url = stack.services['intake']?.url;
    const ready = await fetch(`${url}/health/ready`, { headers: { connection: 'close' } });
    expect(ready.status).toBe(200);
    const pids = listPids(stack);
    await stack.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test('starts the pages for people when it is asked to, and says where they are', async () => {
    const stack = await startStack({ dir, fsync: false, services: ['audit'] });
    const read = () => JSON.parse(fs.readFileSync(stack.stackFile, 'utf8')).console;
    expect(read()).toBeUndefined();
    const [url, again] = [await stack.startConsole(), await stack.startConsole()];
    expect([again, read()]).toEqual([url, { url }]);
    const page = await fetch(`${url}/search`, {
      ...{ redirect: 'manual', headers: { accept: 'text/html', connection: 'close' } },
    });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fsearch']);
    const pid = stack.service('console').pid() ?? 0;
    expect(isAlive(pid)).toBe(true);
    await stack.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('when it is killed, its services end by themselves and the next start takes over', async () => {
    const held = spawn(process.execPath, [path.join(PACKAGE, 'test/hold-stack.ts'), dir], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [{ pids }] = (await once(held, 'message')) as [{ pids: number[] }];
    expect(pids.every(isAlive)).toBe(true);
    held.kill('SIGKILL');
    await once(held, 'exit');
    await waitUntilGone(pids, 8_000);
    const stack = await startStack({ dir, fsync: false });
    await stack.stop();
  });

  test('runs a service as several processes, and starts PostgreSQL again where it was', async () => {
    const instances = { intake: 2 };
    const stack = await startStack({ dir, services: ['intake'], instances });
    const first = stack.service('intake');
    const second = stack.service('intake-2');
    const url = stack.adminUrl();
    expect(second.url).not.toBe(first.url);
    expect(Object.keys(stack.services)).toEqual(['intake']);
    expect(isAlive(second.pid() ?? 0)).toBe(true);

    const killed = stack.postgres.pid ?? 0;
    stack.postgres.kill('SIGKILL');
    await stack.postgres.restart();
    expect(stack.postgres.pid).not.toBe(killed);
    expect(stack.adminUrl()).toBe(url);
    for (const service of [first, second]) {
      await service.restart();
      expect(isAlive(service.pid() ?? 0)).toBe(true);
    }
    const pids = [first.pid(), second.pid(), stack.postgres.pid].map((pid) => pid ?? 0);
    await stack.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(
      startStack({ dir, services: ['intake'], instances: { gateway: 2 } }),
    ).rejects.toMatchObject({ code: 'unknown-service' });
  });

  test('gives a failpoint to one start of a service only', async () => {
    const failpoints = { intake: 'no-such-failpoint' };
    const stack = await startStack({ dir, fsync: false, services: ['intake'], failpoints });
    const environment = (): string =>
      fs.readFileSync(`/proc/${stack.service('intake').pid()}/environ`, 'utf8');
    expect(environment()).toContain('TOLD_FAILPOINT=no-such-failpoint');
    await stack.service('intake').restart();
    expect(environment()).not.toContain('no-such-failpoint');
    await stack.stop();
  });
});
