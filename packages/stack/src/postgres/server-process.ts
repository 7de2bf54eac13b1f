import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';

/** Everything that stays the same for one server: its binaries, cluster folder, account and log file. */
export type ServerPlace = {
  readonly native: string;
  readonly data: string;
  readonly account: Account | undefined;
  readonly log: string;
};

/** Several services, each with a small pool, plus what a person opens beside them. */
const MAX_CONNECTIONS = 200;

/** Only for clusters that a test throws away: an interrupted machine loses them. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export function launchServer(place: ServerPlace, port: number, durable: boolean): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: MAX_CONNECTIONS,
    ...(durable ? {} : THROW_AWAY),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnBinary('postgres', ['-D', place.data, ...flags], place);
  child.unref();
  return child;
}

/** In its own process group: Ctrl-C must reach Node first, which drains and then stops the server. */
export function spawnBinary(binary: string, args: string[], place: ServerPlace): ChildProcess {
  const output = fs.openSync(place.log, 'a');
  const child = spawn(path.join(place.native, 'bin', binary), args, {
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', output, output],
    detached: true,
    ...place.account,
  });
  child.on('error', (error) => fs.appendFileSync(place.log, `${error.message}\n`));
  fs.closeSync(output);
  return child;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Where nobody collects orphans (a container's process 1), a dead process keeps its number. */
function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (!fs.existsSync(file)) return false;
  return / Z /.test(fs.readFileSync(file, 'utf8').replace(/^.*\)/, ''));
}

export const readTail = (file: string, lines = 8): string =>
  fs.existsSync(file)
    ? fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
    : '';
