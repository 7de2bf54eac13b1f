import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LedgerError } from '../errors.ts';
import { growTree } from './growing-tree.ts';
import { EMPTY_ROOT, type Hash, hashLeaf, hashNodes } from './hashes.ts';
import type { NodeId } from './nodes.ts';
import { planConsistency, planInclusion, planRoot, writeProof } from './proofs.ts';
import { verifyConsistency, verifyInclusion } from './verify-proofs.ts';

/** Entries and roots of the test vectors that implementations of RFC 6962 share; the first is the empty entry. */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leafOf = (n: number): Hash => hashLeaf(Buffer.from(`entry ${n}`));

/** MTH of RFC 9162, 2.1.1, word for word. */
function rootOf(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0] as Hash;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hashNodes(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** A tree, and every node it has completed, as a ledger keeps them. */
function grow(size: number) {
  const tree = growTree();
  const kept = new Map<string, Hash>();
  for (let n = 0; n < size; n += 1) {
    for (const { level, index, hash } of tree.append(leafOf(n)))
      kept.set(`${level}/${index}`, hash);
  }
  return { tree, hashOf: ({ level, index }: NodeId) => kept.get(`${level}/${index}`), kept };
}

test.each(ROOTS.map((root, size) => [size, root]))(
  '%p entries have the published root',
  (size, root) => {
    const tree = growTree();
    for (const entry of ENTRIES.slice(0, Number(size))) tree.append(hashLeaf(entry));
    expect(tree.root().toString('hex')).toBe(root);
  },
);

test.each([4_094, 4_095, 4_096, 100_000])('an entry of %p bytes is hashed whole', (length) => {
  const entry = Buffer.alloc(length, 7);
  const whole = createHash('sha256').update(Buffer.of(0)).update(entry).digest();
  expect(hashLeaf(entry)).toEqual(whole);
});

describe('a tree of any size', () => {
  const size = fc.integer({ min: 1, max: 300 });

  test('has the root that the RFC defines, and completes each perfect node once', () => {
    fc.assert(
      fc.property(size, (count) => {
        const { tree, kept } = grow(count);
        const leaves = Array.from({ length: count }, (_, n) => leafOf(n));
        expect(tree.root()).toEqual(rootOf(leaves));
        let perfect = 0;
        for (let width = 1; width <= count; width *= 2) perfect += Math.floor(count / width);
        expect(kept.size).toBe(perfect);
      }),
      { numRuns: 60 },
    );
  });

  test('goes on from its roots as if it had never stopped', () => {
    fc.assert(
      fc.property(size, size, (before, more) => {
        const { tree } = grow(before);
        const taken = growTree(before, tree.roots());
        for (let n = 0; n < more; n += 1) {
          expect(taken.append(leafOf(before + n))).toEqual(tree.append(leafOf(before + n)));
        }
        expect([taken.size(), taken.root()]).toEqual([tree.size(), tree.root()]);
      }),
      { numRuns: 30 },
    );
  });

  test('proves each leaf, and nothing else by the same proof', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (count, first, second) => {
        const { tree, hashOf } = grow(count);
        const index = first % count;
        const other = second % count;
        const proof = writeProof(planInclusion(index, count), hashOf);
        const head = { size: count, root: tree.root() };
        expect(verifyInclusion(leafOf(index), index, head, proof)).toBe(true);
        expect(verifyInclusion(leafOf(other), index, head, proof)).toBe(other === index);
        expect(verifyInclusion(leafOf(index), other, head, proof)).toBe(other === index);
        expect(verifyInclusion(leafOf(index), index, head, [...proof, EMPTY_ROOT])).toBe(false);
      }),
    );
  });

  test('proves what it was before, and no other past', () => {
    fc.assert(
      fc.property(size, fc.nat(), (count, past) => {
        const earlier = past % (count + 1);
        const { tree, hashOf } = grow(count);
        const proof = writeProof(planConsistency(earlier, count), hashOf);
        const later = { size: count, root: tree.root() };
        const before = { size: earlier, root: grow(earlier).tree.root() };
        expect(verifyConsistency(before, later, proof)).toBe(true);
        const forked = { size: earlier, root: hashLeaf(before.root) };
        expect(verifyConsistency(forked, later, proof)).toBe(false);
      }),
    );
  });
});

test('a million leaves are proved by some twenty hashes', () => {
  const { nodes, subtrees } = planInclusion(123_456, 1_000_000);
  expect(subtrees.length).toBeLessThanOrEqual(20);
  expect(nodes.length).toBeLessThanOrEqual(40);
});

test.each([
  ['out-of-tree', () => planInclusion(3, 3)],
  ['out-of-tree', () => planInclusion(-1, 3)],
  ['out-of-tree', () => planConsistency(4, 3)],
  ['node-missing', () => writeProof(planInclusion(0, 2), () => undefined)],
  ['roots-count', () => growTree(0, [EMPTY_ROOT])],
  ['hash-size', () => growTree(3, [EMPTY_ROOT])],
  ['hash-size', () => growTree().append(Buffer.alloc(31))],
  ['hash-size', () => hashNodes(EMPTY_ROOT, Buffer.alloc(0))],
])('a mistake of the caller is named: %s', (code, mistake) => {
  expect(mistake).toThrow(LedgerError);
  expect(mistake).toThrow(expect.objectContaining({ code }) as unknown as Error);
});

test('the root that a tree once had is found from the nodes it keeps', () => {
  const sizes = fc.integer({ min: 0, max: 200 });
  fc.assert(
    fc.property(sizes, sizes, (one, other) => {
      const [earlier, size] = [Math.min(one, other), Math.max(one, other)];
      const { hashOf } = grow(size);
      const [root = EMPTY_ROOT] = writeProof(planRoot(earlier), hashOf);
      expect(root).toEqual(grow(earlier).tree.root());
    }),
    { numRuns: 50 },
  );
  expect(() => planRoot(-1)).toThrow(LedgerError);
});
