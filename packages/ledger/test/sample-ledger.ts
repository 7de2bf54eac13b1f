import { generateKeyPairSync } from 'node:crypto';
import {
  createSigner,
  type Finding,
  formatEntryLine,
  formatHead,
  formatHeadLine,
  formatKeyLine,
  formatStart,
  formatSuccession,
  growTree,
  hashLeaf,
  type Signer,
  signNote,
} from '../src/index.ts';

/** A small ledger for tests: 20 entries, and a head after every fifth. */
export const ORIGIN = 'ledger.example/area';
export const ENTRIES = 20;
export const SIZES = [5, 10, 15, 20];

export const makeSigner = (): Signer =>
  createSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
export const signer = makeSigner();
export const thief = makeSigner();

export const writeEntry = (index: number, kind = 'released'): string =>
  JSON.stringify({ index, kind });

export const entriesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => writeEntry(index));

export const entries = entriesOf(ENTRIES);

export function signHead(
  over: readonly string[],
  by: Signer = signer,
  origin = ORIGIN,
  lines: readonly string[] = [],
): string {
  const tree = growTree();
  for (const entry of over) tree.append(hashLeaf(Buffer.from(entry)));
  return signNote(formatHead({ origin, size: over.length, root: tree.root(), lines }), [by]);
}

export const headsOf = (over: readonly string[], by: Signer = signer): string[] =>
  SIZES.map((size) => signHead(over.slice(0, size), by));

export const heads = headsOf(entries);

export const alter = (at: number, entry: string): string[] =>
  entries.map((one, index) => (index === at ? entry : one));

/** What one entry would be if it said something else. */
export const rewritten = alter(7, writeEntry(7, 'refused'));

/** A key that follows the first one, and the entry that says so. */
export const next = makeSigner();
export const NAMED_AT = 11;
export const succeeded = alter(
  NAMED_AT,
  JSON.stringify({ facts: { key: next.verifier.text }, index: NAMED_AT, kind: 'key' }),
);
export const nameKey = (by: Signer, of = next, entry = NAMED_AT, origin = ORIGIN): string =>
  signNote(formatSuccession(origin, { next: of.verifier, entry }), [by]);
const succeededHeads = SIZES.map((size) =>
  signHead(succeeded.slice(0, size), size > NAMED_AT ? next : signer),
);

/** A good bundle of a ledger whose key was rotated, with whatever is to be wrong with it. */
export const writeSucceeded = (parts: Parts = {}): string[] =>
  writeBundle({ entries: succeeded, heads: succeededHeads, keys: [nameKey(signer)], ...parts });

const idOf = ({ name, keyId }: Signer): string => `${name}+${keyId.toString('hex')}`;

export interface Parts {
  readonly entries?: readonly string[];
  readonly heads?: readonly string[];
  readonly keys?: readonly string[];
  /** How many entries it says it has. */
  readonly count?: number;
}

export const writeBundle = (parts: Parts = {}): string[] => [
  formatStart({ origin: ORIGIN, entries: parts.count ?? ENTRIES }),
  ...(parts.keys ?? []).map(formatKeyLine),
  ...(parts.heads ?? heads).map(formatHeadLine),
  ...(parts.entries ?? entries).map(formatEntryLine),
];

/** What may be done to a ledger, and what every verifier must say of it. */
export const DAMAGED: readonly (readonly [
  name: string,
  lines: readonly string[],
  findings: readonly Finding[],
])[] = [
  [
    // Its hash was made again by whoever wrote the file from the table.
    'a tampered row',
    writeBundle({ entries: rewritten }),
    [{ kind: 'rewritten', entry: 5, last: 9 }],
  ],
  [
    'a deleted entry',
    writeBundle({ entries: entries.filter((_, index) => index !== 7) }),
    [{ kind: 'missing', entry: 7, last: 7 }],
  ],
  [
    'a reordered pair',
    writeBundle({
      entries: entries.map((one, index) => entries[{ 6: 7, 7: 6 }[index] ?? index] ?? one),
    }),
    [
      { kind: 'displaced', entry: 7, instead: 6 },
      { kind: 'displaced', entry: 6, instead: 7 },
    ],
  ],
  [
    'a truncated tail',
    writeBundle({ entries: entries.slice(0, 15), count: 15 }),
    [{ kind: 'missing', entry: 15, last: 19 }],
  ],
  [
    'a forked head',
    writeBundle({ heads: heads.toSpliced(2, 0, signHead(rewritten.slice(0, 10))) }),
    [{ kind: 'forked', size: 10 }],
  ],
  [
    'a replaced signing key',
    writeBundle({ heads: headsOf(entries, thief) }),
    [
      ...[1, 2, 3, 4].map((head) => ({ kind: 'unsigned-head', head, by: [idOf(thief)] }) as const),
      { kind: 'uncovered', entry: 0 },
    ],
  ],
  [
    'a rotated key whose succession was taken out',
    writeSucceeded({ keys: [] }),
    [
      { kind: 'unsigned-head', head: 3, by: [idOf(next)] },
      { kind: 'unsigned-head', head: 4, by: [idOf(next)] },
      { kind: 'uncovered', entry: 10 },
    ],
  ],
  [
    'a key that names itself as the one that follows',
    writeSucceeded({ keys: [nameKey(next)] }),
    [
      { kind: 'foreign-key', line: 2 },
      { kind: 'unsigned-head', head: 3, by: [idOf(next)] },
      { kind: 'unsigned-head', head: 4, by: [idOf(next)] },
      { kind: 'uncovered', entry: 10 },
    ],
  ],
  [
    'a replaced key that signs on',
    writeSucceeded({ heads: headsOf(succeeded) }),
    [
      { kind: 'retired-key', head: 3 },
      { kind: 'retired-key', head: 4 },
      { kind: 'uncovered', entry: 10 },
    ],
  ],
  [
    'a replaced key that names another in its place',
    writeSucceeded({ keys: [nameKey(signer), nameKey(signer, thief)] }),
    [{ kind: 'foreign-key', line: 3 }],
  ],
  [
    'a succession that no entry names',
    writeSucceeded({ keys: [nameKey(signer, next, 12)] }),
    [{ kind: 'unentered-key', entry: 12 }],
  ],
  [
    'a succession whose entry names another key',
    writeBundle({
      entries: succeeded,
      keys: [nameKey(signer, thief)],
      heads: SIZES.map((size) =>
        signHead(succeeded.slice(0, size), size > NAMED_AT ? thief : signer),
      ),
    }),
    [{ kind: 'unentered-key', entry: NAMED_AT }],
  ],
  [
    'an edited bundle',
    writeBundle().map((line) =>
      line.replace('"index":7,"kind":"released"', '"index":7,"kind":"refused"'),
    ),
    [{ kind: 'edited', entry: 7 }],
  ],
];
