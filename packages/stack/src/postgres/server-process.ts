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

/**
 * Rows that autovacuum looks at for a column's statistics: 300 for each of these. Our statements go by key and ask little of statistics, while
 * looking at 30,000 wide rows of each busy table, the default, took a tenth of all processor time of an area.
 */
const STATISTICS_TARGET = 10;

/**
 * Who reads also waits for what it reads. The default hands reading ahead to processes of their own: nearly all that an area's vacuuming reads is in
 * the machine's memory already, and handing it over cost more than reading it.
 */
const IO_METHOD = 'sync';

/**
 * How far the log of changes may grow between two checkpoints. Behind each, a page that is touched first is written whole once more: with 1 GB, the
 * default, a busy area had one every quarter of a minute, and half of what it wrote was such pages.
 */
const WAL_MAX = '4GB';

/** Only for clusters that a test throws away: an interrupted machine loses them. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export function launchServer(place: ServerPlace, port: number, durable: boolean): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: MAX_CONNECTIONS,
    default_statistics_target: STATISTICS_TARGET,
    io_method: IO_METHOD,
    ...(durable ? { max_wal_size: WAL_MAX } : THROW_AWAY),
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
