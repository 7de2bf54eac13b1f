import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { hashLeaf } from '../tree/hashes.ts';
import { formatHead, parseHead } from './heads.ts';
import { createVerifier, parseKeys, parseVerifier } from './keys.ts';
import { openNote } from './notes.ts';
import { renameVerifier } from './rename-verifier.ts';
import { createSigner, parsePrivateKey, signNote } from './signing.ts';

/** The example key of Go's golang.org/x/mod/sumdb/note, whose seed is published with it. */
const PETER = {
  name: 'PeterNeumann',
  seed: 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  published: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note:
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const readSeed = (seed: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, Buffer.from(seed, 'base64').subarray(1)]),
    type: 'pkcs8',
    format: 'der',
  });

const makeSigner = (name = 'ledger.example/area') =>
  createSigner(name, generateKeyPairSync('ed25519').privateKey);

const head = {
  origin: 'ledger.example/area',
  size: 3,
  root: hashLeaf(Buffer.from('a')),
  lines: [],
};

describe('a signed note', () => {
  test('is the one that Go writes', () => {
    const signer = createSigner(PETER.name, readSeed(PETER.seed));
    expect(signer.verifier.text).toBe(PETER.published);
    const text = PETER.note.slice(0, PETER.note.indexOf('\n\n') + 1);
    expect(signNote(text, [signer])).toBe(PETER.note);
    expect(openNote(PETER.note, [signer.verifier])).toMatchObject({ kind: 'signed', text });
  });

  test('is the same with a key that was read from its text', () => {
    const text = Buffer.from(PETER.seed, 'base64').subarray(1).toString('base64url');
    const key = parsePrivateKey(text);
    expect(key && createSigner(PETER.name, key).verifier.text).toBe(PETER.published);
    for (const wrong of ['', text.slice(1), `${text}A`, `${text}=`]) {
      expect(parsePrivateKey(wrong)).toBeUndefined();
    }
  });

  test('is opened by the key of the ledger that it follows, under its own name', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const [first, second] = ['ledger.example/area', 'ledger.example/area/2'].map((name) =>
      createSigner(name, privateKey),
    ) as [ReturnType<typeof createSigner>, ReturnType<typeof createSigner>];
    const note = signNote(formatHead({ ...head, origin: second.name }), [second]);
    expect(openNote(note, [first.verifier]).kind).not.toBe('signed');
    const renamed = renameVerifier(first.verifier, second.name);
    expect(renamed?.text).toBe(second.verifier.text);
    expect(renamed && openNote(note, [renamed]).kind).toBe('signed');
    expect(renameVerifier(first.verifier, 'a name')).toBeUndefined();
  });

  test('is opened by the published text of its key', () => {
    const verifier = parseVerifier(PETER.published);
    expect(verifier && openNote(PETER.note, [verifier])).toMatchObject({ kind: 'signed' });
  });

  test('is opened by either key while one follows the other, and says which have signed', () => {
    const [former, next] = [makeSigner(), makeSigner()];
    const note = signNote(formatHead(head), [former, next]);
    expect(openNote(note, [next.verifier])).toMatchObject({ signedBy: [next.verifier.text] });
    expect(openNote(note, [next.verifier, former.verifier])).toMatchObject({
      signedBy: [former.verifier.text, next.verifier.text],
    });
  });

  test('of another key is not signed, though the name is the same', () => {
    const other = makeSigner();
    const note = signNote(formatHead(head), [other]);
    const by = [other.verifier.text.split('+', 2).join('+')];
    expect(openNote(note, [makeSigner().verifier])).toEqual({ kind: 'unsigned', by });
    expect(openNote(signNote(formatHead(head), []), [])).toEqual({ kind: 'unsigned', by: [] });
  });

  test('whose text was altered is forged, also beside a signature that holds', () => {
    const [former, next] = [makeSigner(), makeSigner()];
    const note = signNote(formatHead(head), [former, next]);
    const altered = note.replace('\n3\n', '\n4\n');
    const forged = { kind: 'forged', key: former.verifier.text };
    expect(openNote(altered, [former.verifier])).toEqual(forged);
    const other = signNote(formatHead({ ...head, size: 4 }), [former])
      .split('\n')
      .at(-2);
    const good = signNote(formatHead(head), [next]);
    expect(openNote(`${good}${other}\n`, [former.verifier, next.verifier])).toEqual(forged);
  });

  test.each([
    ['no signature', 'text\n'],
    ['no text', '\n\u2014 a AAAA\n'],
    ['a hyphen for the dash', 'text\n\n- a AAAAAAAA\n'],
    ['no end', PETER.note.trimEnd()],
    ['a signature of four bytes', 'text\n\n\u2014 a AAAAAA==\n'],
    ['base64 in another form', PETER.note.replace('x08go', 'x08 go')],
    ['a control character', `a\u0000${PETER.note}`],
    ['a thousand signatures', `text\n\n${'\u2014 a AAAAAAAA\n'.repeat(1000)}`],
    ['nothing at all', ''],
  ])('with %s is none', (_, note) => {
    expect(openNote(note, [])).toEqual({ kind: 'malformed' });
  });
});

