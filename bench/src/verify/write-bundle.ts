import { generateKeyPairSync, hash } from 'node:crypto';
import fs from 'node:fs';
import {
  createSigner,
  formatEntryLine,
  formatHead,
  formatHeadLine,
  formatStart,
  growTree,
  hashLeaf,
  signNote,
} from '@told/ledger';

const ORIGIN = 'told.example/bench';
/** As many as an export has at most. */
const HEADS = 1_000;
/** Entries that are handed to the file at once. */
const PIECE = 1_000;

/** A bundle of made-up entries, each as long as what a decision with one recipient leaves; returns the key that it is verified with. */
export function createBundles(): {
  readonly key: string;
  write(file: string, entries: number): void;
} {
  const signer = createSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);

  function signHeads(entries: number): string[] {
    const tree = growTree();
    const step = Math.max(1, Math.floor(entries / HEADS));
    const heads: string[] = [];
    for (let size = 1; size <= entries; size += 1) {
      tree.append(hashLeaf(Buffer.from(writeEntry(size - 1))));
      if (size % step !== 0 && size !== entries) continue;
      const head = formatHead({ origin: ORIGIN, size, root: tree.root(), lines: [] });
      heads.push(signNote(head, [signer]));
    }
    return heads;
  }

  return {
    key: signer.verifier.text,
    write(file, entries) {
      const out = fs.openSync(file, 'w');
      const put = (lines: readonly string[]): void =>
        void fs.writeSync(out, `${lines.join('\n')}\n`);
      put([formatStart({ origin: ORIGIN, entries }), ...signHeads(entries).map(formatHeadLine)]);
      for (let from = 0; from < entries; from += PIECE) {
        const count = Math.min(PIECE, entries - from);
        put(Array.from({ length: count }, (_, at) => formatEntryLine(writeEntry(from + at))));
      }
      fs.closeSync(out);
    },
  };
}

/** Canonical: members sorted, of the form that the audit service gives a decision. */
function writeEntry(index: number): string {
  const digest = hash('sha256', String(index));
  const id = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  const recipient = {
    agency: 'luton',
    basis: [{ agreement: 'dwp-luton', fields: ['line1', 'postcode'], hash: digest, version: 3 }],
    capacity: 'ctb-claimant',
    interestId: id,
    interestVersion: 1,
    releaseId: id,
    releaseSequence: 1,
    verdict: 'trimmed',
    withheld: [{ fields: ['line2'], reason: 'not-in-agreement' }],
  };
  return JSON.stringify({
    at: 1_270_450_800_000_000 + index,
    cases: [{ agency: 'luton', case: digest }],
    facts: {
      changeId: id,
      changeSequence: 1,
      decisionId: id,
      recipients: [recipient],
    },
    index,
    kind: 'decision',
    source: { digest, offset: String(index), partition: index % 4, topic: 'told.decisions' },
    subject: digest,
  });
}
