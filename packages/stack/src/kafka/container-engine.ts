import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

/** A living engine answers within milliseconds. */
const ANSWER_TIMEOUT_MS = 1_000;

export type EngineSurroundings = {
  readonly dockerHost: string | undefined;
  readonly runtimeDir: string | undefined;
};

/** Undefined when a container engine answers, or why none does. Costs one request to each socket that is there. */
export async function findEngineObstacle(from: EngineSurroundings): Promise<string | undefined> {
  if (from.dockerHost) return describeSilence(from.dockerHost);
  const sockets = listUsualSockets(from.runtimeDir).filter((socket) => fs.existsSync(socket));
  const silences: string[] = [];
  for (const socket of sockets) {
    const silence = await describeSilence(`unix://${socket}`);
    if (silence === undefined) return undefined;
    silences.push(silence);
  }
  return (
    silences.join('; ') || 'no container engine: DOCKER_HOST is not set, and no socket is there'
  );
}

const listUsualSockets = (runtimeDir: string | undefined): readonly string[] => [
  '/var/run/docker.sock',
  path.join(os.homedir(), '.docker/run/docker.sock'),
  ...(runtimeDir
    ? [path.join(runtimeDir, 'docker.sock'), path.join(runtimeDir, 'podman/podman.sock')]
    : []),
];

async function describeSilence(address: string): Promise<string | undefined> {
  const { protocol, hostname, port, pathname } = new URL(address);
  const to =
    protocol === 'unix:'
      ? { socketPath: pathname }
      : { host: hostname, port: Number(port) || 2375 };
  if (protocol === 'ssh:') return `${address}: an engine behind ssh is not asked`;
  try {
    const status = await ping(to);
    return status === 200 ? undefined : `${address} answers ${status}`;
  } catch (error) {
    return `${address}: ${(error as Error).message}`;
  }
}

/** The one call that every engine's interface answers without a version. */
function ping(to: http.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ ...to, path: '/_ping', agent: false, timeout: ANSWER_TIMEOUT_MS });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', reject);
  });
}