test.each([
  ['another key id', PETER.published.replace('c74f20a3', 'c74f20a4')],
  ['a key cut short', PETER.published.slice(0, -4)],
  ['another algorithm', PETER.published.replace('+AR', '+BR')],
  ['a name with a space', PETER.published.replace('Peter', 'Peter ')],
  ['nothing', ''],
])('a published key with %s is none', (_, text) => {
  expect(parseVerifier(text)).toBeUndefined();
});

test('published keys are read one a line, and all or none', () => {
  const [one, other] = [makeSigner().verifier.text, makeSigner().verifier.text];
  expect(parseKeys(`${one}\n\n${other}\n`)?.map(({ text }) => text)).toEqual([one, other]);
  expect(parseKeys(`${one}\nnonsense\n`)).toBeUndefined();
  expect(parseKeys('\n')).toBeUndefined();
});

describe('a head', () => {
  test('is read as it was written', () => {
    const written = { ...head, lines: ['at 2010-04-05T09:00:00Z'] };
    expect(parseHead(formatHead(written))).toEqual(written);
  });

  test.each([
    ['a line too few', 'ledger.example\n3\n'],
    ['no end', formatHead(head).trimEnd()],
    ['a leading zero', formatHead(head).replace('\n3\n', '\n03\n')],
    ['a size beyond what counts exactly', formatHead(head).replace('\n3\n', `\n${2 ** 53}\n`)],
    ['a root too short', 'ledger.example\n3\nAAAA\n'],
    ['an empty line', `${formatHead(head)}\n`],
    ['no origin', formatHead(head).replace(head.origin, '')],
  ])('with %s is none', (_, text) => {
    expect(parseHead(text)).toBeUndefined();
  });

  test.each([
    ['line-invalid', { ...head, origin: 'two\n3' }],
    ['line-invalid', { ...head, lines: [''] }],
    ['hash-size', { ...head, root: Buffer.alloc(2) }],
    ['out-of-tree', { ...head, size: -1 }],
  ])('that could be read otherwise is not written: %s', (code, wrong) => {
    expect(() => formatHead(wrong)).toThrow(expect.objectContaining({ code }) as unknown as Error);
  });
});

test.each([
  ['key-invalid', () => createSigner('a', generateKeyPairSync('ed448').privateKey)],
  ['key-invalid', () => createVerifier('a', generateKeyPairSync('x25519').publicKey)],
  ['name-invalid', () => createVerifier('a b', generateKeyPairSync('ed25519').publicKey)],
  ['text-invalid', () => signNote('no end', [])],
])('a mistake of the caller is named: %s', (code, mistake) => {
  expect(mistake).toThrow(expect.objectContaining({ code }) as unknown as Error);
});

test('a private key never verifies', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  expect(() => createVerifier('a', privateKey)).toThrow(
    expect.objectContaining({ code: 'key-invalid' }) as unknown as Error,
  );
  expect(createVerifier('a', createPublicKey(privateKey)).name).toBe('a');
});
