import { openCodec } from '@told/codec';
import { type Database, openDatabase, readConfigOrExit, serializeError } from '@told/service';
import { codecUsesOf } from '../../codec-uses.ts';
import { AgencyError } from '../../errors.ts';
import type { Office } from '../office.ts';
import { parseRebuildConfig, type RebuildConfig } from './config.ts';
import { previewRebuild, type RebuildPreview } from './preview-rebuild.ts';
import { type RebuildProgress, type RebuildReport, rebuildInto } from './rebuild-into.ts';

/** One line of what the program writes: the last is preview, report or failure. */
export type RebuildLine =
  | { readonly progress: RebuildProgress }
  | { readonly preview: RebuildPreview }
  | { readonly report: RebuildReport }
  | { readonly failure: RebuildFailure };

export interface RebuildFailure {
  readonly code: string;
  readonly retryable: boolean;
  readonly detail: string;
}

/** What the program ends with. */
const EXIT = { equal: 0, different: 1, failed: 70 } as const;

const PREVIEW = '--preview';

/**
 * The program that rebuilds an office's tables elsewhere, run by whoever runs the office's service, with its environment and TOLD_SCRATCH_URL; with
 * `--preview` it only counts. Writes RebuildLines to stdout, each a line of JSON. Ends with 0 when every row is the same, else with 1; with 70
 * when it failed, and may be run again.
 */
export async function runRebuild(createOffice: (agency: string) => Office): Promise<void> {
  const config = readConfigOrExit(parseRebuildConfig);
  const isPreview = process.argv.includes(PREVIEW);
  try {
    process.exitCode = await withDatabases(config, async (source, scratch) => {
      if (isPreview) {
        write({ preview: await previewRebuild(config.agency, source, scratch) });
        return EXIT.equal;
      }
      if (scratch === undefined) throw new AgencyError('not-a-scratch', { agency: config.agency });
      const office = createOffice(config.agency);
      const { registryUrl } = config;
      const codec = await openCodec({ registryUrl, uses: codecUsesOf(office.agency) });
      const report = await rebuildInto({
        ...{ office, codec, source, scratch },
        onProgress: (progress) => write({ progress }),
      });
      write({ report });
      return report.isEqual ? EXIT.equal : EXIT.different;
    });
  } catch (error) {
    process.stderr.write(`${JSON.stringify(serializeError(error))}\n`);
    write({ failure: describeFailure(error) });
    process.exitCode = EXIT.failed;
  }
}

async function withDatabases<T>(
  { databaseUrl, scratchUrl }: RebuildConfig,
  use: (source: Database, scratch: Database | undefined) => Promise<T>,
): Promise<T> {
  const name = 'rebuild';
  const source = openDatabase({ url: databaseUrl, name });
  const scratch = scratchUrl === undefined ? undefined : openDatabase({ url: scratchUrl, name });
  try {
    return await use(source, scratch);
  } finally {
    await source.close();
    await scratch?.close();
  }
}

/** Of an error that is not of the house only that it is one: its message may quote a value. */
function describeFailure(error: unknown): RebuildFailure {
  const { code, retryable, message } = error as Partial<RebuildFailure & Error>;
  if (typeof code !== 'string' || typeof retryable !== 'boolean')
    return { code: 'failed', retryable: false, detail: 'a fault of the program itself' };
  return { code, retryable, detail: message ?? code };
}

const write = (line: RebuildLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
