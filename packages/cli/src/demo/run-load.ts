import {
  type Area,
  generateChanges,
  generateHouseholds,
  loadHouseholds,
  type SendReport,
  sendChanges,
  waitUntilQuiet,
} from '@told/testing';
import type { Printer } from '../print.ts';
import type { Run } from './claim-run.ts';
import type { DemoOptions } from './demo-options.ts';
import { COUNCIL } from './world.ts';

export interface LoadRun {
  readonly report: SendReport;
  /** From the first change sent until every office had answered. */
  readonly seconds: number;
}

export interface RunLoadOptions {
  readonly area: Area;
  readonly run: Run;
  readonly options: DemoOptions;
  readonly printer: Printer;
  /** The business date. */
  readonly today: string;
}

/** Loads households and sends changes about them; undefined when there is nothing to send. */
export async function runLoad(of: RunLoadOptions): Promise<LoadRun | undefined> {
  const { area, run, options, printer, today } = of;
  const { households: count, changes } = options;
  if (count === 0 || changes === 0) return undefined;
  printer.note(
    printer.style(
      'bold',
      `\nA load: ${format(count)} households, ${format(changes)} changes, 64 callers`,
    ),
  );
  const households = generateHouseholds({
    households: count,
    seed: options.seed,
    first: run.firstHousehold,
  });
  await loadHouseholds({
    area,
    households,
    council: COUNCIL,
    onProgress: createProgress(printer, 'households loaded', count),
  });
  await waitUntilQuiet({ area });
  const startedMs = performance.now();
  const report = await sendChanges({
    area,
    changes: generateChanges(households, {
      changes,
      seed: options.seed + run.number,
      council: COUNCIL,
      today,
    }),
    onSent: createProgress(printer, 'changes told', changes),
  });
  await waitUntilQuiet({ area });
  return { report, seconds: (performance.now() - startedMs) / 1000 };
}

const format = (count: number): string => count.toLocaleString('en-GB');

/** A line at each tenth. */
function createProgress(printer: Printer, what: string, total: number): (done: number) => void {
  let shown = 0;
  return (done) => {
    const tenth = Math.floor((done / total) * 10);
    if (tenth <= shown) return;
    shown = tenth;
    printer.note(`  ${format(done).padStart(9)} of ${format(total)} ${what}`);
  };
}
