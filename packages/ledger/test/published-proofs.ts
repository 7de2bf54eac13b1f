import fs from 'node:fs';
import path from 'node:path';

interface Published {
  readonly name: string;
  /** Base64, as all hashes here; empty where the vector has none. */
  readonly root: string;
  readonly size: number;
  readonly proof: readonly string[];
  readonly holds: boolean;
}
export interface PublishedInclusion extends Published {
  readonly kind: 'inclusion';
  readonly index: number;
  readonly leaf: string;
}
export interface PublishedConsistency extends Published {
  readonly kind: 'consistency';
  readonly earlier: number;
  readonly earlierRoot: string;
}

/** The test vectors of github.com/transparency-dev/merkle (testdata/ at 417fb0c, Apache-2.0), which other implementations are held to as well. */
export const readPublishedProofs = (): readonly (PublishedInclusion | PublishedConsistency)[] =>
  fs
    .readFileSync(path.join(import.meta.dirname, 'published-proofs.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PublishedInclusion | PublishedConsistency);
