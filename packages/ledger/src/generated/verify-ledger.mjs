#!/usr/bin/env node
// Told Once: checks an exported ledger with nothing but Node.js. Written from packages/ledger/src by `npm run build -w @told/ledger`; do not edit.
// SPDX-License-Identifier: Apache-2.0

import { isUtf8 } from 'node:buffer';
import { createHash, createPublicKey, hash, verify } from 'node:crypto';
import fs from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';

// ---- errors.ts

/** Errors of this package, by code: mistakes of the program that calls it. What was tampered with is a result, never an error. */
const LEDGER_ERRORS = {
  'hash-size': { retryable: false, meaning: 'a hash has 32 bytes (SHA-256)' },
  'roots-count': {
    retryable: false,
    meaning: 'a tree is taken up again from one root for each perfect subtree of its size',
  },
  'out-of-tree': {
    retryable: false,
    meaning: 'a leaf lies before the size of its tree, and an earlier size before a later one',
  },
  'node-missing': { retryable: false, meaning: 'a proof needs the hash of every node it names' },
  'name-invalid': {
    retryable: false,
    meaning: 'the name of a log or key is not empty and has neither spaces nor a plus sign',
  },
  'text-invalid': {
    retryable: false,
    meaning: 'the text of a note ends with a line break and has no control characters',
  },
  'line-invalid': { retryable: false, meaning: 'a line of a head is not empty and one line' },
  'trust-missing': { retryable: false, meaning: 'who verifies has at least one key to trust' },
  'key-invalid': { retryable: false, meaning: 'the key is not one of Ed25519' },
};

class LedgerError extends Error {
  code;
  retryable;
  details;

  constructor(code, details = {}) {
    const values = Object.entries(details).map(([name, value]) => `${name}=${value}`);
    super([LEDGER_ERRORS[code].meaning, ...values].join('; '));
    this.name = 'LedgerError';
    this.code = code;
    this.retryable = LEDGER_ERRORS[code].retryable;
    this.details = details;
  }
}

// ---- tree/hashes.ts

const HASH_BYTES = 32;

/** Node makes a Buffer of a digest in three times the time of a text of as many characters. */
const digest = (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary');

/** RFC 9162, 2.1.1: a leaf and a node are told apart, or a node's two hashes could be passed off as a leaf. */
const [LEAF, NODE] = [0, 1];

/** MTH({}) of RFC 9162, 2.1.1: the root of a tree without leaves. */
const EMPTY_ROOT = digest(Buffer.alloc(0));

/** Entries are copied behind the byte that marks a leaf: one buffer for each of them would cost as much as its hash. */
const leaf = Buffer.alloc(4096, LEAF);

/** The leaf of an entry's bytes. */
function hashLeaf(entry) {
  if (entry.length >= leaf.length) return digest(Buffer.concat([leaf.subarray(0, 1), entry]));
  leaf.set(entry, 1);
  return digest(leaf.subarray(0, 1 + entry.length));
}

const both = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

/** The node above two others. @throws LedgerError `hash-size` */
function hashNodes(left, right) {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new LedgerError('hash-size');
  both.set(left, 1);
  both.set(right, 1 + HASH_BYTES);
  return digest(both);
}

// ---- notes/keys.ts

/** Ed25519 in a signed note (C2SP signed-note). */
const ED25519 = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
/** What stands before the 32 bytes of an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410, 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Throws LedgerError `name-invalid`, `key-invalid`. */
function createVerifier(name, publicKey) {
  if (!isKeyName(name)) throw new LedgerError('name-invalid');
  if (publicKey.asymmetricKeyType !== 'ed25519' || publicKey.type !== 'public')
    throw new LedgerError('key-invalid');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const typed = Buffer.concat([Buffer.of(ED25519), spki.subarray(SPKI_HEAD.length)]);
  const keyId = nameKey(name, typed);
  return {
    name,
    keyId,
    text: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, signature),
  };
}

