import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Stack } from '@told/stack';
import { type Area, type HistorySummary, readAwardsMoved } from '@told/testing';
import type { DemoOptions } from './demo-options.ts';
import type { DemoReport, LoadFigures } from './report/demo-report.ts';
import { renderReport } from './report/render-report.ts';
import type { LoadRun } from './run-load.ts';
import type { MemoryWatch } from './watch-memory.ts';

export interface ReportOptions {
  readonly area: Area;
  readonly stack: Stack;
  readonly dir: string;
  readonly options: DemoOptions;
  readonly summary: HistorySummary;
  readonly load: LoadRun | undefined;
  readonly memory: MemoryWatch;
  readonly startedMs: number;
}

const BYTES_PER_GB = 1024 ** 3;

/** Writes `report.html` of this run into the data folder, in place of an earlier run's; resolves with the page's URL. */
export async function writeReport(of: ReportOptions): Promise<string> {
  const { area, stack, options, summary, load, memory, startedMs } = of;
  const report: DemoReport = {
    startedAt: new Date(startedMs).toISOString(),
    settings: [
      ['households', String(options.households)],
      ['changes', String(options.changes)],
      ['seed', String(options.seed)],
      ['bus', describeBus(stack)],
      ['first business date', stack.businessDate.split('@')[0] ?? ''],
    ],
    machine: [
      ['processors', `${os.availableParallelism()} × ${os.cpus()[0]?.model.trim() ?? 'unknown'}`],
      ['memory', `${(os.totalmem() / BYTES_PER_GB).toFixed(1)} GB`],
      ['system', `${os.type()} ${os.release()}, ${os.arch()}`],
      ['Node.js', process.version],
    ],
    summary,
    load: load && describeLoad(load),
    awards: await readAwardsMoved(area, startedMs),
    memory: memory.samples,
  };
  const file = path.join(of.dir, 'report.html');
  // In one step: whoever has the page open never reads half of it.
  fs.writeFileSync(`${file}.new`, renderReport(report));
  fs.renameSync(`${file}.new`, file);
  return pathToFileURL(file).href;
}

const describeBus = ({ log }: Stack): string =>
  log.kind === 'kafka'
    ? `Kafka, ${log.brokers.length} broker(s)${log.login ? ', secured' : ''}`
    : 'embedded (PostgreSQL)';

const describeLoad = ({ report, seconds }: LoadRun): LoadFigures => ({
  sent: report.sent,
  accepted: report.accepted.size,
  duplicates: report.duplicates,
  refused: report.refused,
  seconds,
  changesPerSecond: Math.round(report.accepted.size / seconds),
});
