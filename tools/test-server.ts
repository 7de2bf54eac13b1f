import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Postgres, startPostgres } from '../packages/stack/src/postgres/index.ts';
import { isAlive } from '../packages/stack/src/processes/process-state.ts';

/** The maker's process id is in the folder's name, so that a later run finds what a killed one left behind. */
const PREFIX = 'told-test-postgres-';
/** Names the folder that the server really lives in, where the temporary folder was out of its reach. */
const PLACE = 'place';
const END_TIMEOUT_MS = 3_000;
const POLL_MS = 10;

type Running = { readonly server: Postgres; readonly dir: string };
let running: Promise<Running> | undefined;

/** The superuser's URL of this run's server: private, without fsync, in a temporary folder. DATABASE_URL replaces it. */
export async function startTestServer(databaseUrl = process.env['DATABASE_URL']): Promise<string> {
  running ??= launch(databaseUrl);
  return (await running).server.url();
}

export async function stopTestServer(): Promise<void> {
  if (!running) return;
  const { server, dir } = await running;
  running = undefined;
  await server.stop();
  removeServer(dir);
}

async function launch(databaseUrl: string | undefined): Promise<Running> {
  removeAbandoned(os.tmpdir());
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  fs.chmodSync(dir, 0o755); // as root, the server runs under another account
  const server = await startPostgres({ dir, durable: false, ...(databaseUrl && { databaseUrl }) });
  fs.writeFileSync(path.join(dir, PLACE), server.dir ?? dir);
  // Ctrl-C ends jest without its teardown.
  process.once('exit', () => {
    if (running) removeServer(dir);
  });
  return { server, dir };
}

/** Servers and folders of runs that were killed. Returns the folders removed. */
export function removeAbandoned(parent: string): string[] {
  const abandoned = fs.readdirSync(parent).filter((name) => {
    const maker = name.startsWith(PREFIX) && /^\d+/.exec(name.slice(PREFIX.length))?.[0];
    return maker && !isAlive(Number(maker));
  });
  for (const name of abandoned) removeServer(path.join(parent, name));
  return abandoned;
}

function removeServer(dir: string): void {
  const placeFile = path.join(dir, PLACE);
  const place = fs.existsSync(placeFile) ? fs.readFileSync(placeFile, 'utf8') : dir;
  killServer(path.join(place, 'data'));
  for (const folder of [place, dir]) {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: POLL_MS });
  }
}

function killServer(data: string): void {
  const pidFile = path.join(data, 'postmaster.pid');
  if (fs.existsSync(pidFile)) {
    const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
    const commandLine = `/proc/${pid}/cmdline`;
    // The number may belong to another program by now.
    if (fs.existsSync(commandLine) && fs.readFileSync(commandLine, 'utf8').includes(data)) {
      process.kill(pid, 'SIGQUIT');
      waitForEnd(pid);
    }
  }
}

/** Without await, since it also runs while the process exits. */
function waitForEnd(pid: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; waitedMs < END_TIMEOUT_MS && isAlive(pid); waitedMs += POLL_MS) {
    Atomics.wait(pause, 0, 0, POLL_MS);
  }
}