/** Reads a published key; undefined for a text that is none, or whose key id is not that of its key. */
function parseVerifier(text) {
  const [name = '', id = '', ...rest] = text.trim().split('+');
  const typed = decodeBase64(rest.join('+')); // base64 has plus signs too
  if (!isKeyName(name) || typed?.length !== 1 + KEY_BYTES || typed[0] !== ED25519) return undefined;
  if (nameKey(name, typed).toString('hex') !== id) return undefined;
  const key = Buffer.concat([SPKI_HEAD, typed.subarray(1)]);
  return createVerifier(name, createPublicKey({ key, type: 'spki', format: 'der' }));
}

/** Published keys, one a line; undefined when a line is none, or nothing is there. */
function parseKeys(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.flatMap((line) => parseVerifier(line) ?? []);
  return lines.length > 0 && keys.length === lines.length ? keys : undefined;
}

/** Not empty, without spaces and plus signs (C2SP signed-note). */
const isKeyName = (name) => /^[^\s+\p{Cc}]+$/u.test(name);

/** The bytes of base64 in its one right form; undefined for anything else, which would let one signature be written in several ways. */
function decodeBase64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const nameKey = (name, typed) =>
  createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, KEY_ID_BYTES);

// ---- notes/heads.ts

/** Throws LedgerError `line-invalid`, `hash-size`, `out-of-tree`. */
function formatHead({ origin, size, root, lines }) {
  if (![origin, ...lines].every(isLine)) throw new LedgerError('line-invalid');
  if (root.length !== HASH_BYTES) throw new LedgerError('hash-size');
  if (!Number.isSafeInteger(size) || size < 0) throw new LedgerError('out-of-tree', { size });
  return [origin, size, root.toString('base64'), ...lines, ''].join('\n');
}

/** Undefined for a text that is no head. */
function parseHead(text) {
  const [origin = '', sizeText = '', rootText = '', ...lines] = text.split('\n');
  const end = lines.pop();
  const root = decodeBase64(rootText);
  const size = Number(sizeText);
  const isSize = /^(0|[1-9]\d*)$/.test(sizeText) && Number.isSafeInteger(size);
  if (end !== '' || !isSize || root?.length !== HASH_BYTES) return undefined;
  return [origin, ...lines].every(isLine) ? { origin, size, root, lines } : undefined;
}

const isLine = (line) => line !== '' && !/[\n\r]/.test(line);

// ---- notes/notes.ts

/** What stands before each signature: an em dash and a space. */
const MARK = '\u2014 ';
/** As many as Go's reader takes: a note is a line or two, and this is for whoever sends a million. */
const SIGNATURES_MAX = 100;
const CHARACTERS_MAX = 1_000_000;

/**
 * The text of a note, if at least one of the keys signed it. Signatures of keys that are not given say nothing; one of a given key that does
 * not hold refuses the whole note, whatever else stands there.
 */
function openNote(note, verifiers) {
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split('\n');
  const isNote =
    split > 0 && note.length <= CHARACTERS_MAX && isNoteText(text) && lines.pop() === '';
  const signatures = lines.map(readSignature);
  if (!isNote || lines.length > SIGNATURES_MAX || !signatures.every(isThere))
    return { kind: 'malformed' };
  const signedBy = new Set();
  for (const { name, keyId, signature } of signatures) {
    const verifier = verifiers.find((one) => one.name === name && one.keyId.equals(keyId));
    if (verifier === undefined) continue;
    if (signature.length !== SIGNATURE_BYTES || !verifier.verify(text, signature))
      return { kind: 'forged', key: verifier.text };
    signedBy.add(verifier.text);
  }
  return signedBy.size === 0
    ? { kind: 'unsigned', by: signatures.map(nameSigner) }
    : { kind: 'signed', text, signedBy: [...signedBy] };
}

