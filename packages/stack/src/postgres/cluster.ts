import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { StackError } from '../errors.ts';
import { isAlive } from '../processes/process-state.ts';
import { readTail } from '../processes/read-tail.ts';
import { renameUnlessDone } from './binaries.ts';
import { type ServerPlace, spawnBinary } from './server-process.ts';

const PASSWORD_FILE = 'told-password';

/** The superuser's password lives inside the cluster's folder, which only the server's account may read. */
export const readPassword = (data: string): string =>
  fs.readFileSync(path.join(data, PASSWORD_FILE), 'utf8');

/** Makes the cluster beside its final place and renames it, so that a half-made one is never seen. */
export async function initialiseCluster(place: ServerPlace): Promise<void> {
  const { data, account, log } = place;
  removeHalfMade(data);
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) return;
  const partial = `${data}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const secret = `${partial}.password`;
  fs.writeFileSync(secret, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (account) fs.chownSync(secret, account.uid, account.gid);
  const child = spawnBinary('initdb', initdbArguments(partial, secret), place);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    fs.rmSync(secret, { force: true });
    fs.rmSync(partial, { recursive: true, force: true });
    throw new StackError(
      'postgres-not-initialised',
      { code: code ?? 'signal', log },
      readTail(log),
    );
  }
  fs.renameSync(secret, path.join(partial, PASSWORD_FILE));
  renameUnlessDone(partial, data);
}

function initdbArguments(folder: string, secret: string): string[] {
  const identity = ['-D', folder, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`];
  // A builtin locale orders text alike on every machine.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  return [...identity, '-E', 'UTF8', ...locale, '--no-sync', '--no-instructions'];
}

/** Left by a process that died half-way. Its pid is in the name, so a living one is not disturbed. */
function removeHalfMade(data: string): void {
  for (const name of fs.readdirSync(path.dirname(data))) {
    const maker = /^data\.(\d+)\./.exec(name)?.[1];
    if (maker && !isAlive(Number(maker))) {
      fs.rmSync(path.join(path.dirname(data), name), { recursive: true, force: true });
    }
  }
}
