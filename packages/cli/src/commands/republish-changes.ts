import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../command-context.ts';
import type { Connection } from '../connect.ts';
import { CliError } from '../exit-codes.ts';
import { formatFields } from '../print.ts';

export interface RepublishOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

interface Run {
  readonly runId: string;
  readonly state: 'listing' | 'reading' | 'appending' | 'done' | 'refused' | 'abandoned';
  readonly dryRun: boolean;
  readonly listed: number;
  readonly read: number;
  readonly unknown: number;
  readonly missing: number;
  readonly appended: number;
}

/** Of one piece; the command may be given again after that, and goes on. */
const TRIES_MAX = 30;
const WAIT_MS = 2_000;
const UNDER_WAY = new Set<Run['state']>(['listing', 'reading', 'appending']);

export const REPUBLISH_HELP = `
Compares what intake has accepted with what the log holds, and gives the log again what it has lost: the same ids and bytes, each
person's changes in order. Readers tell by the sequences what they have had. Cut short, the command goes on where it stood.
What waits for the log, or comes meanwhile, does not count as lost. When the log holds changes that intake does not know, nothing
is appended: intake's own database is then the older one.

A service that ends with "forked" or "offset-out-of-range" after such a loss needs "told changes reread" once.

Example:
  npm run -s told -- changes republish --dry-run --reason 'the broker lost its disk'`;

/** Asks intake for one piece of the work after another until none is left. */
export async function republishChanges(
  { reason, dryRun = false }: RepublishOptions,
  operator: Connection,
  context: CommandContext,
): Promise<void> {
  const printer = context.printer();
  const body = { reason, dryRun };
  let run = await operator.call<Run>('intake', '/v1/changes/republish', { body });
  while (UNDER_WAY.has(run.state)) {
    run = await askAgain(operator, run.runId);
    if (!printer.json) printer.note(describeProgress(run));
  }
  printer.result(run, () => formatFields(describeRun(run)));
  if (run.state === 'abandoned') {
    throw new CliError('refused', 'the dry run gave way to a run that appends.');
  }
  if (run.unknown > 0) {
    throw new CliError(
      'unsound',
      `the log holds ${run.unknown} changes that intake does not know: nothing was appended.\nFix: restore the newest backup of intake's database, then compare again.`,
    );
  }
}

async function askAgain(operator: Connection, runId: string): Promise<Run> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await operator.call<Run>('intake', `/v1/changes/republish/${runId}/continue`, {
        method: 'POST',
      });
    } catch (error) {
      if (tried >= TRIES_MAX || !(error instanceof CliError) || error.exit !== 'unavailable') {
        throw error;
      }
      await sleep(WAIT_MS);
    }
  }
}

function describeProgress({ state, listed, read, missing, appended }: Run): string {
  if (state === 'listing') return `listing what was accepted: ${listed}`;
  if (state === 'reading') return `reading the log: ${read} records`;
  return `missing: ${missing}; given to the log again: ${appended}`;
}

const describeRun = ({ state, dryRun, listed, read, unknown, missing, appended }: Run) => ({
  run: dryRun ? `${state} (dry run: nothing is appended)` : state,
  'the log should hold': listed,
  'records read': read,
  'not known to intake': unknown,
  missing,
  'given to the log again': appended,
});