function readSignature(line) {
  if (!line.startsWith(MARK)) return undefined;
  const [name = '', encoded = '', ...rest] = line.slice(MARK.length).split(' ');
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || rest.length > 0 || bytes === undefined) return undefined;
  if (bytes.length <= KEY_ID_BYTES) return undefined;
  return {
    name,
    keyId: bytes.subarray(0, KEY_ID_BYTES),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

const nameSigner = ({ name, keyId }) => `${name}+${keyId.toString('hex')}`;

const isThere = (signature) => signature !== undefined;

const NOTE_TEXT = /^[^\u0000-\u0009\u000b-\u001f]*\n$/;
const isNoteText = (text) => NOTE_TEXT.test(text);

// ---- notes/successions.ts

const TITLE = 'told-ledger key';

/** The text by which a key of a log names the one that follows; whoever trusts the key that signs it trusts the next. */
const formatSuccession = (origin, { next, entry }) =>
  `${TITLE}\n${origin}\n${next.text}\nentry ${entry}\n`;

/** Undefined for what is none of this log, or what none of the trusted keys has signed. */
function openSuccession(note, origin, trusted) {
  const opened = openNote(note, trusted);
  if (opened.kind !== 'signed') return undefined;
  const { text, signedBy } = opened;
  const [, , key = '', last = ''] = text.split('\n');
  const next = parseVerifier(key);
  const entry = Number(last.replace(/^entry /, ''));
  if (next?.name !== origin || !Number.isSafeInteger(entry) || entry < 0) return undefined;
  return formatSuccession(origin, { next, entry }) === text ? { next, entry, signedBy } : undefined;
}

// ---- notes/key-chain.ts

function openKeyChain(origin, trusted) {
  const keys = new Map(trusted.map((key) => [key.text, key]));
  /** Published key → the entry that names the one that replaced it. */
  const replacedAt = new Map();
  let lastEntry = -1;
  return {
    follow(note) {
      const standing = [...keys.values()].filter(({ text }) => !replacedAt.has(text));
      const named = openSuccession(note, origin, standing);
      if (named === undefined || named.entry <= lastEntry) return undefined;
      const { next, entry, signedBy } = named;
      for (const text of signedBy) replacedAt.set(text, entry);
      keys.set(next.text, next);
      lastEntry = entry;
      return { next, entry };
    },
    open: (note) => openNote(note, [...keys.values()]),
    inForce: (signedBy, size) =>
      signedBy.filter((text) => size <= (replacedAt.get(text) ?? Number.POSITIVE_INFINITY)),
    texts: () => [...keys.keys()],
  };
}

// ---- bundle/limits.ts

/** What a verifier takes: beyond it a bundle is a flood, which would fill the memory of whoever reads it. */
const BUNDLE_LIMITS = {
  /** A record of the log has 1 MiB at most; its entry names ids and fields, and is not longer than what it is about, as JSON. */
  lineBytes: 4 * 1024 * 1024,
  /** Ten times as many as an export has. */
  heads: 10_000,
  keys: 100,
  /** Told one by one; the others are counted. */
  findings: 1_000,
};

// ---- bundle/read-heads.ts

/** Names of signers that a finding tells; a note may have a hundred. */
const SIGNERS_TOLD = 3;

/** Reads the keys and heads of a bundle in their order: a key counts from where a key that is trusted names it. */
function readHeads({ origin, trusted, earlier, find }) {
  const keys = openKeyChain(origin, trusted);
  const namedKeys = new Map();
  const heads = [];
  const kept = openKept();
  let read = 0;
  let named = 0;

  function open(note, head) {
    const opened = keys.open(note);
    if (opened.kind === 'forged') return { kind: 'forged-head', head };
    if (opened.kind !== 'signed') {
      const by = opened.kind === 'unsigned' ? opened.by.slice(0, SIGNERS_TOLD) : [];
      return { kind: 'unsigned-head', head, by };
    }
    const parsed = parseHead(opened.text);
    if (parsed?.origin !== origin) return { kind: 'foreign-head', head };
    const signedBy = keys.inForce(opened.signedBy, parsed.size);
    return signedBy.length > 0 ? { ...parsed, signedBy } : { kind: 'retired-key', head };
  }

  function takeKey(note, line) {
    named += 1;
    const followed = keys.follow(note);
    if (followed === undefined) {
      find({ kind: 'foreign-key', line });
      return;
    }
    namedKeys.set(followed.entry, followed.next.text);
    // Behind heads that cover its entry it would come too late for them.
    if ((heads.at(-1)?.size ?? 0) > followed.entry) find({ kind: 'malformed', line });
  }

  function takeHead(note) {
    read += 1;
    const head = open(note, read);
    const before = heads.at(-1);
    if ('kind' in head) find(head);
    else if (head.size < (before?.size ?? 0)) find({ kind: 'shrunk-head', head: read });
    else heads.push(head);
  }

  return {
    take({ kind, note }, line) {
      if (kind === 'key' ? named === BUNDLE_LIMITS.keys : read === BUNDLE_LIMITS.heads)
        find({ kind: 'malformed', line });
      else if (kind === 'key') takeKey(note, line);
      else takeHead(note);
    },
    newest: () => heads.at(-1),
    /** Entry → the published key that it must name. */
    namedKeys: () => namedKeys,
    /** The size of the largest head, also of those kept. */
    largest: () => [...heads, ...kept].reduce((most, { size }) => Math.max(most, size), 0),
    /** Size → the roots that a tree of it must have. */
    roots() {
      const roots = new Map();
      const want = ({ size, root }, isKept) => {
        const wanted = roots.get(size) ?? [];
        wanted.push({ root, isKept });
        roots.set(size, wanted);
      };
      for (const head of heads) want(head, false);
      for (const head of kept) want(head, true);
      return roots;
    },
  };

  /** The verifier trusts what it kept; its signature is not asked again, since its key may be one that nobody uses any more. */
  function openKept() {
    return earlier.flatMap((note, at) => {
      const head = readKeptHead(note);
      if (head?.origin === origin) return [head];
      find({ kind: 'foreign-kept', kept: at + 1 });
      return [];
    });
  }
}

/** What a kept note says; undefined for a text that is no head. */
const readKeptHead = (note) => parseHead(note.slice(0, note.lastIndexOf('\n\n') + 1));

// ---- bundle/read-lines.ts

const NEWLINE = 0x0a;

/**
 * The lines of a file that may hold anything: however long it is, no more than one line is kept at a time, and of that no more than
 * `BUNDLE_LIMITS.lineBytes`. A longer one, and one that is not UTF-8, is given as an empty line, which no bundle has: decoded with a replacement
 * character, other bytes would pass for those that were hashed.
 */
async function* readLines(chunks) {
  let parts = [];
  let length = 0;
  const keep = (part) => {
    length += part.length;
    if (length <= BUNDLE_LIMITS.lineBytes) parts.push(part);
    else parts = [];
  };
  const take = () => {
    const [first = Buffer.alloc(0)] = parts;
    const line = parts.length > 1 ? Buffer.concat(parts) : first;
    parts = [];
    length = 0;
    return isUtf8(line) ? line.toString() : '';
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      keep(bytes.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < bytes.length) keep(bytes.subarray(from));
  }
  if (length > 0) yield take();
}

// ---- bundle/findings.ts

const SENTENCES = {
  malformed: ({ line }) =>
    line === 1 ? 'line 1 is not what a bundle begins with' : `line ${line} is no line of a bundle`,
  edited: ({ entry }) => `entry ${entry} was edited: its bytes are not those that were hashed`,
  missing: ({ entry, last }) =>
    entry === last ? `entry ${entry} is missing` : `entries ${entry} to ${last} are missing`,
  displaced: ({ entry, instead }) => `entry ${entry} stands where entry ${instead} should`,
  rewritten: ({ entry, last }) =>
    `among the entries ${entry} to ${last} something is not what was signed`,
  'unsigned-head': ({ head, by }) =>
    `head ${head} is not signed by a key that is trusted${by.length === 0 ? '' : `, but by ${by.join(', ')}`}`,
  'forged-head': ({ head }) => `head ${head} bears a signature that does not hold`,
  'retired-key': ({ head }) => `head ${head} is signed by a key that another had replaced by then`,
  'foreign-head': ({ head }) => `head ${head} is that of another log`,
  'shrunk-head': ({ head }) => `head ${head} is smaller than the one before it`,
  'foreign-key': ({ line }) => `line ${line} names a key, and no trusted key has signed it`,
  'unentered-key': ({ entry }) =>
    `entry ${entry} does not name the key that is said to follow there`,
  uncovered: ({ entry }) => `no signed head covers the entries from ${entry} on`,
  forked: ({ size }) =>
    `the signed head of ${size} entries is of another history: the log was forked or rewritten`,
  'foreign-kept': ({ kept }) =>
    `the kept head ${kept} is none of this log: nothing was compared with it`,
};

/** For people. */
function describeFinding(finding) {
  const describe = SENTENCES[finding.kind];
  return describe(finding);
}

// ---- bundle/report.ts

/** `keptHeads`: how many were given. */
function reportVerified(verified, keptHeads) {
  const { isSound, origin, entries, head, findings, findingsLeftOut } = verified;
  return {
    sound: isSound,
    ledger: origin ?? null,
    entries,
    head:
      head === undefined
        ? null
        : {
            size: head.size,
            root: head.root.toString('base64'),
            lines: head.lines,
            signedBy: head.signedBy,
          },
    keptHeads,
    findings: findings.map((finding) => ({ ...finding, detail: describeFinding(finding) })),
    findingsLeftOut,
  };
}

/** For people, a line each. Nothing in it can move a cursor: what stands in a bundle was written by who is being checked. */
function describeReport(report) {
  const { sound, ledger, entries, head, keptHeads, findings, findingsLeftOut } = report;
  const fields = [
    ['ledger', ledger ?? 'none'],
    ['entries', format(entries)],
    ['head', head === null ? 'none' : [`${format(head.size)} entries`, ...head.lines].join(', ')],
    ['root', head?.root ?? 'none'],
    ...(head?.signedBy ?? []).map((key) => ['signed by', key]),
    ['kept heads', format(keptHeads)],
  ];
  const more = findingsLeftOut === 0 ? [] : [`✗ and ${format(findingsLeftOut)} findings more`];
  const isBare = sound && keptHeads === 0;
  return [
    ...fields.map(([name = '', value = '']) => `${name.padEnd(12)}${escapeControls(value)}`),
    '',
    ...findings.map(({ detail }) => `✗ ${escapeControls(detail)}`),
    ...more,
    ...(sound
      ? ['✓ sound: nothing was edited, taken out, moved or added since it was signed']
      : []),
    ...(isBare ? [BARE] : []),
  ];
}

const BARE =
  '  No kept head was given: that the whole history was written anew, and signed again, would not be found.';

const format = (count) => count.toLocaleString('en-GB');

const SHOWN_MAX = 300;

const escapeControls = (text) =>
  text
    .slice(0, SHOWN_MAX)
    .replaceAll(/\p{C}/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);

// ---- bundle/bundle-lines.ts

/**
 * A ledger as a file, one line each, every line ending with \n:
 * - first what it is: `{"bundle":"told-ledger/1","origin":"…","entries":n}`;
 * - then `{"key":"…"}`, notes by which one key of the log names the next, and `{"head":"…"}`, heads in the order of their sizes;
 * - then the entries from the first on: the leaf's hash in base64, a space, and the entry, JSON in its canonical form (RFC 8785), whose bytes
 *   were hashed. The hash beside it says nothing by itself; that all of them together give the signed root makes it say which entry was touched.
 */
const BUNDLE = 'told-ledger/1';

const formatStart = ({ origin, entries }) => JSON.stringify({ bundle: BUNDLE, origin, entries });

/** `entry`: JSON in its canonical form. */
const formatEntryLine = (entry) => `${hashLeaf(Buffer.from(entry)).toString('base64')} ${entry}`;

const formatHeadLine = (note) => JSON.stringify({ head: note });
const formatKeyLine = (note) => JSON.stringify({ key: note });

/** Undefined for a line that is no such start, or is written in another way: with a byte order mark, a carriage return, more members. */
function parseStart(line) {
  const { origin, entries } = parseObject(line) ?? {};
  if (typeof origin !== 'string' || typeof entries !== 'number') return undefined;
  const isCount = Number.isSafeInteger(entries) && entries >= 0;
  return isCount && formatStart({ origin, entries }) === line ? { origin, entries } : undefined;
}

const LEAF_CHARACTERS = 44;

function parseEntryLine(line) {
  const leaf = decodeBase64(line.slice(0, LEAF_CHARACTERS));
  const entry = line.slice(LEAF_CHARACTERS + 1);
  const value = parseObject(entry);
  if (leaf?.length !== HASH_BYTES || line[LEAF_CHARACTERS] !== ' ') return undefined;
  if (value === undefined) return undefined;
  const index = value['index'];
  const { kind, facts } = value;
  const key = kind === 'key' ? facts?.key : undefined;
  return {
    leaf,
    bytes: Buffer.from(entry),
    index: typeof index === 'number' ? index : undefined,
    key: typeof key === 'string' ? key : undefined,
  };
}

/** Undefined for a line that is neither, or is written in another way. */
function parseEnding(line) {
  const { head, key } = parseObject(line) ?? {};
  if (typeof head === 'string' && formatHeadLine(head) === line)
    return { kind: 'head', note: head };
  if (typeof key === 'string' && formatKeyLine(key) === line) return { kind: 'key', note: key };
  return undefined;
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // what is no JSON is no line of a bundle, which is the answer
  }
}

