import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { registerSchemas } from '@told/codec';
import { prepareRegistryStore, REGISTRY_STORE } from '../deploy/registry-database.ts';
import { type Postgres, startPostgres } from '../postgres/index.ts';
import type { Registry } from './registry.ts';
import { startContainerApicurio } from './start-container-apicurio.ts';

let dir: string;
let postgres: Postgres;
let registry: Registry | undefined;
beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-apicurio-container-test-'));
  fs.chmodSync(dir, 0o755);
  postgres = await startPostgres({ dir, durable: false });
});
afterEach(async () => {
  await registry?.close();
  await postgres.stop();
  fs.rmSync(dir, { recursive: true });
});

test('a container has every id again after it was thrown away', async () => {
  await prepareRegistryStore(postgres.url(), 'password');
  const url = new URL(postgres.url(REGISTRY_STORE));
  url.username = REGISTRY_STORE;
  url.password = 'password';
  const start = async () => {
    const database = { url: url.href };
    registry = await startContainerApicurio({ dir, database, port: undefined });
    return registerSchemas({ registryUrl: registry.url, agencies: ['luton'] });
  };
  const before = await start();
  await registry?.close();
  expect(await start()).toEqual(before);
});
