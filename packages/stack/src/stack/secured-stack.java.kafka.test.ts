import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Acl, openClusterAdmin } from '@told/event-log-kafka';
import { openEventLog } from '@told/service';
import type { Stack } from './stack.ts';
import type { StackFile } from './stack-file.ts';
import { startStack } from './start-stack.ts';

const POLL_MS = 50;
const WRONG = 'not the password that it has';

let dir: string;
let stack: Stack;
const start = (): Promise<Stack> =>
  startStack({
    ...{ dir, fsync: false, services: ['jobcentre'] },
    ...{ logKind: 'kafka', kafkaSource: 'java', kafkaSecurity: 'secured' },
  });

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-stack-test-'));
  fs.chmodSync(dir, 0o755);
  stack = await start();
}, 120_000);

afterAll(async () => {
  await stack?.stop();
  fs.rmSync(dir, { recursive: true });
});

type KafkaPart = Extract<StackFile['log'], { kind: 'kafka' }>;

function readLog(): KafkaPart {
  const { log } = JSON.parse(fs.readFileSync(stack.stackFile, 'utf8')) as StackFile;
  if (log.kind !== 'kafka') throw new TypeError('the log is Kafka');
  return log;
}

interface Readiness {
  readonly parts: readonly { readonly part: string; ready: boolean; readonly reason?: string }[];
}

/** Waits until JobCentre Plus gives this reason why a part of it is not ready, or says that it is. */
async function untilSaid(wanted: string, said: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${stack.services['jobcentre']?.url}/health/ready`);
    const { parts } = (await answer.json()) as Readiness;
    const found = parts.find(({ part }) => part === wanted);
    if ((found?.reason ?? (found?.ready && 'ready')) === said) return;
    await sleep(POLL_MS);
  }
}

describe('a stack on a secured Kafka', () => {
  test('tells its owner alone as whom to join in, and an agency sees what is its own', async () => {
    expect(fs.statSync(stack.stackFile).mode & 0o077).toBe(0);
    const log = readLog();
    expect(log.login?.username).toBe('told-admin');
    expect(Object.keys(log.users ?? {})).toEqual(
      expect.arrayContaining(['told-intake', 'told-gateway', 'jobcentre', 'luton']),
    );
    const password = log.users?.['luton'] ?? '';
    const luton = openEventLog({ ...log, login: { username: 'luton', password } }, 'test');
    const seen = (await luton.topics()).map(({ name }) => name);
    await luton.close();
    expect(seen).toContain('told.releases.luton');
    expect(seen).not.toContain('told.releases.jobcentre');
    expect(seen).not.toContain('told.decisions');
  });

  test('keeps keys and passwords for their owner alone', () => {
    const { certificates } = readLog();
    const files = fs.readdirSync(certificates?.dir ?? '');
    expect(files).toEqual(expect.arrayContaining(['luton.pem', 'luton.key']));
    const kept = [
      ...files.map((name) => path.join(certificates?.dir ?? '', name)),
      ...[
        ...['log-users.json', 'kafka/secrets.json', 'kafka/node-1.properties'],
        ...['kafka/pki/ca.key', 'kafka/pki/broker-keystore.pem'],
      ].map((name) => path.join(dir, name)),
    ];
    expect(kept.filter((file) => (fs.statSync(file).mode & 0o077) !== 0)).toEqual([]);
  });

  test('has services that end when they are not let in, and say why', async () => {
    const restarting = stack.service('jobcentre').restart({ TOLD_LOG_PASSWORD: WRONG });
    const failure = await restarting.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'service-ended' });
    const log = fs.readFileSync(stack.service('jobcentre').log, 'utf8');
    expect(log).toContain('SASL_AUTHENTICATION_FAILED');
    expect(log).not.toContain(WRONG);
    await stack.service('jobcentre').restart();
  });

  test('has services that wait for a right that they lack, name it, and are ready again once they have it', async () => {
    const admin = openClusterAdmin(readLog());
    const right: Acl = {
      ...{ principal: 'User:jobcentre', resource: 'topic', name: 'told.releases.jobcentre' },
      ...{ pattern: 'literal', operation: 'Read', permission: 'allow', host: '*' },
    };
    await admin.changeAcls({ create: [], delete: [right] });
    await untilSaid('jobcentre.reconcile', 'unauthorized: Read on told.releases.jobcentre');
    await admin.changeAcls({ create: [right], delete: [] });
    await untilSaid('jobcentre.reconcile', 'ready');
    await admin.close();
  }, 120_000);

  test('goes on with the same users when it is started again', async () => {
    const before = readLog();
    await stack.stop();
    stack = await start();
    const { users, login, tls } = readLog();
    expect({ users, login, tls }).toEqual({
      ...{ users: before.users, login: before.login, tls: before.tls },
    });
    const admin = openClusterAdmin(stack.log as KafkaPart);
    expect(await admin.users()).toEqual(expect.arrayContaining(['luton', 'told-admin']));
    await admin.close();
  });
});