// ---- tree/nodes.ts

// Sizes go up to 2^53, beyond what JavaScript's bit operators hold: everything here divides instead.

/** The largest power of two that is smaller than a size of 2 or more (k of RFC 9162, 2.1.1): where a tree is split. */
function splitOf(size) {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The perfect subtrees that leaves consist of, from left to right. The leaves must be a subtree of the tree of RFC 9162: begin at a
 * multiple of the power of two at or above their number.
 */
function perfectNodes({ start, end }) {
  const nodes = [];
  for (let from = start; from < end; ) {
    let level = 0;
    let width = 1;
    while (from + width * 2 <= end && from % (width * 2) === 0) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}

// ---- tree/growing-tree.ts

/** Takes up a tree of `size` leaves from its `roots`; an empty one by default. Throws LedgerError `roots-count`, `hash-size`. */
function growTree(size = 0, roots = []) {
  const edge = perfectNodes({ start: 0, end: size }).map((node, at) => {
    const hash = roots[at] ?? Buffer.alloc(0);
    if (hash.length !== HASH_BYTES) throw new LedgerError('hash-size', { at });
    return { ...node, hash };
  });
  if (edge.length !== roots.length)
    throw new LedgerError('roots-count', { given: roots.length, needed: edge.length });
  let leaves = size;

  return {
    size: () => leaves,
    root: () => foldRight(edge.map(({ hash }) => hash)),
    append(leaf) {
      if (leaf.length !== HASH_BYTES) throw new LedgerError('hash-size');
      let node = { level: 0, index: leaves, hash: leaf };
      const complete = [node];
      leaves += 1;
      for (let left = edge.at(-1); left?.level === node.level; left = edge.at(-1)) {
        edge.pop();
        node = {
          level: node.level + 1,
          index: left.index / 2,
          hash: hashNodes(left.hash, node.hash),
        };
        complete.push(node);
      }
      edge.push(node);
      return complete;
    },
    roots: () => edge.map(({ hash }) => hash),
  };
}

/** The root of perfect subtrees that stand side by side: the smaller ones, at the right, are joined first. */
const foldRight = (hashes) =>
  hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => hashNodes(left, right));

// ---- bundle/check-places.ts

/**
 * Follows the numbers that entries give themselves. Whether one that is too high follows a gap or was moved is told by the one after it: after a
 * gap the numbers go on from there.
 */
function checkPlaces(find) {
  let ahead = 0;
  let isInOrder = true;
  let odd;

  function judge(next) {
    if (odd === undefined) return;
    const { index, place } = odd;
    const expected = place + ahead;
    odd = undefined;
    const goesOn = next === undefined || next === index + 1;
    if (goesOn && index > expected) find({ kind: 'missing', entry: expected, last: index - 1 });
    else find({ kind: 'displaced', entry: index, instead: expected });
    if (goesOn) ahead = index - place;
  }

  return {
    take(index, place) {
      judge(index ?? Number.NaN);
      if (index === place + ahead) return;
      isInOrder = false;
      if (index === undefined)
        find({ kind: 'displaced', entry: place + ahead, instead: place + ahead });
      else odd = { index, place };
    },
    isInOrder: () => isInOrder,
    finish(places) {
      judge(undefined);
      return places + ahead;
    },
  };
}

// ---- bundle/check-entries.ts

function checkEntries({ roots, keys }, find) {
  const entered = new Set();
  const tree = growTree();
  const places = checkPlaces(find);
  let soundUpTo = 0;
  let doubts = [];

  /** A head of the bundle that holds after one that does not: both were signed, and one log cannot have been both. */
  const tellForks = () => {
    for (const { size } of doubts) find({ kind: 'forked', size });
    doubts = [];
  };

  function checkRoots() {
    const size = tree.size();
    const wanted = roots.get(size);
    if (wanted === undefined || !places.isInOrder()) return;
    const root = tree.root();
    const holding = wanted.filter((one) => one.root.equals(root));
    for (const { isKept } of wanted.filter((one) => !holding.includes(one)))
      doubts.push({ soundUpTo, size, isKept });
    if (holding.length > 0) soundUpTo = size;
    if (holding.some(({ isKept }) => !isKept)) tellForks();
  }

  /** No later head holds: what a head of the bundle does not agree with was rewritten; what only a kept one denies is another history. */
  function settleDoubts() {
    const denied = doubts.find(({ isKept }) => !isKept);
    if (denied === undefined || denied.size === 0) tellForks();
    else find({ kind: 'rewritten', entry: denied.soundUpTo, last: denied.size - 1 });
  }

  checkRoots();
  return {
    take(line, number) {
      const entry = parseEntryLine(line);
      // Whatever stood there is missing, which the next entry's number shows.
      if (entry === undefined) return find({ kind: 'malformed', line: number });
      places.take(entry.index, tree.size());
      const { index, key } = entry;
      if (index !== undefined && key !== undefined && key === keys.get(index)) entered.add(index);
      if (!hashLeaf(entry.bytes).equals(entry.leaf))
        find({ kind: 'edited', entry: entry.index ?? tree.size() });
      tree.append(entry.leaf);
      checkRoots();
    },
    finish(wanted) {
      settleDoubts();
      for (const entry of keys.keys())
        if (!entered.has(entry)) find({ kind: 'unentered-key', entry });
      const there = places.finish(tree.size());
      if (there < wanted) find({ kind: 'missing', entry: there, last: wanted - 1 });
      return tree.size();
    },
  };
}

// ---- bundle/verify-bundle.ts

/**
 * Checks a bundle, given line by line, with nothing but the keys and heads that the verifier has: every entry against its hash, all hashes
 * against the root of each signed head, and the heads against those kept from before. Memory does not grow with the entries. Throws LedgerError
 * `trust-missing` without a key.
 */
async function verifyBundle(lines, { trusted, earlier = [] }) {
  if (trusted.length === 0) throw new LedgerError('trust-missing');
  const findings = [];
  let findingsLeftOut = 0;
  const find = (finding) => {
    if (findings.length < BUNDLE_LIMITS.findings) findings.push(finding);
    else findingsLeftOut += 1;
  };
  let bundle;
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

function checkBundle({ origin, entries: told }, { trusted, earlier }, find) {
  const heads = readHeads({ origin, trusted, earlier, find });
  let check;
  const entries = () => {
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

// ---- verifier/main.ts

const USAGE = `Checks an exported ledger with nothing but Node.js 22 or later and this file, which opens no connection and writes no file.

  node verify-ledger.mjs BUNDLE --key KEY [--key KEY]… [--head FILE]… [--json]

  BUNDLE       what "told ledger export" wrote; - for standard input
  --key KEY    a published key of the ledger, or a file with one a line; from where you trust it, never from beside the bundle
  --head FILE  a signed head that you kept from earlier: that the history was written anew is found by nothing else
  --json       one JSON document instead of text

Ends with 0: sound; 4: something is wrong, and each finding is named; 2: the command cannot be understood, or a file not be read; 70: a fault of this
program.
`;

const SOUND = 0;
const MISUSED = 2;
const UNSOUND = 4;
const FAILED = 70;
const PROGRESS_LINES = 100_000;

/** What the caller can mend. */
class MisuseError extends Error {}

process.exitCode = await run(process.argv.slice(2));

async function run(args) {
  try {
    return await verifyAsAsked(args);
  } catch (error) {
    const isMisuse = error instanceof MisuseError;
    const { message, stack } = error;
    process.stderr.write(isMisuse ? `${message}\n` : `${stack}\n`);
    return isMisuse ? MISUSED : FAILED;
  }
}

async function verifyAsAsked(args) {
  const { bundle, keys, heads, isJson, isHelp } = readCommand(args);
  if (isHelp) {
    process.stdout.write(USAGE);
    return SOUND;
  }
  const trusted = keys.flatMap(readKeys);
  const earlier = heads.map(readHeadFile);
  const lines = countLines(readLines(readChunks(bundle)));
  const verified = await verifyBundle(lines, { trusted, earlier });
  const report = reportVerified(verified, earlier.length);
  process.stdout.write(`${isJson ? JSON.stringify(report) : describeReport(report).join('\n')}\n`);
  return verified.isSound ? SOUND : UNSOUND;
}

function readCommand(args) {
  const { values, positionals } = parseCommand(args);
  const { key = [], head = [], json = false, help = false } = values;
  const [bundle = '', ...rest] = positionals;
  if (!help && (bundle === '' || rest.length > 0)) throw new MisuseError(USAGE);
  if (!help && key.length === 0)
    throw new MisuseError(
      '--key is missing: without a key that you trust nothing can be verified.',
    );
  return { bundle, keys: key, heads: head, isJson: json, isHelp: help };
}

function parseCommand(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        head: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new MisuseError(`${error.message}\n\n${USAGE}`);
  }
}

function readKeys(keyOrFile) {
  const keys = parseKeys(keyOrFile) ?? parseKeys(readFile(keyOrFile));
  if (keys === undefined)
    throw new MisuseError(`${keyOrFile} holds no published key: name+id+base64, one a line.`);
  return keys;
}

function readHeadFile(file) {
  const note = readFile(file);
  if (readKeptHead(note) === undefined) throw new MisuseError(`${file} is no signed head.`);
  return note;
}

function readFile(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw refuseFile(file, error);
  }
}

/** Opened only when it is read, so that a wrong key is told first. */
async function* readChunks(file) {
  try {
    yield* file === '-' ? process.stdin : fs.createReadStream(file, { highWaterMark: 1 << 20 });
  } catch (error) {
    throw refuseFile(file, error);
  }
}

function refuseFile(file, error) {
  const { code } = error;
  return code === undefined ? error : new MisuseError(`${file} cannot be read: ${code}.`);
}

async function* countLines(lines) {
  let read = 0;
  for await (const line of lines) {
    read += 1;
    if (read % PROGRESS_LINES === 0)
      process.stderr.write(`  ${read.toLocaleString('en-GB')} lines read\n`);
    yield line;
  }
}
