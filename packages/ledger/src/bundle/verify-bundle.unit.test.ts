import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DAMAGED,
  ENTRIES,
  entries,
  entriesOf,
  heads,
  headsOf,
  makeSigner,
  nameKey,
  next,
  ORIGIN,
  rewritten,
  signer,
  signHead,
  succeeded,
  writeBundle,
  writeEntry,
  writeSucceeded,
} from '../../test/sample-ledger.ts';
import { signNote } from '../notes/signing.ts';
import { formatSuccession } from '../notes/successions.ts';
import { formatHeadLine, formatKeyLine, formatStart } from './bundle-lines.ts';
import { describeFinding } from './findings.ts';
import { verifyBundle } from './verify-bundle.ts';

const trusted = [signer.verifier];
async function findingsOf(lines: readonly string[], earlier: readonly string[] = []) {
  const { findings, isSound } = await verifyBundle(lines, { trusted, earlier });
  expect(isSound).toBe(findings.length === 0);
  return findings;
}

test('a good bundle is sound, and its newest head is told', async () => {
  const verified = await verifyBundle(writeBundle(), { trusted, earlier: [heads[1] as string] });
  expect(verified).toMatchObject({ isSound: true, entries: ENTRIES, findingsLeftOut: 0 });
  expect(verified.head?.size).toBe(ENTRIES);
});

