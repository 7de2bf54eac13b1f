import {
  type Area,
  generateChanges,
  loadHouseholds,
  openHouseholds,
  type SendReport,
  sendChanges,
  waitUntilQuiet,
} from '@told/testing';
import type { Printer } from '../print.ts';
import type { Run } from './claim-run.ts';
import type { DemoOptions } from './demo-options.ts';
import { createRateMeter, describeRates } from './live-rates.ts';
import { createProgress } from './progress.ts';
import { watchFlow } from './watch-flow.ts';
import type { MemoryWatch } from './watch-memory.ts';

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
  readonly memory: MemoryWatch;
  /** The business date. */
  readonly today: string;
}

/** Loads households and sends changes about them; undefined when there is nothing to send. */
export async function runLoad(of: RunLoadOptions): Promise<LoadRun | undefined> {
  const { area, run, options, printer, today } = of;
  const { households: count, changes } = options;
  if (count === 0 || changes === 0) return undefined;
  printer.note(
    printer.style('bold', `\nA load: ${format(count)} households, ${format(changes)} changes`),
  );
  const households = openHouseholds({
    households: count,
    seed: options.seed,
    first: run.firstHousehold,
  });
  const loaded = createProgress(printer, 'households loaded', () => count);
  await loadHouseholds({ area, households, onProgress: loaded.update });
  loaded.end();
  await waitUntilQuiet({ area });
  const startedMs = performance.now();
  const seed = options.seed + run.number;
  const told = generateChanges(households, { changes, seed, today });
  const report = await tell(of, told);
  of.memory.sample(); // when most is under way
  const { sinceMs } = await waitForAnswers(area, printer);
  return { report, seconds: (sinceMs - startedMs) / 1000 };
}

async function tell(
  { area, options, printer }: RunLoadOptions,
  changes: ReturnType<typeof generateChanges>,
): Promise<SendReport> {
  const progress = createProgress(printer, 'changes told', () => options.changes);
  const meter = createRateMeter();
  const watch = watchFlow(area, (look) => meter.take(look, performance.now()));
  try {
    return await sendChanges({
      area,
      changes,
      onSent: (sent) => progress.update(sent, describeRates(meter.rates())),
    });
  } finally {
    progress.end();
    await watch.stop();
  }
}

/** What waits when everything has been told, and what comes of it. */
async function waitForAnswers(area: Area, printer: Printer): ReturnType<typeof waitUntilQuiet> {
  let most = 0;
  const progress = createProgress(printer, 'records that waited were read', () => most);
  const meter = createRateMeter();
  const quiet = await waitUntilQuiet({
    area,
    onLook(look) {
      most = Math.max(most, look.waiting);
      meter.take(look, performance.now());
      progress.update(most - look.waiting, describeRates(meter.rates()));
    },
  });
  progress.end();
  return quiet;
}

const format = (count: number): string => count.toLocaleString('en-GB');
