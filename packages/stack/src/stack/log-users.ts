import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { keepFile, writePrivately } from '../kept-file.ts';

/** User of the log → password. */
export type LogUsers = Readonly<Record<string, string>>;

const PASSWORD_BYTES = 32;

const locate = (dir: string): string => path.join(dir, 'log-users.json');

/** A password for each user, in a file for its owner only: kept ones stay, new users get one. */
export const keepLogUsers = (dir: string, users: readonly string[]): LogUsers =>
  keepFile(locate(dir), (kept: LogUsers = {}) => ({
    ...Object.fromEntries(users.map((user) => [user, makePassword()])),
    ...kept,
  }));

/** Passwords that users have from now on, also at the next start. */
export const replaceLogUsers = (dir: string, users: LogUsers): void =>
  writePrivately(locate(dir), { ...keepLogUsers(dir, []), ...users });

export const makePassword = (): string => randomBytes(PASSWORD_BYTES).toString('base64url');
