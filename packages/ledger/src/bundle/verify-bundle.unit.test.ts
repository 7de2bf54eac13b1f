import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatHead } from '../notes/heads.ts';
import { createSigner, type Signer } from '../notes/keys.ts';
import { signNote } from '../notes/notes.ts';
import { formatSuccession } from '../notes/successions.ts';
import { growTree } from '../tree/growing-tree.ts';
import { hashLeaf } from '../tree/hashes.ts';
import { formatEntryLine, formatHeadLine, formatKeyLine, formatStart } from './bundle-lines.ts';
import { describeFinding } from './findings.ts';
import { verifyBundle } from './verify-bundle.ts';

const ORIGIN = 'ledger.example/area';
const ENTRIES = 20;
const HEADS = [5, 10, 15, 20];
const [signer, thief] = [makeSigner(), makeSigner()];

function makeSigner(): Signer {
  return createSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
}

const writeEntry = (index: number, kind = 'released'): string => JSON.stringify({ index, kind });

function signHead(entries: readonly string[], by: Signer = signer, origin = ORIGIN): string {
  const tree = growTree();
  for (const entry of entries) tree.append(hashLeaf(Buffer.from(entry)));
  return signNote(formatHead({ origin, size: entries.length, root: tree.root(), lines: [] }), [by]);
}

const entriesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => writeEntry(index));
const entries = entriesOf(ENTRIES);
const heads = HEADS.map((size) => signHead(entries.slice(0, size)));

interface Parts {
  entries?: readonly string[];
  heads?: readonly string[];
  keys?: readonly string[];
  count?: number;
}
const writeBundle = (parts: Parts = {}): string[] => [
  formatStart({ origin: ORIGIN, entries: parts.count ?? ENTRIES }),
  ...(parts.keys ?? []).map(formatKeyLine),
  ...(parts.heads ?? heads).map(formatHeadLine),
  ...(parts.entries ?? entries).map(formatEntryLine),
];

const trusted = [signer.verifier];
async function findingsOf(lines: readonly string[], earlier: readonly string[] = []) {
  const { findings, isSound } = await verifyBundle(lines, { trusted, earlier });
  expect(isSound).toBe(findings.length === 0);
  return findings;
}
const altered = (at: number, entry: string): string[] =>
  entries.map((one, index) => (index === at ? entry : one));

test('a good bundle is sound, and its newest head is told', async () => {
  const verified = await verifyBundle(writeBundle(), { trusted, earlier: [heads[1] as string] });
  expect(verified).toMatchObject({ isSound: true, entries: ENTRIES, findingsLeftOut: 0 });
  expect(verified.head?.size).toBe(ENTRIES);
});

