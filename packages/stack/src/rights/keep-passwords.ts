import fs from 'node:fs';
import path from 'node:path';
import { type LogUsers, replaceLogUsers } from '../stack/log-users.ts';
import { type StackFile, writeStackFile } from '../stack/stack-file.ts';

/**
 * Keeps passwords that were given while a stack runs: for its next start, and for whoever reads its file. The profile of another
 * deployment lists no users, and stays as it is: there, passwords are kept by whoever was told them.
 */
export function keepPasswords(profileFile: string, users: LogUsers): void {
  const content = JSON.parse(fs.readFileSync(profileFile, 'utf8')) as StackFile;
  if (content.log.kind !== 'kafka' || content.log.users === undefined) return;
  replaceLogUsers(path.dirname(profileFile), users);
  const log = { ...content.log, users: { ...content.log.users, ...users } };
  writeStackFile(profileFile, { ...content, log });
}
