import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  formatEntryLine,
  formatHeadLine,
  formatKeyLine,
  formatStart,
  verifyBundle,
} from '@told/ledger';
import { recordAction } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { openAuditHttp } from '../../test/audit-http.ts';
import {
  arriveMany,
  clock,
  LEDGER_ID,
  openTestAudit,
  privateKeys,
  signerOf,
  type TestAudit,
} from '../../test/open-audit.ts';
import { describeSigning, keepSigning } from '../ledger/keep-signing.ts';
import { readEntries, readHeads } from '../ledger/queries.ts';
import { createHeadSigner } from '../ledger/sign-heads.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { HEADS_TOPIC } from '../topics.ts';
import { createSigners, listKeys } from './ledger-keys.ts';
import { addKeyRoutes } from './routes.ts';

const NO = 1;
const [first, second] = [signerOf(LEDGER_ID).verifier, signerOf(LEDGER_ID, 1).verifier];
const REASON = { reason: 'a year is over' };
const logger = { error: () => undefined } as never;

let audit: TestAudit;
let http: FastifyInstance;

beforeEach(async () => {
  audit = await openTestAudit();
  await open();
  http = await openAuditHttp();
  addKeyRoutes(http, {
    ...audit,
    signers: createSigners(LEDGER_ID, privateKeys),
    record: (tx, action) => recordAction(tx, action, { ...audit, clock, origin: 'audit' }),
  });
  await http.ready();
});
afterEach(async () => {
  await http.close();
  await audit.close();
});

const open = (keys = privateKeys, on = audit) =>
  openLedger({ ...on, log: audit.log, codec: audit.codec, logger, privateKeys: keys }, LEDGER_ID);
const sign = () => audit.signerFor(LEDGER_ID).sign();

async function ask(path: string, scope: string, payload?: object) {
  const answer = await http.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: `/v1/ledger/${path}`,
    headers: { authorization: `Bearer ${Buffer.from(scope).toString('base64url')}` },
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}
const rotate = (body: object = REASON) => ask('keys/rotate', 'operations:write', body);

/** What an export would hold, checked by somebody who has the first key alone. */
async function verify() {
  const heads = await readHeads(audit.db, { ledger: NO, from: 0, limit: 1_000 });
  const until = heads.at(-1)?.size ?? 0;
  const entries = await readEntries(audit.db, { ledger: NO, from: 0, until, limit: 10_000 });
  const keys = (await listKeys(audit.db, NO)).flatMap(({ succession }) => succession ?? []);
  const lines = [
    formatStart({ origin: LEDGER_ID, entries: entries.length }),
    ...keys.map(formatKeyLine),
    ...heads.map(({ note }) => formatHeadLine(note)),
    ...entries.map(({ text }) => formatEntryLine(text)),
  ];
  return verifyBundle(lines, { trusted: [first] });
}

