import { LogError } from '@told/event-log';
import { keepPasswords, makePassword } from '@told/stack';
import { CliError } from '../exit-codes.ts';
import type { Profile } from '../profile.ts';
import { withAdmin } from '../rights/log-rights.ts';

export interface LogUser {
  readonly user: string;
  readonly password: string;
}

/** Agencies that have no user of the log; `embedded` and `open` logs know none, and `hidden` are those of a login that may not see them. */
export type MissingUsers = readonly string[] | 'embedded' | 'open' | 'hidden';

type Log = Profile['log'];

export async function findMissingUsers(
  log: Log,
  agencies: readonly string[],
): Promise<MissingUsers> {
  if (log.kind === 'embedded') return 'embedded';
  if (!asksWhoComes(log)) return 'open';
  try {
    const users = await withAdmin(log, (admin) => admin.users());
    return agencies.filter((agency) => !users.includes(agency));
  } catch (error) {
    if (error instanceof LogError && error.code === 'unauthorized') return 'hidden';
    throw error;
  }
}

const asksWhoComes = ({ login, tls }: Extract<Log, { readonly kind: 'kafka' }>): boolean =>
  login !== undefined || tls?.cert !== undefined;

/**
 * Gives users of the log a password each; a user that is not there yet is made. A running local stack's own files have it too.
 * Throws CliError `usage` for a log that has no users, and the log's own errors.
 */
export async function givePasswords(
  { file, log }: { readonly file: string; readonly log: Log },
  users: readonly string[],
): Promise<readonly LogUser[]> {
  if (users.length === 0) return [];
  if (log.kind === 'embedded' || !asksWhoComes(log))
    throw new CliError('usage', 'this log has no users: it asks nobody who comes.');
  const made = users.map((user) => ({ user, password: makePassword() }));
  const passwords = Object.fromEntries(made.map(({ user, password }) => [user, password]));
  await withAdmin(log, (admin) => admin.putUsers(passwords));
  keepPasswords(file, passwords);
  return made;
}

/** What is to be done about them, in a line. */
export function describeMissing(missing: MissingUsers): string {
  switch (missing) {
    case 'embedded':
      return 'users of the log: none to make; an embedded log has only its services’';
    case 'open':
      return 'users of the log: none to make; it asks nobody who comes';
    case 'hidden':
      return 'users of the log: this profile’s login may not see or make them; told-admin may';
  }
  return missing.length === 0
    ? 'users of the log: every agency has one'
    : `users of the log to be made: ${missing.join(', ')}`;
}

/** The passwords, told once. */
export const describeUsers = (users: readonly LogUser[]): string =>
  [
    'users of the log, their passwords printed here and never again:',
    '',
    ...users.map(({ user, password }) => `${user}  ${password}`),
  ].join('\n');
