import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  createSigner,
  formatHead,
  growTree,
  hashLeaf,
  openNote,
  parseHead,
  planInclusion,
  signNote,
  verifyInclusion,
  writeProof,
} from './index.ts';

test('the example of the README does what it says', () => {
  const tree = growTree();
  const kept = new Map<string, Buffer>();
  for (const entry of ['told', 'released', 'applied']) {
    for (const { level, index, hash } of tree.append(hashLeaf(Buffer.from(entry))))
      kept.set(`${level}/${index}`, hash);
  }
  const signer = createSigner('ledger.example/area', generateKeyPairSync('ed25519').privateKey);
  const head = { origin: 'ledger.example/area', size: tree.size(), root: tree.root(), lines: [] };
  const note = signNote(formatHead(head), [signer]);

  const opened = openNote(note, [signer.verifier]);
  const signed = opened.kind === 'signed' ? parseHead(opened.text) : undefined;
  const proof = writeProof(planInclusion(1, 3), ({ level, index }) =>
    kept.get(`${level}/${index}`),
  );
  const leaf = hashLeaf(Buffer.from('released'));
  expect(signed && verifyInclusion(leaf, 1, signed, proof)).toBe(true);
});
