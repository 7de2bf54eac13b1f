import fs from 'node:fs';
import path from 'node:path';
import { openHead, type Verifier } from '@told/ledger';
import { CliError } from '../exit-codes.ts';
import { formatFields } from '../print.ts';
import type { ServedLedger } from './serve-ledger.ts';

/** What `told ledger head` answers with --json. */
export interface ShownHead {
  readonly ledger: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly lines: readonly string[];
  /** ISO 8601; null for a head that does not say it. */
  readonly signedAt: string | null;
  readonly ageSeconds: number | null;
  /** Published keys that have signed it, of those asked for. */
  readonly signedBy: readonly string[];
  /** Whether the caller gave the keys, its profile has one, or the service was taken at its word. */
  readonly keysFrom: 'caller' | 'profile' | 'service';
  /** Every key that the service publishes. */
  readonly keys: readonly string[];
  readonly note: string;
}

/** Checks the newest head's signature. Throws CliError `unsound` when none of the keys, nor one that follows them, has signed it, or one has and that does not hold. */
export function showHead(
  { served, keys, head }: ServedLedger,
  trusted: readonly Verifier[],
  keysFrom: ShownHead['keysFrom'],
  nowMs: number,
): ShownHead {
  const opened = openHead({ origin: head.origin, note: served.note, keys }, trusted);
  if (opened.kind !== 'signed') throw new CliError('unsound', `the newest head ${opened.why}.`);
  const signedMs = Date.parse(head.lines.find((line) => line.startsWith('at '))?.slice(3) ?? '');
  const isTimed = Number.isFinite(signedMs);
  return {
    ...{ ledger: head.origin, size: head.size, root: head.root.toString('base64') },
    lines: head.lines,
    signedAt: isTimed ? new Date(signedMs).toISOString() : null,
    ageSeconds: isTimed ? Math.round((nowMs - signedMs) / 1_000) : null,
    ...{ signedBy: opened.signedBy, keysFrom, keys: served.keys, note: served.note },
  };
}

export const describeHead = (head: ShownHead): string =>
  [
    formatFields({
      ledger: head.ledger,
      entries: head.size.toLocaleString('en-GB'),
      root: head.root,
      signed: head.signedAt === null ? null : `${head.signedAt}, ${head.ageSeconds} s ago`,
      ...Object.fromEntries(
        head.signedBy.map((key, at) => [at === 0 ? 'signed by' : `and by ${at + 1}`, key]),
      ),
    }),
    ...(head.keysFrom === 'service' ? ['', UNPROVED] : []),
  ].join('\n');

export const UNPROVED =
  'The key is the one that the service itself names: give the key that you trust with --key.';

/** Keeps a head for later: nothing that was kept before is written over. Throws CliError `usage`, `unfit`. */
export function keepHead(note: string, file: string, cwd: string): void {
  try {
    fs.writeFileSync(path.resolve(cwd, file), note, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new CliError('usage', `${file} is there already: a kept head is not written over.`);
    throw new CliError('unfit', `${file} cannot be written (${code}).`);
  }
}
