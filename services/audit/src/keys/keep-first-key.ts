import { openNote } from '@told/ledger';
import { ConfigError, type Database, MICROS_PER_MS } from '@told/service';
import { readHead } from '../ledger/queries.ts';
import { insertKey, type LedgerSigners, listKeys } from './ledger-keys.ts';

interface FirstKeyPorts {
  readonly db: Database;
  readonly nowMs: () => number;
  readonly signers: LedgerSigners;
}

interface LedgerToSign {
  readonly no: number;
  /** The head of another ledger that this one follows, and the private keys under that ledger's name. */
  readonly follows?: { readonly note: string; readonly signers: LedgerSigners } | undefined;
}

/**
 * Sees to it that it is known which key signs a ledger: the one that it was last signed with, else the first of those that the service was
 * given. Throws ConfigError where that one is not among them: with another in its place nobody who trusts the first would find a way to it.
 */
export async function keepFirstKey(
  { db, nowMs, signers }: FirstKeyPorts,
  { no, follows }: LedgerToSign,
): Promise<void> {
  const known = (await listKeys(db, no)).at(-1);
  if (known !== undefined) {
    if (signers.find(known.key) === undefined) throw lacking();
    return;
  }
  const newest = await readHead(db, no);
  const signed = newest === undefined ? follows : { note: newest.note, signers };
  const place = signed === undefined ? 0 : findSigner(signed.note, signed.signers);
  const signer = signers.all()[place];
  if (signer === undefined) throw lacking();
  await db.transaction((tx) =>
    insertKey(tx, no, {
      ...{ no: 1, key: signer.verifier.text, succession: null, entry: null },
      sinceMicros: nowMs() * MICROS_PER_MS,
    }),
  );
}

/** Which of the keys has signed a head; -1: none of them. */
const findSigner = (note: string, signers: LedgerSigners): number =>
  signers.all().findLastIndex(({ verifier }) => openNote(note, [verifier]).kind === 'signed');

const lacking = (): ConfigError =>
  new ConfigError([
    {
      variable: 'TOLD_LEDGER_KEY',
      fault:
        'lacks the key that signs this ledger; one follows another only by "told ledger keys rotate", while both are given',
    },
  ]);