describe('the key of a ledger', () => {
  test('is followed by the next one: an entry and the key before name it, and heads from there on are its', async () => {
    await audit.enter(arriveMany(10));
    await sign();
    const { status, body } = await rotate();
    expect([status, body]).toMatchObject([200, { key: second.text, entry: 10 }]);
    // Nothing that a signed head does not cover is told.
    expect((await ask('keys', 'ledger:read')).body.items).toMatchObject([{ key: first.text }]);
    await audit.enter(arriveMany(5));
    await sign();
    const { items } = (await ask('keys', 'ledger:read')).body;
    expect(items).toMatchObject([
      { key: first.text, succession: null, entry: null },
      { key: second.text, succession: body.succession, entry: 10 },
    ]);
    const [named] = await readEntries(audit.db, { ledger: NO, from: 10, until: 11, limit: 1 });
    expect(JSON.parse(named?.text ?? '')).toEqual({
      ...{ index: 10, kind: 'key', at: clock.nowMs() * 1_000, cases: [] },
      facts: { key: second.text, follows: first.text },
    });
    const verified = await verify();
    expect(verified.findings).toEqual([]);
    expect(verified.head).toMatchObject({ size: 16, signedBy: [second.text] });
  });

  test('is rotated in one moment, however many heads and entries are under way', async () => {
    await audit.enter(arriveMany(3));
    const busy = Array.from({ length: 6 }, async () => {
      for (let turn = 0; turn < 8; turn += 1) {
        await audit.enter(arriveMany(2));
        await sign();
      }
    });
    const rotated = rotate();
    await Promise.all(busy);
    expect((await rotated).status).toBe(200);
    await audit.enter(arriveMany(1));
    await sign();
    const verified = await verify();
    expect(verified.findings).toEqual([]);
    expect(verified.head?.signedBy).toEqual([second.text]);
  });

  test('stays where the service was given no other', async () => {
    expect((await rotate()).status).toBe(200);
    const entries = await audit.count('entry');
    expect(await rotate()).toMatchObject({ status: 409, body: { code: 'no-next-key' } });
    expect([await audit.count('entry'), await audit.count('ledger_key')]).toEqual([entries, 2]);
  });

  test('is rotated by operators alone, with a reason, and that is on record', async () => {
    expect((await ask('keys/rotate', 'ledger:read', REASON)).status).toBe(403);
    expect((await ask('keys', 'operations:write')).status).toBe(403);
    expect((await rotate({})).status).toBe(422);
    expect((await rotate({ reason: 'asked by QQ123456C' })).status).toBe(422);
    expect(await audit.count('ledger_key')).toBe(1);
    await rotate();
    const { rows } = await audit.db.query<{ value: Buffer }>({
      name: 'test_said',
      text: `SELECT value FROM outbox WHERE topic = 'told.actions.audit'`,
    });
    const [said] = await audit.codec.decode(
      'Action',
      rows.map(({ value }) => value),
    );
    expect(said).toMatchObject({
      value: { action: 'ledger-key-rotated', target: LEDGER_ID, actor: 'auditor', ...REASON },
    });
  });

  test('that signed before may be taken away once it is replaced, and none before', async () => {
    const [old, next] = privateKeys as [(typeof privateKeys)[0], (typeof privateKeys)[0]];
    const missing = { code: 'invalid-config' };
    await audit.enter(arriveMany(2));
    await sign();
    await expect(open([next])).rejects.toMatchObject(missing);
    await rotate();
    expect(await open([next])).toBe(LEDGER_ID);
    await expect(open([old])).rejects.toMatchObject(missing);
  });

  test('is not another one because the service was given another', async () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    await audit.enter(arriveMany(2));
    await sign();
    // As a ledger has it that was begun before its keys were kept.
    await audit.asOwner('DELETE FROM ledger_key');
    await expect(open([other])).rejects.toMatchObject({ code: 'invalid-config' });
    expect(await open([other, ...privateKeys])).toBe(LEDGER_ID);
    expect((await listKeys(audit.db, NO)).map(({ key }) => key)).toEqual([first.text]);
  });

  test('of a ledger that follows another is the one that the other had at last', async () => {
    await audit.enter(arriveMany(2));
    await rotate();
    await sign();
    await audit.relay();
    const restored = await openTestAudit();
    expect(await open(privateKeys, restored)).toBe(`${LEDGER_ID}/2`);
    expect(await restored.signerFor(`${LEDGER_ID}/2`).sign()).toBe(1);
    const own = signerOf(`${LEDGER_ID}/2`, 1).verifier.text;
    expect((await listKeys(restored.db, NO)).map(({ key }) => key)).toEqual([own]);
    await restored.close();
  });
});

test('an instance that lacks the next key signs nothing, says so once, and another goes on', async () => {
  await audit.enter(arriveMany(2));
  await rotate();
  const told: object[] = [];
  const signing = keepSigning({
    signer: createHeadSigner({
      ...{ db: audit.db, publisher: audit.publisher, clock },
      encodeHead: audit.codec.encoder('Head', HEADS_TOPIC),
      signers: createSigners(LEDGER_ID, privateKeys.slice(0, 1)),
    }),
    logger: { warn: (fields: object) => told.push(fields) } as never,
    fail: (error) => told.push(error as object),
    everyMs: 1,
  });
  for (let turn = 0; turn < 5; turn += 1) await audit.enter(arriveMany(1));
  for (let wait = 0; wait < 6_000 && told.length === 0; wait += 1) await sleep(5);
  expect(describeSigning(signing)).toEqual({ ready: false, reason: 'ledger-key-missing' });
  await signing.stop();
  expect(told).toMatchObject([{ code: 'ledger-key-missing' }]);
  expect(await audit.count('head')).toBe(0);
  expect(await sign()).toBe(8);
});
