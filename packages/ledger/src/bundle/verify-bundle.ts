import { LedgerError } from '../errors.ts';
import type { Verifier } from '../notes/keys.ts';
import { type BundleStart, parseEnding, parseStart } from './bundle-lines.ts';
import { checkEntries, type EntryCheck } from './check-entries.ts';
import type { Finding } from './findings.ts';
import { BUNDLE_LIMITS } from './limits.ts';
import { readHeads, type SignedHead } from './read-heads.ts';

export interface VerifyOptions {
  /** Keys that one trusts, from wherever one has them: not from the bundle. At least one. */
  readonly trusted: readonly Verifier[];
  /** Heads that one kept, as notes: the entries must be of the same history. */
  readonly earlier?: readonly string[];
}

export interface VerifiedBundle {
  readonly isSound: boolean;
  readonly origin: string | undefined;
  /** Entries read. */
  readonly entries: number;
  /** The newest head that a trusted key has signed. */
  readonly head: SignedHead | undefined;
  /** In the order they were met; 1,000 at most. */
  readonly findings: readonly Finding[];
  /** How many more there are. */
  readonly findingsLeftOut: number;
}

/**
 * Checks a bundle, given line by line, with nothing but the keys and heads that the verifier has: every entry against its hash, all hashes
 * against the root of each signed head, and the heads against those kept from before. Memory does not grow with the entries. Throws LedgerError
 * `trust-missing` without a key.
 */
export async function verifyBundle(
  lines: AsyncIterable<string> | Iterable<string>,
  { trusted, earlier = [] }: VerifyOptions,
): Promise<VerifiedBundle> {
  if (trusted.length === 0) throw new LedgerError('trust-missing');
  const findings: Finding[] = [];
  let findingsLeftOut = 0;
  const find = (finding: Finding): void => {
    if (findings.length < BUNDLE_LIMITS.findings) findings.push(finding);
    else findingsLeftOut += 1;
  };
  let bundle: BundleCheck | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (bundle !== undefined) {
      bundle.take(line, number);
      continue;
    }
    const start = parseStart(line);
    if (start === undefined) break;
    bundle = checkBundle(start, { trusted, earlier }, find);
  }
  if (bundle === undefined) find({ kind: 'malformed', line: 1 });
  const read = bundle?.finish() ?? { origin: undefined, entries: 0, head: undefined };
  return { isSound: findings.length === 0, ...read, findings, findingsLeftOut };
}

interface BundleCheck {
  take(line: string, number: number): void;
  finish(): Pick<VerifiedBundle, 'origin' | 'entries' | 'head'>;
}

function checkBundle(
  { origin, entries: told }: BundleStart,
  { trusted, earlier }: Required<VerifyOptions>,
  find: (finding: Finding) => void,
): BundleCheck {
  const heads = readHeads({ origin, trusted, earlier, find });
  let check: EntryCheck | undefined;
  const entries = (): EntryCheck => {
    check ??= checkEntries({ roots: heads.roots(), keys: heads.namedKeys() }, find);
    return check;
  };
  return {
    take(line, number) {
      const ending = check === undefined ? parseEnding(line) : undefined;
      if (ending === undefined) entries().take(line, number);
      else heads.take(ending, number);
    },
    finish() {
      const read = entries().finish(Math.max(told, heads.largest()));
      const head = heads.newest();
      if (head === undefined || read > head.size)
        find({ kind: 'uncovered', entry: head?.size ?? 0 });
      return { origin, entries: read, head };
    },
  };
}