describe('what was done to a bundle is named by entry', () => {
  test.each(DAMAGED)('%s', async (_, lines, findings) => {
    expect(await findingsOf(lines)).toEqual(findings);
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
    const lines = writeBundle({ entries: rewritten, heads: headsOf(rewritten) });
    expect(await findingsOf(lines)).toEqual([]);
    expect(await findingsOf(lines, [heads[1] as string])).toEqual([{ kind: 'forked', size: 10 }]);
    // No head of the bundle covers what the kept one denies.
    const cut = writeBundle({ entries: rewritten.slice(0, 10), count: 10, heads: [] });
    expect(await findingsOf(cut, [heads[1] as string])).toEqual([
      { kind: 'forked', size: 10 },
      { kind: 'uncovered', entry: 0 },
    ]);
  });

  test('a rewritten entry is not called a fork for whoever kept a head as well', async () => {
    const lines = writeBundle({ entries: rewritten });
    expect(await findingsOf(lines, [heads[1] as string])).toEqual([
      { kind: 'rewritten', entry: 5, last: 9 },
    ]);
  });

  test('entries of which none is left', async () => {
    expect(await findingsOf(writeBundle({ entries: [] }))).toEqual([
      { kind: 'missing', entry: 0, last: 19 },
    ]);
  });

  test('an empty ledger whose head says otherwise', async () => {
    const empty = { entries: [], count: 0, heads: [signHead([])] };
    expect(await findingsOf(writeBundle(empty))).toEqual([]);
    const other = signNote(`${ORIGIN}\n0\n${Buffer.alloc(32).toString('base64')}\n`, [signer]);
    expect(await findingsOf(writeBundle({ ...empty, heads: [other] }))).toEqual([
      { kind: 'forked', size: 0 },
    ]);
  });

  test('a kept head of another log, or none, with which nothing could be compared', async () => {
    const foreign = signHead(entries, signer, 'ledger.example/other');
    expect(await findingsOf(writeBundle(), [heads[1] as string, foreign, 'nonsense'])).toEqual([
      { kind: 'foreign-kept', kept: 2 },
      { kind: 'foreign-kept', kept: 3 },
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
    ['a byte order mark', writeBundle().map((line, at) => (at === 0 ? `\ufeff${line}` : line))],
    ['carriage returns', writeBundle().map((line) => `${line}\r`)],
    ['a start of too many entries', [formatStart({ origin: ORIGIN, entries: 2 ** 60 })]],
  ])('%s', async (_, lines) => {
    expect(await findingsOf(lines)).toEqual([{ kind: 'malformed', line: 1 }]);
  });

  test('a line that is no entry, and the entry that is missing for it', async () => {
    const lines = writeBundle();
    lines[lines.length - 3] = 'nonsense';
    expect(await findingsOf(lines)).toEqual([
      { kind: 'malformed', line: lines.length - 2 },
      { kind: 'missing', entry: 17, last: 17 },
    ]);
  });

  test.each([
    ['between entries', 9, 'nonsense'],
    ['a head among the entries', 9, formatHeadLine(heads[3] as string)],
  ])('a line too many, and nothing else: %s', async (_, at, line) => {
    const lines = writeBundle().toSpliced(at, 0, line);
    expect(await findingsOf(lines)).toEqual([{ kind: 'malformed', line: at + 1 }]);
  });

  test.each([
    ['head', formatHeadLine(heads[3] as string)],
    ['key', formatKeyLine(nameKey(signer))],
  ])('a %s that is written in another way than all', async (name, line) => {
    const odd = line.replace(`{"${name}":`, `{"${name}": `);
    expect(odd).not.toBe(line);
    expect(await findingsOf(writeBundle().toSpliced(5, 0, odd))).toEqual([
      { kind: 'malformed', line: 6 },
    ]);
  });
});

describe('a key that follows another', () => {
  test('is trusted when one that is trusted names it, and an entry does', async () => {
    expect(await findingsOf(writeSucceeded())).toEqual([]);
    const { head } = await verifyBundle(writeSucceeded(), { trusted });
    expect([head?.size, head?.signedBy]).toEqual([ENTRIES, [next.verifier.text]]);
  });

  test('names the next one in its turn', async () => {
    const third = makeSigner();
    const entry = 17;
    const key = { facts: { key: third.verifier.text }, index: entry, kind: 'key' };
    const over = succeeded.map((text, index) => (index === entry ? JSON.stringify(key) : text));
    const turns = writeSucceeded({
      entries: over,
      keys: [nameKey(signer), nameKey(next, third, entry)],
      heads: [signHead(over.slice(0, 5)), signHead(over.slice(0, 17), next), signHead(over, third)],
    });
    expect(await findingsOf(turns)).toEqual([]);
  });

  test('does not undo what was signed before: an old head that was kept still holds', async () => {
    expect(await findingsOf(writeSucceeded(), [heads[1] as string])).toEqual([]);
    expect(await findingsOf(writeSucceeded(), [heads[3] as string])).toEqual([
      { kind: 'forked', size: 20 },
    ]);
  });

  test('is named before the heads that it signs, and after none', async () => {
    const [start = '', key = '', ...rest] = writeSucceeded();
    expect(await findingsOf([start, ...rest.slice(0, 2), key, ...rest.slice(2)])).toEqual([]);
    // Behind what its forerunner signed in its place, it would hide it.
    const old = writeSucceeded({ heads: headsOf(succeeded) }).toSpliced(1, 1);
    expect(await findingsOf(old.toSpliced(5, 0, key))).toContainEqual({
      kind: 'malformed',
      line: 6,
    });
  });

  test('is not trusted when its entry is not behind that of the one before', async () => {
    const keys = [nameKey(signer), nameKey(next, makeSigner(), 11)];
    expect(await findingsOf(writeSucceeded({ keys }))).toEqual([{ kind: 'foreign-key', line: 3 }]);
  });

  test('is not trusted when it is named for another log', async () => {
    const keys = [nameKey(signer, next, 11, 'ledger.example/other')];
    expect(await findingsOf(writeSucceeded({ keys }))).toContainEqual({
      kind: 'foreign-key',
      line: 2,
    });
  });

  test.each([
    ['no entry', 'entry 11\n', ''],
    ['an entry that is none', 'entry 11', 'entry -1'],
    ['an entry in another form', 'entry 11', 'entry 011'],
    ['a line too many', 'entry 11\n', 'entry 11\nmore\n'],
    ['another title', 'told-ledger key', 'told-ledger keys'],
  ])('is not trusted when it is named with %s', async (_, from, to) => {
    const text = formatSuccession(ORIGIN, { next: next.verifier, entry: 11 });
    const note = signNote(text.replace(from, to), [signer]);
    expect(await findingsOf(writeSucceeded({ keys: [note] }))).toContainEqual({
      kind: 'foreign-key',
      line: 2,
    });
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

describe('a flood', () => {
  test('of heads is cut off, and the entries are looked at all the same', async () => {
    const flood = writeBundle({ heads: [...heads, ...Array<string>(12_000).fill('nonsense')] });
    const verified = await verifyBundle(flood, { trusted });
    expect(verified.findings[0]).toEqual({ kind: 'unsigned-head', head: 5, by: [] });
    expect(verified.findingsLeftOut).toBe(11_000);
    expect(verified.entries).toBe(ENTRIES);
  });

  test('of heads that are signed is no more than a bundle may have', async () => {
    const many = writeBundle({ heads: Array<string>(10_001).fill(heads[3] as string) });
    expect(await findingsOf(many)).toEqual([{ kind: 'malformed', line: 10_002 }]);
  });

  test('of keys likewise', async () => {
    const turns = [signer, ...Array.from({ length: 101 }, makeSigner)];
    const keys = turns.slice(1).map((of, at) => nameKey(turns[at] ?? of, of, ENTRIES + at));
    const lines = (await findingsOf(writeBundle({ keys }))).filter(
      ({ kind }) => kind !== 'unentered-key',
    );
    expect(lines).toEqual([{ kind: 'malformed', line: 102 }]);
  });
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
