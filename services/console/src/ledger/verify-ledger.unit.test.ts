import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createSigner, formatSuccession, parseHead, readKeptHead, signNote } from '@told/ledger';
import { answerWatched, LEDGER, LEDGER_KEY, LEDGER_SIGNER } from '../../test/watched-answers.ts';
import type { Call } from '../back-ends/calls.ts';
import { type ServedHead, verifyLedger } from './verify-ledger.ts';

const NOTHING = { kept: undefined, entry: undefined };
const makeSigner = () => createSigner(LEDGER, generateKeyPairSync('ed25519').privateKey);

/** The service, but for what it answers instead. */
const auditWith = (instead: Readonly<Record<string, unknown>> = {}): Call =>
  (async (path: string) => instead[path.split('?', 1)[0] ?? ''] ?? answerWatched(path, {})) as Call;

describe('a ledger', () => {
  test('is verified with the key that the console was given', async () => {
    const given = await verifyLedger(auditWith(), { pinnedKey: LEDGER_KEY, ...NOTHING });
    expect(given).toMatchObject({ isSound: true, isPinned: true });
    const other = makeSigner().verifier.text;
    const refused = await verifyLedger(auditWith(), { pinnedKey: other, ...NOTHING });
    expect(refused).toMatchObject({ isSound: false, checks: [{ holds: false }] });
  });

  test('is verified with a key that follows it, once a key that is trusted names that one', async () => {
    const next = makeSigner();
    const head = await auditWith()<ServedHead>('/v1/ledger/head');
    const note = signNote(head.note.slice(0, head.note.lastIndexOf('\n\n') + 1), [next]);
    expect(readKeptHead(note)).toEqual(parseHead(note.slice(0, note.lastIndexOf('\n\n') + 1)));
    const keys = [LEDGER_KEY, next.verifier.text];
    const verify = (by: readonly (typeof next)[]) => {
      const succession = signNote(formatSuccession(LEDGER, { next: next.verifier, entry: 9 }), by);
      const items = [
        { key: LEDGER_KEY, succession: null, entry: null },
        { succession, entry: 9 },
      ];
      const instead = {
        '/v1/ledger/head': { ...head, note, keys },
        '/v1/ledger/keys': { items },
      };
      return verifyLedger(auditWith(instead), { pinnedKey: undefined, ...NOTHING });
    };
    expect(await verify([LEDGER_SIGNER])).toMatchObject({ isSound: true, isPinned: false });
    // Whoever publishes a key of their own beside the first has not been named by it.
    expect(await verify([next])).toMatchObject({ isSound: false });
  });
});
