import fs from 'node:fs';
import process from 'node:process';
import { parseKeys, readLines, type VerifiedBundle, verifyBundle } from '@told/ledger';
import { InvariantError } from '../benchmark.ts';
import { contend } from '../measure/contend.ts';

/** A bundle that is sound, a small one to warm up with, and the key of both. */
export type Work = {
  readonly file: string;
  readonly warmUpFile: string;
  readonly key: string;
  readonly entries: number;
};

const PIECE_BYTES = 1024 * 1024;
const KIB_PER_MB = 1_000;

contend<Work>(async ({ file, warmUpFile, key, entries }) => {
  const trusted = parseKeys(key) ?? [];
  const verify = (bundle: string): Promise<VerifiedBundle> =>
    verifyBundle(readLines(fs.createReadStream(bundle, { highWaterMark: PIECE_BYTES })), {
      trusted,
    });
  return {
    async warmUp() {
      await verify(warmUpFile);
    },
    async run() {
      const verified = await verify(file);
      if (!verified.isSound || verified.entries !== entries)
        throw new InvariantError({ entries: verified.entries }, 'a good bundle is sound');
      return entries;
    },
    measureMore: async () => ({ peakMb: process.resourceUsage().maxRSS / KIB_PER_MB }),
    close: async () => undefined,
  };
});
