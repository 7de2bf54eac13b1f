import { codecUsesOf, type RebuildReport, rebuildInto } from '@told/agency-sdk';
import { createLocalSource, openCodecFrom } from '@told/codec';
import { openDatabase } from '@told/service';
import { InvariantError } from '../benchmark.ts';
import { contend } from '../measure/contend.ts';
import { createOffice } from '../p6/agency-parts.ts';
import { AGENCY } from '../p6/releases.ts';
import type { Part, Work } from './work.ts';

const BYTES_PER_MB = 1_024;

async function rebuild({ sourceUrl, scratchUrl }: Part): Promise<RebuildReport> {
  const source = openDatabase({ url: sourceUrl, name: 'rebuild' });
  const scratch = openDatabase({ url: scratchUrl, name: 'rebuild' });
  try {
    const codec = await openCodecFrom(createLocalSource(), codecUsesOf(AGENCY));
    const report = await rebuildInto({ office: createOffice(), codec, source, scratch });
    const { isEqual, findings } = report;
    if (!isEqual) throw new InvariantError({ findings: findings.length }, 'no row differs');
    return report;
  } finally {
    await source.close();
    await scratch.close();
  }
}

contend<Work>(async ({ warmUp, measured }) => ({
  warmUp: async () => void (await rebuild(warmUp)),
  run: async () => (await rebuild(measured)).entries,
  // Kilobytes, by getrusage.
  measureMore: async () => ({ 'MB at most': process.resourceUsage().maxRSS / BYTES_PER_MB }),
  close: async () => undefined,
}));
