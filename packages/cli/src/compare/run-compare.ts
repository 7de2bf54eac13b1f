import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Stack } from '@told/stack';
import {
  type ComparedTable,
  compareDumps,
  type DumpedTable,
  doubleRecords,
  dumpTables,
  generateChanges,
  type LoadChange,
  loadHouseholds,
  openArea,
  openHouseholds,
  type SendReport,
  sendChanges,
  tellOtherwise,
  waitUntilQuiet,
} from '@told/testing';
import { type BusOptions, readBusOptions } from '../bus-options.ts';
import type { CommandContext } from '../command-context.ts';
import { judgeArea } from '../demo/judge-area.ts';
import { createProgress } from '../demo/progress.ts';
import { readBusinessDate } from '../demo/read-business-date.ts';
import { CliError } from '../exit-codes.ts';
import type { Printer } from '../print.ts';
import { withLocalStack } from '../start-local-stack.ts';
import type { ComparedRun } from './compared-run.ts';
import { describeCompared } from './describe-compared.ts';

export interface CompareOptions extends Pick<BusOptions, 'bus' | 'brokers'> {
  readonly households: number;
  readonly changes: number;
  readonly seed: number;
  /** Folder that keeps what was compared. */
  readonly keep?: string;
}

/** Every tenth record is told twice, and is in the log twice. */
const REPEAT_EVERY = 10;
const SHARES = [0.5, 1];

/**
 * Tells one set of changes to two fresh stacks, one after the other: to the second in another order between households, and every tenth twice,
 * by the same key and in the log itself. Prints what their derived tables hold. Throws CliError `unsound` when a byte differs.
 */
export async function runCompare(options: CompareOptions, context: CommandContext): Promise<void> {
  const printer = context.printer();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'told-compare-'));
  fs.chmodSync(scratch, 0o755); // PostgreSQL does not run as root; its own account must get in
  const kept =
    options.keep === undefined ? undefined : path.resolve(context.ports.cwd, options.keep);
  try {
    const dumps = kept ?? path.join(scratch, 'tables');
    const play = (name: string, isOtherwise: boolean): Promise<Played> =>
      playRun({
        options,
        printer,
        dir: path.join(scratch, name),
        dumps: path.join(dumps, name),
        isOtherwise,
      });
    printer.note(printer.style('bold', 'First: the changes as they come'));
    const first = await play('first', false);
    printer.note(printer.style('bold', '\nSecond: in another order, and every tenth twice'));
    const second = await play('second', true);
    const tables = await compareDumps(first.tables, second.tables);
    report(printer, tables, [first.run, second.run]);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function report(
  printer: Printer,
  tables: readonly ComparedTable[],
  runs: readonly ComparedRun[],
): void {
  const differing = tables.filter(({ isEqual }) => !isEqual);
  const isSound = runs.every(({ broken }) => Object.values(broken).every((count) => count === 0));
  const isEqual = differing.length === 0;
  printer.result({ isEqual, isSound, tables, runs }, () => describeCompared(tables, runs, printer));
  if (!isEqual) {
    const names = differing.map(({ name, firstDifferent }) => `${name} at ${firstDifferent}`);
    throw new CliError('unsound', `the tables differ: ${names.join('; ')}`);
  }
  if (!isSound) throw new CliError('unsound', 'an invariant is broken; see the runs above');
}

interface PlayOptions {
  readonly options: CompareOptions;
  readonly printer: Printer;
  readonly dir: string;
  readonly dumps: string;
  readonly isOtherwise: boolean;
}

interface Played {
  readonly run: ComparedRun;
  readonly tables: readonly DumpedTable[];
}

/** On a folder of its own, thrown away afterwards. */
async function playRun(of: PlayOptions): Promise<Played> {
  const { options, printer, dir } = of;
  const where = { ...readBusOptions({ ...options, dir }, '/'), fsync: false };
  let played: Played | undefined;
  try {
    await withLocalStack({ ...where, printer, logLevel: 'warn' }, async (stack) => {
      played = await playOn(stack, of);
    });
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
  if (played === undefined) throw new TypeError('a run that ends without an error was played');
  return played;
}

async function playOn(stack: Stack, of: PlayOptions): Promise<Played> {
  const { options, printer, dumps, isOtherwise } = of;
  const { households: count, seed } = options;
  const area = openArea(stack);
  const households = openHouseholds({ households: count, seed });
  const loaded = createProgress(printer, 'households loaded', () => count);
  await loadHouseholds({ area, households, onProgress: loaded.update });
  loaded.end();
  await waitUntilQuiet({ area });
  const today = readBusinessDate(stack.businessDate, Date.now());
  const inOrder = [...generateChanges(households, { changes: options.changes, seed, today })];
  const changes = isOtherwise
    ? tellOtherwise(inOrder, { seed, repeatEvery: REPEAT_EVERY })
    : inOrder;
  const told = createProgress(printer, 'changes told', () => changes.length);
  const reports: SendReport[] = [];
  let doubledInLog = 0;
  for (const part of cut(changes)) {
    const before = reports.reduce((sum, { sent }) => sum + sent, 0);
    reports.push(
      await sendChanges({ area, changes: part, onSent: (sent) => told.update(before + sent) }),
    );
    await waitUntilQuiet({ area });
    if (isOtherwise) doubledInLog += await doubleRecords(area, REPEAT_EVERY);
  }
  told.end();
  await waitUntilQuiet({ area });
  const tables = await dumpTables(area, dumps);
  const acknowledged = new Set(reports.flatMap(({ accepted }) => [...accepted]));
  const { lost, doubled, outOfOrder, withoutBasis } = await judgeArea(area, acknowledged);
  const broken = { lost, doubled, outOfOrder, withoutBasis };
  return { run: { ...sumReports(reports), doubledInLog, broken }, tables };
}

/** In parts, so that what is doubled in the log in between is met again before the end. */
function cut(changes: readonly LoadChange[]): readonly (readonly LoadChange[])[] {
  const ends = SHARES.map((share) => Math.round(changes.length * share));
  return ends.map((end, at) => changes.slice(ends[at - 1] ?? 0, end));
}

function sumReports(
  reports: readonly SendReport[],
): Pick<ComparedRun, 'told' | 'accepted' | 'duplicates' | 'refused'> {
  const refused: Record<string, number> = {};
  for (const [code, count] of reports.flatMap((one) => Object.entries(one.refused))) {
    refused[code] = (refused[code] ?? 0) + count;
  }
  return {
    told: reports.reduce((sum, { sent }) => sum + sent, 0),
    accepted: new Set(reports.flatMap(({ accepted }) => [...accepted])).size,
    duplicates: reports.reduce((sum, { duplicates }) => sum + duplicates, 0),
    refused,
  };
}
