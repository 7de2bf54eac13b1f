import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Cluster } from '../wire/cluster.ts';
import { fromKafka } from '../wire/failures.ts';
import { nameError } from '../wire/kafkajs-parts.ts';
import {
  type AlteredUsers,
  type DescribedUsers,
  encodeAlterUsers,
  encodeDescribeUsers,
  hasScram512,
  type ScramUpsertion,
} from '../wire/scram-requests.ts';
import { CLUSTER } from './acls.ts';

/** Kafka's least. It slows down who guesses; ours are made by chance, and every connection of a client computes it. */
const ITERATIONS = 4096;
const SALT_BYTES = 32;
/** As long as SHA-512's output. */
const KEY_BYTES = 64;
/** A user that has no such credential: nothing to delete, nothing to list. */
const NOT_FOUND = 'RESOURCE_NOT_FOUND';

type Ask = <Answer>(api: string, values: object) => Promise<Answer>;

/** The users that can log in with SCRAM-SHA-512. @throws LogError `unauthorized` */
export async function listUsers(ask: Ask): Promise<readonly string[]> {
  const answer = await ask<DescribedUsers>('DescribeUserScramCredentials', {
    body: encodeDescribeUsers(),
  });
  const name = nameError(answer.errorCode);
  if (name !== undefined && name !== NOT_FOUND)
    throw fromKafka(name, { ...CLUSTER, right: 'Describe' });
  return answer.users
    .filter(hasScram512)
    .map(({ user }) => user)
    .sort();
}

/** Makes users, or gives them another password: Kafka holds one for each. @throws LogError `unauthorized` */
export async function putUsers(
  cluster: Cluster,
  passwords: Readonly<Record<string, string>>,
): Promise<void> {
  const upsertions = await Promise.all(
    Object.entries(passwords).map(([name, password]) => saltPassword(name, password)),
  );
  await alter(cluster, { deletions: [], upsertions });
}

/** Those that there are. @throws LogError `unauthorized` */
export const deleteUsers = (cluster: Cluster, names: readonly string[]): Promise<void> =>
  alter(cluster, { deletions: names, upsertions: [] });

async function alter(
  cluster: Cluster,
  change: { readonly deletions: readonly string[]; readonly upsertions: readonly ScramUpsertion[] },
): Promise<void> {
  if (change.deletions.length + change.upsertions.length === 0) return;
  const { results } = await cluster.ask<AlteredUsers>('AlterUserScramCredentials', {
    body: encodeAlterUsers(change),
  });
  for (const { user, errorCode } of results) {
    const name = nameError(errorCode);
    if (name !== undefined && name !== NOT_FOUND)
      throw fromKafka(name, { ...CLUSTER, user, right: 'Alter' });
  }
}

const derive = promisify(pbkdf2);

/** What Kafka stores instead of the password (RFC 5802). Passwords are ASCII here, which SASLprep leaves as they are. */
async function saltPassword(name: string, password: string): Promise<ScramUpsertion> {
  const salt = randomBytes(SALT_BYTES);
  const saltedPassword = await derive(password, salt, ITERATIONS, KEY_BYTES, 'sha512');
  return { name, iterations: ITERATIONS, salt, saltedPassword };
}
