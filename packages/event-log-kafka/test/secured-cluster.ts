import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunningLog } from '@told/event-log/engine';
import {
  type Kafka,
  listLogUsers,
  type Members,
  readAgencies,
  readMembers,
  readTopics,
  startKafka,
} from '../../stack/src/index.ts';
import { applyRights } from '../../stack/src/rights/apply-rights.ts';
import type { BrokerAccess } from '../src/broker-access.ts';
import { createKafkaLog, type KafkaLogOptions } from '../src/kafka-log.ts';

/** What is written where it is tried whether writing is allowed. */
export const TRIED = 'tried';

/** A cluster that asks who comes, with the topics, users and rights of infra. */
export interface SecuredCluster extends Kafka {
  readonly members: Members;
  readonly users: readonly string[];
  accessOf(user: string): BrokerAccess;
  /** A client that logs in as this user; `undefined`: as the administrator. */
  open(user?: string, options?: Partial<KafkaLogOptions>): RunningLog;
  /** Ends clients and broker, and removes what they have stored. */
  remove(): Promise<void>;
}

/** The folder is named so that a later run removes what a killed one left (tools/test-kafka.ts). */
export async function startSecuredCluster(): Promise<SecuredCluster> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `told-test-kafka-${process.pid}-`));
  const logs: RunningLog[] = [];
  let kafka: Kafka | undefined;
  const remove = async (): Promise<void> => {
    await Promise.all(logs.map((log) => log.close()));
    await kafka?.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  try {
    const started = await startKafka({ dir, source: 'java', security: 'secured' });
    kafka = started;
    const members = await readMembers();
    const users = listLogUsers(members);
    const passwords = Object.fromEntries(
      users.map((user) => [user, randomBytes(32).toString('base64url')]),
    );
    const accessOf = (user: string): BrokerAccess => ({
      ...started.access,
      login: { username: user, password: passwords[user] ?? '' },
    });
    const open: SecuredCluster['open'] = (user, options) => {
      const access = user === undefined ? started.access : accessOf(user);
      const log = createKafkaLog({ ...access, clientId: user ?? 'admin', ...options });
      logs.push(log);
      return log;
    };
    await open().createTopics(readTopics(await readAgencies()));
    await applyRights(started.access, passwords);
    return { ...started, members, users, accessOf, open, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
