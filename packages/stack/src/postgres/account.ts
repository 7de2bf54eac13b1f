import fs from 'node:fs';
import { StackError } from '../errors.ts';

/** The operating system's account that the server runs as; undefined: our own. */
export type Account = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root, so root lends it an account that every system has. */
export function findServerAccount(
  uid = process.getuid?.(),
  passwd = '/etc/passwd',
): Account | undefined {
  if (uid !== 0) return undefined;
  const rows = fs
    .readFileSync(passwd, 'utf8')
    .split('\n')
    .map((row) => row.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find(([found]) => found === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new StackError('no-server-account', { passwd });
}
