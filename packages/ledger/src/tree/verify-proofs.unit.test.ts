import { describe, expect, test } from '@jest/globals';
import {
  type PublishedConsistency,
  type PublishedInclusion,
  readPublishedProofs,
} from '../../test/published-proofs.ts';
import { EMPTY_ROOT, hashLeaf } from './hashes.ts';
import { verifyConsistency, verifyInclusion } from './verify-proofs.ts';

const published = readPublishedProofs();
const read = (base64: string): Buffer => Buffer.from(base64, 'base64');

describe('the published vectors', () => {
  const inclusions = published.filter((one): one is PublishedInclusion => one.kind === 'inclusion');
  const consistencies = published.filter(
    (one): one is PublishedConsistency => one.kind === 'consistency',
  );

  test('are all there, and most of them are forgeries', () => {
    expect([inclusions.length, consistencies.length]).toEqual([98, 98]);
    expect(published.filter(({ holds }) => holds)).toHaveLength(12);
  });

  test.each(inclusions)('inclusion $name: $holds', ({ leaf, index, size, root, proof, holds }) => {
    const head = { size, root: read(root) };
    expect(verifyInclusion(read(leaf), index, head, proof.map(read))).toBe(holds);
  });

  test.each(consistencies)('consistency $name: $holds', (vector) => {
    const { earlier, earlierRoot, size, root, proof, holds } = vector;
    const heads = [
      { size: earlier, root: read(earlierRoot) },
      { size, root: read(root) },
    ] as const;
    expect(verifyConsistency(...heads, proof.map(read))).toBe(holds);
  });
});

test.each([
  [-1, 1],
  [0.5, 1],
  [1, 1],
  [0, Number.NaN],
  [0, 2 ** 53],
])('leaf %p of a tree of %p is in no tree', (index, size) => {
  const leaf = hashLeaf(Buffer.from('a'));
  expect(verifyInclusion(leaf, index, { size, root: leaf }, [])).toBe(false);
});

test('every tree goes on from the empty one, which has one root alone', () => {
  const later = { size: 1, root: hashLeaf(Buffer.from('a')) };
  expect(verifyConsistency({ size: 0, root: EMPTY_ROOT }, later, [])).toBe(true);
  expect(verifyConsistency({ size: 0, root: later.root }, later, [])).toBe(false);
  expect(verifyConsistency({ size: 0, root: EMPTY_ROOT }, later, [later.root])).toBe(false);
});
