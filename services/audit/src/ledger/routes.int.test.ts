import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  hashLeaf,
  openNote,
  parseHead,
  parseVerifier,
  verifyConsistency,
  verifyInclusion,
} from '@told/ledger';
import type { FastifyInstance } from 'fastify';
import { openAuditHttp } from '../../test/audit-http.ts';
import { arriveMany, LEDGER_ID, openTestAudit, type TestAudit } from '../../test/open-audit.ts';
import { describeGap } from '../entries/describe-gap.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { addLedgerRoutes } from './routes.ts';

let audit: TestAudit;
let http: FastifyInstance;

beforeAll(async () => {
  audit = await openTestAudit();
  http = await openAuditHttp();
  addLedgerRoutes(http, { db: audit.db });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  await audit.close();
});

async function get(path: string, scope = 'ledger:read') {
  const answer = await http.inject({
    url: `/v1/ledger/${path}`,
    headers: { authorization: `Bearer ${Buffer.from(scope).toString('base64url')}` },
  });
  return { status: answer.statusCode, body: answer.json() };
}

const hashes = (proof: readonly string[]): readonly Buffer[] =>
  proof.map((hash) => Buffer.from(hash, 'hex'));

describe('the routes of the ledger', () => {
  test('say that nothing is covered before the first head', async () => {
    expect(await get('head')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
    expect(await get('head')).toMatchObject({ status: 404, body: { code: 'beyond-the-head' } });
  });

  test('give what a stranger needs to verify entries and heads', async () => {
    const signer = audit.signerFor(LEDGER_ID);
    await audit.enter(arriveMany(30));
    await signer.sign();
    const { body: first } = await get('head');
    await audit.enter(arriveMany(37));
    await signer.sign();
    await audit.enter(arriveMany(3)); // no head covers them
    const { body: head } = await get('head');
    expect(head).toMatchObject({ ledgerId: LEDGER_ID, size: 67 });
    const trusted = parseVerifier(head.keys[0]);
    const opened = openNote(head.note, trusted === undefined ? [] : [trusted]);
    const signed = parseHead(opened.kind === 'signed' ? opened.text : '');
    if (signed === undefined) throw new Error('the head is signed');
    expect(signed).toMatchObject({ origin: LEDGER_ID, size: 67 });

    const { body: heads } = await get('heads?from=1');
    expect([heads.items.map(({ size }: { size: number }) => size), heads.next]).toEqual([
      [30, 67],
      null,
    ]);
    expect(heads.items[1].note).toBe(head.note);
    expect((await get('heads?from=1&limit=1')).body).toMatchObject({
      items: [{ size: 30 }],
      next: 31,
    });

    const { body: page } = await get('entries?from=40&limit=20');
    expect(page).toMatchObject({ size: 67, next: 60 });
    expect(page.items).toHaveLength(20);
    const { body: last } = await get('entries?from=60&limit=1000');
    expect([last.items.length, last.next]).toEqual([7, null]);

    const { body: inclusion } = await get('proofs/inclusion?index=41');
    const leaf = hashLeaf(Buffer.from(page.items[1].text));
    expect(inclusion).toMatchObject({ index: 41, size: 67, leaf: leaf.toString('hex') });
    expect(verifyInclusion(leaf, 41, signed, hashes(inclusion.proof))).toBe(true);

    const { body: growth } = await get('proofs/consistency?earlier=30');
    const before = { size: 30, root: Buffer.from(first.root, 'hex') };
    expect(verifyConsistency(before, signed, hashes(growth.proof))).toBe(true);
    expect((await get('proofs/inclusion?index=3&size=30')).body.size).toBe(30);
  });

  test.each([
    ['proofs/inclusion?index=67', 404, 'beyond-the-head'],
    ['proofs/inclusion?index=30&size=30', 404, 'beyond-the-head'],
    ['proofs/inclusion?index=3&size=68', 404, 'beyond-the-head'],
    ['proofs/consistency?earlier=67&size=30', 404, 'beyond-the-head'],
    ['proofs/consistency?earlier=3&size=9007199254740991', 404, 'beyond-the-head'],
    ['head?ledger=told.example/elsewhere', 404, 'not-found'],
    ['entries?limit=1001', 422, 'invalid-request'],
    ['entries?from=-1', 422, 'invalid-request'],
    ['proofs/inclusion', 422, 'invalid-request'],
    ['proofs/inclusion?index=1&of=him', 422, 'unknown-field'],
  ])('answer %s with %d %s', async (path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { code } });
  });

  test('begin with the first entry, when nobody says where', async () => {
    const { body } = await get('entries');
    expect(body.items.map(({ index }: { index: number }) => index)).toEqual(
      Array.from({ length: 67 }, (_, index) => index),
    );
    expect((await get('heads')).body.items).not.toEqual([]);
    expect((await get('alarms')).status).toBe(200);
  });

  test('give a page past the end that is empty', async () => {
    expect((await get('entries?from=9007199254740991')).body).toMatchObject({
      items: [],
      next: null,
    });
  });

  test('list what somebody should look at, the newest first', async () => {
    const gap = { topic: 'told.decisions', partition: 2, expected: 7n, next: 9n };
    await audit.enter([describeGap(gap), describeGap(gap)]);
    await audit.signerFor(LEDGER_ID).sign();
    const { body } = await get('alarms');
    expect(body).toMatchObject({ counts: { gap: 1, unreadable: 0, opening: 0 } });
    expect(JSON.parse(body.items[0].text)).toMatchObject({
      kind: 'gap',
      source: { topic: 'told.decisions', partition: 2 },
      facts: { from: '7', until: '9' },
    });
  });

  test('are for who has the scope', async () => {
    expect(await get('head', 'why:read')).toMatchObject({ status: 403 });
  });
});
