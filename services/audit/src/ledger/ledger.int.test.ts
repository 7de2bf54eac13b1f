import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  hashLeaf,
  openNote,
  parseHead,
  planConsistency,
  planInclusion,
  verifyConsistency,
  verifyInclusion,
} from '@told/ledger';
import {
  arrive,
  arriveMany,
  LEDGER_ID,
  openTestAudit,
  SUBJECT,
  signerOf,
  type TestAudit,
} from '../../test/open-audit.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { readEntries, readHead } from './queries.ts';
import { readProof, readRoot } from './read-nodes.ts';
import type { HeadSigner } from './sign-heads.ts';

let audit: TestAudit;
let signer: HeadSigner;
const NO = 1;
const logger = { error: () => undefined } as never;

beforeAll(async () => {
  audit = await openTestAudit();
  await openLedger({ ...audit, logger }, LEDGER_ID);
  signer = audit.signerFor(LEDGER_ID);
});
afterAll(() => audit.close());

const listEntries = (from = 0) =>
  readEntries(audit.db, { ledger: NO, from, until: Number.MAX_SAFE_INTEGER, limit: 1_000 });

async function readSigned() {
  const kept = await readHead(audit.db, NO);
  const opened = openNote(kept?.note ?? '', [signerOf(LEDGER_ID).verifier]);
  const head = opened.kind === 'signed' ? parseHead(opened.text) : undefined;
  if (head === undefined) throw new Error('the head is signed');
  return head;
}

describe('the ledger', () => {
  test('numbers entries without a gap, whoever appends at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => audit.enter(arriveMany(25))));
    const entries = await listEntries();
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    for (const { index, text } of entries) {
      expect(JSON.parse(text)).toMatchObject({ index, kind: 'change' });
      expect(text).not.toContain(SUBJECT);
      expect(text).not.toContain('LTN-1');
    }
  });

  test('gives what comes again no second entry, in one batch or another', async () => {
    const [one, other] = [arrive(), arrive()];
    await audit.enter([one, one]);
    // As a relay that died sends it: at another offset.
    await audit.enter([other, { ...one, source: { ...one.source, offset: '9999' } }]);
    const added = await listEntries(200);
    expect(added.map(({ text }) => JSON.parse(text).facts.changeId)).toEqual([
      one.described.facts['changeId'],
      other.described.facts['changeId'],
    ]);
  });

  test('enters what says anything else under the same id, and what another tells in the same words', async () => {
    const one = arrive();
    const digest = 'ee'.repeat(32);
    const before = await audit.count('entry');
    await audit.enter([
      one,
      { ...one, source: { ...one.source, digest } },
      { ...one, source: { ...one.source, topic: 'told.outcomes.luton' } },
    ]);
    expect(await audit.count('entry')).toBe(before + 3);
  });

  test('signs what was committed, once, and says so', async () => {
    expect(await signer.sign()).toBe(205);
    expect(await signer.sign()).toBeUndefined();
    expect((await readSigned()).size).toBe(205);
    expect(await audit.count('outbox')).toBe(1);
  });

  test('signs nothing that a transaction under way has appended', async () => {
    const held = Promise.withResolvers<void>();
    const appended = Promise.withResolvers<void>();
    const { appendEntries } = await import('./append-entries.ts');
    const under = audit.db.transaction(async (tx) => {
      await appendEntries(tx, arriveMany(3), audit.append);
      await tx.query({ name: 'test_flush', text: 'SELECT 1' });
      appended.resolve();
      await held.promise;
    });
    await appended.promise;
    expect(await signer.sign()).toBeUndefined();
    held.resolve();
    await under;
    expect(await signer.sign()).toBe(208);
  });

  test('proves every entry under its head, and each head under the next', async () => {
    const before = await readSigned();
    await audit.enter(arriveMany(61));
    await signer.sign();
    const now = await readSigned();
    const entries = await listEntries();
    for (const index of [0, 1, 15, 16, 100, 201, 207, 255, 268]) {
      const leaf = hashLeaf(Buffer.from(entries[index]?.text ?? ''));
      const proof = await readProof(audit.db, NO, planInclusion(index, now.size));
      expect(verifyInclusion(leaf, index, now, proof)).toBe(true);
    }
    const proof = await readProof(audit.db, NO, planConsistency(before.size, now.size));
    expect(verifyConsistency(before, now, proof)).toBe(true);
    expect(await readRoot(audit.db, NO, before.size)).toEqual(before.root);
  });

  test('opens to whoever is given the salt, until that is taken away', async () => {
    const { rows } = await audit.db.query<{ salt: Buffer; text: string }>({
      name: 'test_opening',
      text: 'SELECT salt, text FROM entry WHERE index = 0',
    });
    const { commitWith } = await import('../entries/commitments.ts');
    const commit = commitWith(rows[0]?.salt ?? Buffer.alloc(0));
    expect(JSON.parse(rows[0]?.text ?? '')).toMatchObject({
      subject: commit.subject(SUBJECT),
      cases: [{ agency: 'luton', case: commit.case('luton', 'LTN-1') }],
    });
    await audit.db.query({
      name: 'test_erase',
      text: 'UPDATE entry SET salt = NULL, subject_key = NULL, case_references = NULL WHERE index = 0',
    });
    expect((await listEntries())[0]?.text).toBe(rows[0]?.text);
  });

  test.each([
    ['an entry’s text', `UPDATE entry SET text = '{}' WHERE index = 0`],
    ['an entry’s place', 'UPDATE entry SET index = 9999 WHERE index = 0'],
    ['an entry', 'DELETE FROM entry WHERE index = 0'],
    ['a node', 'DELETE FROM node'],
    ['a node’s hash', `UPDATE node SET hash = ''`],
    ['a head', 'DELETE FROM head'],
    ['a head’s note', `UPDATE head SET note = ''`],
    ['a ledger', 'DELETE FROM ledger'],
    ['a ledger’s id', `UPDATE ledger SET id = 'other'`],
    ['the key of the marks', `UPDATE mark_key SET key = ''`],
  ])('lets the service that keeps it neither change nor take away %s', async (what, text) => {
    await expect(
      audit.db.query({ name: `test_${what.replaceAll(/[^a-z]/g, '_')}`, text }),
    ).rejects.toMatchObject({ code: 'statement-failed', details: { sqlState: '42501' } });
  });

  test('is not signed on when it no longer gives the root of its last head', async () => {
    await audit.enter(arriveMany(16));
    const at = 'WHERE level = 8 AND index = 0'; // of which the root is made
    await audit.asOwner(`UPDATE node SET hash = set_byte(hash, 0, 255 - get_byte(hash, 0)) ${at}`);
    await expect(signer.sign()).rejects.toMatchObject({ code: 'ledger-forked' });
    await audit.asOwner(`UPDATE node SET hash = set_byte(hash, 0, 255 - get_byte(hash, 0)) ${at}`);
    expect(await signer.sign()).toBeDefined();
    await audit.asOwner('DELETE FROM node WHERE level = 8');
    await audit.enter(arriveMany(1));
    await expect(signer.sign()).rejects.toMatchObject({ code: 'ledger-forked' });
  });

  test('is not signed on when its database holds less than it has signed', async () => {
    await audit.asOwner('UPDATE ledger SET size = size - 2');
    await expect(signer.sign()).rejects.toMatchObject({ code: 'database-put-back' });
  });
});
