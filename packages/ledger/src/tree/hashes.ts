import { hash } from 'node:crypto';
import { LedgerError } from '../errors.ts';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

export const HASH_BYTES = 32;

/** Node makes a Buffer of a digest in three times the time of a text of as many characters. */
const digest = (bytes: Uint8Array): Hash => Buffer.from(hash('sha256', bytes, 'binary'), 'binary');

/** RFC 9162, 2.1.1: a leaf and a node are told apart, or a node's two hashes could be passed off as a leaf. */
const [LEAF, NODE] = [0, 1];

/** MTH({}) of RFC 9162, 2.1.1: the root of a tree without leaves. */
export const EMPTY_ROOT: Hash = digest(Buffer.alloc(0));

/** Entries are copied behind the byte that marks a leaf: one buffer for each of them would cost as much as its hash. */
const leaf = Buffer.alloc(4096, LEAF);

/** The leaf of an entry's bytes. */
export function hashLeaf(entry: Uint8Array): Hash {
  if (entry.length >= leaf.length) return digest(Buffer.concat([leaf.subarray(0, 1), entry]));
  leaf.set(entry, 1);
  return digest(leaf.subarray(0, 1 + entry.length));
}

const both = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

/** The node above two others. @throws LedgerError `hash-size` */
export function hashNodes(left: Hash, right: Hash): Hash {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new LedgerError('hash-size');
  both.set(left, 1);
  both.set(right, 1 + HASH_BYTES);
  return digest(both);
}
