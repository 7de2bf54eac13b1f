import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registerSchemas } from '@told/codec';
import { describeRegistryContract } from '../../../codec/test/registry-contract.ts';
import { listListeners } from '../../test/list-listeners.ts';
import { startPostgres } from '../postgres/index.ts';
import { isAlive } from '../processes/process-state.ts';
import type { Stack } from '../stack/stack.ts';
import { startStack } from '../stack/start-stack.ts';
import type { RegistryProcess } from './registry.ts';

const DEADLINE_MS = 120_000;

let dir: string;
let stack: Stack;

/** Everything but the services: PostgreSQL, the embedded log, issuer and Apicurio. */
beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-apicurio-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await startStack({ dir, services: [], fsync: false, registry: 'apicurio' });
});

afterAll(async () => {
  await stack?.stop();
  const left = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
  await left.stop(); // the test that kills a stack leaves it
  fs.rmSync(dir, { recursive: true });
});

const registryProcess = (): RegistryProcess => {
  if (stack.registryProcess === undefined) throw new TypeError('it has no process of its own');
  return stack.registryProcess;
};
const register = (registryUrl: string) => registerSchemas({ registryUrl, agencies: ['luton'] });
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + DEADLINE_MS; !(await isSo()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error('it never came to that');
  }
}
const answers = async (): Promise<boolean> => {
  const response = await fetch(`${stack.registry.url}/subjects/told.changes-value/versions/1`);
  await response.text();
  return response.ok;
};

describeRegistryContract('apicurio', () => stack.registry.url);

describe('Apicurio Registry in a stack', () => {
  test('is in the stack file, and its memory apart from that of the stack', () => {
    const written = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8')) as Stack;
    expect(written.registry).toEqual({
      kind: 'apicurio',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/apis\/ccompat\/v7$/),
    });
    expect(stack.registryPssBytes()).toBeGreaterThan(50 * 1024 * 1024);
  });

  test('listens on loopback only, its health and metrics included', () => {
    const listeners = listListeners(registryProcess().pid() ?? 0);
    expect(listeners.length).toBeGreaterThan(1);
    expect(listeners.filter((address) => address !== '127.0.0.1')).toEqual([]);
  });

  test('has every id again after SIGKILL', async () => {
    const before = await register(stack.registry.url);
    await registryProcess().kill('SIGKILL');
    expect(registryProcess().pid()).toBeUndefined();
    await expect(register(stack.registry.url)).rejects.toMatchObject({
      code: 'registry-unavailable',
    });
    await registryProcess().start();
    expect(await register(stack.registry.url)).toEqual(before);
  });

  test('goes on when its database has been away', async () => {
    stack.postgres.kill('SIGKILL');
    await stack.postgres.restart();
    await until(answers);
  });

  test('is kept with the folder, ends with a starter that is killed, and gives no other its place', async () => {
    const before = await register(stack.registry.url);
    const pid = registryProcess().pid() ?? 0;
    await stack.stop();
    expect(isAlive(pid)).toBe(false);
    const other = startStack({ dir, services: [], fsync: false, registry: 'embedded' });
    await expect(other).rejects.toMatchObject({
      code: 'choice-changed',
      details: { what: 'registry', kept: 'apicurio', asked: 'embedded' },
    });

    const program = path.join(import.meta.dirname, '../../test/hold-registry.ts');
    const held = fork(program, [dir], { execArgv: [] });
    const [told] = (await once(held, 'message')) as [{ kind: string; url: string; pid: number }];
    expect(told.kind).toBe('apicurio');
    expect(await register(told.url)).toEqual(before);
    held.kill('SIGKILL');
    await once(held, 'exit');
    await until(() => !isAlive(told.pid));
  });
});
