import { hash as digest } from 'node:crypto';
import { LedgerError } from '../errors.ts';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

export const HASH_BYTES = 32;
/** RFC 9162, 2.1.1: a leaf and a node are told apart, or a node's two hashes could be passed off as a leaf. */
const LEAF = Buffer.from([0]);
const NODE = 1;

/** MTH({}) of RFC 9162, 2.1.1: the root of a tree without leaves. */
export const EMPTY_ROOT: Hash = digest('sha256', Buffer.alloc(0), 'buffer');

/** The leaf of an entry's bytes. */
export const hashLeaf = (entry: Uint8Array): Hash =>
  digest('sha256', Buffer.concat([LEAF, entry]), 'buffer');

const both = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

/** The node above two others. @throws LedgerError `hash-size` */
export function hashNodes(left: Hash, right: Hash): Hash {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new LedgerError('hash-size');
  both.set(left, 1);
  both.set(right, 1 + HASH_BYTES);
  return digest('sha256', both, 'buffer');
}
