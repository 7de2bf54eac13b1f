import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openEventLog } from '@told/service';
import { type Stack, startStack } from '@told/stack';
import { runTold } from './run-told.ts';

const STRANGE = { name: 'told.releases.bedford', partitions: 4, retentionMs: null };

let dir: string;
let stack: Stack;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-doctor-test-'));
  fs.chmodSync(dir, 0o755);
  const kafka = { logKind: 'kafka', kafkaNodes: 3, kafkaSource: 'java' } as const;
  stack = await startStack({ dir, services: [], fsync: false, ...kafka });
});

afterAll(async () => {
  await stack.stop();
  fs.rmSync(dir, { recursive: true });
});

const examine = () => runTold(['doctor'], { profile: stack.stackFile });

test('doctor is green on three brokers, with topics as infra names them and the lag of each reader', async () => {
  const { code, out } = await examine();
  expect(out).toMatch(/✓ +log: brokers +3 of 3; partitions: 0 offline, 0 short of copies\n/);
  expect(out).toMatch(/✓ +log: topics +\d+, as infra names them\n/);
  expect(out).toMatch(/✓ +log: gateway +at most 0 records behind\n/);
  expect(code).toBe(0);
});

test('doctor is red beside a topic that infra does not name, and says what shows it', async () => {
  const log = openEventLog(stack.log, 'told-test');
  await log.createTopics([STRANGE]);
  await log.close();
  const { code, out } = await examine();
  expect(code).toBe(4);
  expect(out).toMatch(/✗ +log: topics +drift told\.releases\.bedford .* topics plan"/);
});

test('doctor counts the brokers that are there, and the partitions that lack a copy', async () => {
  await stack.kafka?.nodes[2]?.kill('SIGKILL');
  const deadline = Date.now() + 120_000;
  let told = await examine();
  while (!/2 of 3/.test(told.out) && Date.now() < deadline) told = await examine();
  expect(told.code).toBe(4);
  expect(told.out).toMatch(/✗ +log: brokers +2 of 3; .* 0 offline, [1-9]\d* short of copies/);
  expect(told.out).toMatch(/start the brokers \(127\.0\.0\.1:/);
});

test('doctor says that Kafka is away when no broker answers, within bounded time', async () => {
  const startedMs = Date.now();
  await Promise.all((stack.kafka?.nodes ?? []).slice(0, 2).map((node) => node.kill('SIGKILL')));
  const { code, out } = await examine();
  expect(code).toBe(4);
  expect(out).toMatch(
    /✗ +log +does not answer \(retriable\) +start the stack again: it starts Kafka/,
  );
  expect(out).toMatch(/✗ +log: brokers +does not answer \(retriable\)/);
  expect(Date.now() - startedMs).toBeLessThan(30_000);
});
