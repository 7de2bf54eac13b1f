import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findEngineObstacle } from './container-engine.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-engine-test-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

async function listen(socket: string, status: number): Promise<http.Server> {
  const server = http.createServer((_request, response) => response.writeHead(status).end());
  server.listen(socket);
  await once(server, 'listening');
  return server;
}

test('an engine that answers is none', async () => {
  const socket = path.join(dir, 'docker.sock');
  const server = await listen(socket, 200);
  const found = await findEngineObstacle({ dockerHost: `unix://${socket}`, runtimeDir: undefined });
  server.close();
  expect(found).toBeUndefined();
});

test.each([
  ['a socket that nobody listens on', 'unix:///nonexistent/docker.sock', /ENOENT/],
  ['an address that nobody listens on', 'tcp://127.0.0.1:1', /ECONNREFUSED/],
  ['an engine behind ssh', 'ssh://somebody@engine.example', /behind ssh/],
])('%s is named', async (_case, dockerHost, reason) => {
  expect(await findEngineObstacle({ dockerHost, runtimeDir: undefined })).toMatch(reason);
});

test('something else that answers is no engine', async () => {
  const socket = path.join(dir, 'docker.sock');
  const server = await listen(socket, 404);
  const found = await findEngineObstacle({ dockerHost: `unix://${socket}`, runtimeDir: undefined });
  server.close();
  expect(found).toMatch(/answers 404/);
});
