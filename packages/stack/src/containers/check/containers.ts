import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, waitForEnd } from '../../processes/child-process.ts';
import { readTail } from '../../processes/read-tail.ts';
import type { Container } from '../compose/compose-file.ts';

/** Of the official Node image; only root can become somebody else. */
const NODE_USER = 1000;
const READY_TIMEOUT_MS = 120_000;
const POLL_MS = 500;

/** Where things of the containers are on this machine. */
export type Here = {
  readonly images: ReadonlyMap<string, string>;
  /** Holds logs and whatever else the check makes. */
  readonly dir: string;
  /** A text as the container has it → as it is here. */
  translate(text: string): string;
  /** The environment with every variable filled in. */
  environmentOf(container: Container): Record<string, string>;
};

export type Started = { readonly name: string; readonly child: ChildProcess; readonly log: string };

/** Starts the process that the engine would, as a user without rights to its files. */
export function startContainer(name: string, container: Container, here: Here): Started {
  const log = path.join(here.dir, `${name}.log`);
  const output = fs.openSync(log, 'a');
  const { translate, place } = placeOf(container, here);
  const child = spawn(process.execPath, (container.command ?? []).map(translate), {
    ...place,
    stdio: ['ignore', output, output],
  });
  fs.closeSync(output);
  return { name, child, log };
}

/** Where the container's process is here, and as whom. */
function placeOf(container: Container, here: Here) {
  const workspace = container.build?.args['WORKSPACE'] ?? '';
  const app = here.images.get(workspace);
  if (app === undefined) throw new Error(`an image was made of ${workspace}`);
  const translate = (text: string): string => here.translate(text).replaceAll('/app/', `${app}/`);
  const env = Object.fromEntries(
    Object.entries(here.environmentOf(container)).map(([name, value]) => [name, translate(value)]),
  );
  return {
    translate,
    place: {
      cwd: path.join(app, workspace),
      env: { NODE_ENV: 'production', ...env },
      ...(process.getuid?.() === 0 && { uid: NODE_USER, gid: NODE_USER }),
    },
  };
}

/** Resolves when a job has ended well; rejects with the end of what it said. */
export async function awaitJob({ name, child, log }: Started): Promise<void> {
  await waitForEnd(child);
  const code = child.exitCode ?? child.signalCode;
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${readTail(log)}`);
}

/** Runs the container's own health check until it is content. */
export async function awaitHealthy(
  { name, child, log }: Started,
  container: Container,
  here: Here,
): Promise<void> {
  const [, program, ...args] = container.healthcheck?.test ?? [];
  if (program !== 'node') throw new Error(`the health check of ${name} is a program of ours`);
  const deadline = performance.now() + READY_TIMEOUT_MS;
  const { translate, place } = placeOf(container, here);
  while (performance.now() < deadline) {
    if (!isRunning(child)) {
      throw new Error(
        `${name} ended with ${child.exitCode ?? child.signalCode}:\n${readTail(log)}`,
      );
    }
    const check = spawn(process.execPath, args.map(translate), { ...place, stdio: 'ignore' });
    const [code] = await once(check, 'exit');
    if (code === 0) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${name} is not healthy:\n${readTail(log)}`);
}

/** SIGTERM, as the engine ends a container; resolves with how it ended. */
export async function stopContainer({ child }: Started): Promise<number | string> {
  child.kill('SIGTERM');
  await waitForEnd(child);
  return child.exitCode ?? child.signalCode ?? 'not started';
}