describe('what was done to a bundle is named by entry', () => {
  test('an edited entry', async () => {
    const lines = writeBundle();
    const edited = lines.map((line) =>
      line.replace('"index":7,"kind":"released"', '"index":7,"kind":"refused"'),
    );
    expect(await findingsOf(edited)).toEqual([{ kind: 'edited', entry: 7 }]);
  });

  test('one that was edited along with its hash lies between two heads', async () => {
    const lines = writeBundle({ entries: altered(7, writeEntry(7, 'refused')) });
    expect(await findingsOf(lines)).toEqual([{ kind: 'rewritten', entry: 5, last: 9 }]);
  });

  test.each([
    [0, 0],
    [7, 7],
    [7, 9],
    [18, 18],
    [19, 19],
  ])('the deleted entries %p to %p', async (first, last) => {
    const left = entries.filter((_, index) => index < first || index > last);
    expect(await findingsOf(writeBundle({ entries: left }))).toEqual([
      { kind: 'missing', entry: first, last },
    ]);
  });

  test.each([
    [6, 7],
    [2, 17],
  ])('the swapped entries %p and %p', async (one, other) => {
    const swapped = entries.map((entry, index) =>
      index === one ? writeEntry(other) : index === other ? writeEntry(one) : entry,
    );
    expect(await findingsOf(writeBundle({ entries: swapped }))).toEqual([
      { kind: 'displaced', entry: other, instead: one },
      { kind: 'displaced', entry: one, instead: other },
    ]);
  });

  test('one that is there twice', async () => {
    const doubled = entries.flatMap((entry, index) => (index === 7 ? [entry, entry] : [entry]));
    expect(await findingsOf(writeBundle({ entries: doubled }))).toContainEqual({
      kind: 'displaced',
      entry: 7,
      instead: 8,
    });
  });

  test('a tail that was cut off, also with the heads that knew of it, for whoever kept one', async () => {
    const cut = { entries: entries.slice(0, 15), count: 15 };
    expect(await findingsOf(writeBundle(cut))).toEqual([{ kind: 'missing', entry: 15, last: 19 }]);
    const quiet = writeBundle({ ...cut, heads: heads.slice(0, 3) });
    expect(await findingsOf(quiet)).toEqual([]);
    expect(await findingsOf(quiet, [heads[3] as string])).toEqual([
      { kind: 'missing', entry: 15, last: 19 },
    ]);
  });

  test('a history that was written anew and signed, for whoever kept a head', async () => {
    const anew = altered(7, writeEntry(7, 'refused'));
    const forged = HEADS.map((size) => signHead(anew.slice(0, size)));
    const lines = writeBundle({ entries: anew, heads: forged });
    expect(await findingsOf(lines)).toEqual([]);
    expect(await findingsOf(lines, [heads[1] as string])).toEqual([{ kind: 'forked', size: 10 }]);
  });

  test('heads of a key that nobody trusts', async () => {
    const stolen = HEADS.map((size) => signHead(entries.slice(0, size), thief));
    expect(await findingsOf(writeBundle({ heads: stolen }))).toEqual([
      { kind: 'unsigned-head', head: 1 },
      { kind: 'unsigned-head', head: 2 },
      { kind: 'unsigned-head', head: 3 },
      { kind: 'unsigned-head', head: 4 },
      { kind: 'uncovered', entry: 0 },
    ]);
  });

  test('a head that was altered, one of another log, and one that goes back', async () => {
    const forged = (heads[3] as string).replace('\n20\n', '\n21\n');
    const foreign = signHead(entries, signer, 'ledger.example/other');
    const odd = [heads[1] as string, heads[0] as string, foreign, forged];
    expect(await findingsOf(writeBundle({ heads: odd }))).toEqual([
      { kind: 'shrunk-head', head: 2 },
      { kind: 'foreign-head', head: 3 },
      { kind: 'forged-head', head: 4 },
      { kind: 'uncovered', entry: 10 },
    ]);
  });

  test.each([
    ['nothing', []],
    ['no bundle', ['{}']],
    ['a start of too many entries', [formatStart({ origin: ORIGIN, entries: 2 ** 60 })]],
  ])('%s', async (_, lines) => {
    expect(await findingsOf(lines)).toEqual([{ kind: 'malformed', line: 1 }]);
  });

  test('a line that is no entry', async () => {
    const lines = writeBundle();
    lines[lines.length - 3] = 'nonsense';
    expect(await findingsOf(lines)).toContainEqual({ kind: 'malformed', line: lines.length - 2 });
  });
});

describe('a key that follows another', () => {
  const next = makeSigner();
  const late = [
    ...heads.slice(0, 2),
    ...HEADS.slice(2).map((size) => signHead(entries.slice(0, size), next)),
  ];

  test('is trusted when one that is trusted names it', async () => {
    const named = signNote(formatSuccession(ORIGIN, next.verifier), [signer]);
    expect(await findingsOf(writeBundle({ keys: [named], heads: late }))).toEqual([]);
  });

  test.each([
    ['names itself', [signNote(formatSuccession(ORIGIN, next.verifier), [next])]],
    ['is named for another log', [signNote(formatSuccession('other', next.verifier), [signer])]],
  ])('is not when it %s', async (_, keys) => {
    expect(await findingsOf(writeBundle({ keys, heads: late }))).toEqual([
      { kind: 'foreign-key', line: 2 },
      { kind: 'unsigned-head', head: 3 },
      { kind: 'unsigned-head', head: 4 },
      { kind: 'uncovered', entry: 10 },
    ]);
  });
});

test('no single change of a bundle goes unnoticed', async () => {
  const text = `${writeBundle().join('\n')}\n`;
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 33, max: 126 }), async (place, code) => {
      const at = place % text.length;
      const changed = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
      fc.pre(changed !== text);
      const { isSound, head } = await verifyBundle(changed.trimEnd().split('\n'), { trusted });
      // What a bundle says of its own length is less than what its heads say.
      expect(
        isSound && head?.size === ENTRIES && changed.split('\n')[0] === text.split('\n')[0],
      ).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a million findings are counted, and a thousand told', async () => {
  const lines = writeBundle({
    entries: entriesOf(2_000),
    count: 2_000,
    heads: [signHead(entriesOf(2_000))],
  });
  const edited = lines.map((line) => line.replace('released', 'refused'));
  const verified = await verifyBundle(edited, { trusted });
  expect([verified.findings.length, verified.findingsLeftOut]).toEqual([1_000, 1_000]);
});

test('findings are said in words', () => {
  expect(describeFinding({ kind: 'missing', entry: 4, last: 4 })).toBe('entry 4 is missing');
  expect(describeFinding({ kind: 'missing', entry: 4, last: 6 })).toBe(
    'entries 4 to 6 are missing',
  );
});

test('nobody verifies without a key', async () => {
  await expect(verifyBundle([], { trusted: [] })).rejects.toMatchObject({ code: 'trust-missing' });
});
