import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connect.ts';
import { createProgress } from '../demo/progress.ts';
import { CliError } from '../exit-codes.ts';
import type { Printer } from '../print.ts';
import type { DifferenceAnswer, ReplayAnswer } from './replay-answers.ts';

const POLL_MS = 500;

/** Waits, with a bar, until a replay that runs is through; one that waits for its approval is answered at once. */
export async function followReplay(
  connection: Connection,
  asked: ReplayAnswer,
  printer: Printer,
): Promise<ReplayAnswer> {
  const what = asked.kind === 'redeliver' ? 'releases' : 'changes';
  let replay = asked;
  const progress = createProgress(printer, what, () => replay.total);
  while (replay.state === 'running') {
    if (!printer.json) progress.update(replay.done);
    await sleep(POLL_MS);
    replay = await connection.call<ReplayAnswer>('gateway', `/v1/replays/${replay.replayId}`);
  }
  progress.end();
  if (replay.state === 'failed') {
    throw new CliError('unsound', `the replay could not go on: ${replay.failure}.`, replay);
  }
  return replay;
}

/** The first differences of a report. */
export async function readDifferences(
  connection: Connection,
  { replayId }: Pick<ReplayAnswer, 'replayId'>,
  after = 0,
): Promise<readonly DifferenceAnswer[]> {
  const path = `/v1/replays/${replayId}/differences?after=${after}`;
  type Page = { readonly items: readonly DifferenceAnswer[] };
  return (await connection.call<Page>('gateway', path)).items;
}
