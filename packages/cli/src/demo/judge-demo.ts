import type { Stack } from '@told/stack';
import type { Area, HistorySummary } from '@told/testing';
import { formatTable, type Printer } from '../print.ts';
import { judgeArea } from './judge-area.ts';
import type { LoadRun } from './run-load.ts';
import type { VerifiedLedger } from './verify-ledger.ts';
import type { MemoryWatch } from './watch-memory.ts';

export interface JudgeOptions {
  readonly area: Area;
  readonly stack: Stack;
  readonly acknowledged: ReadonlySet<string>;
  readonly load: LoadRun | undefined;
  /** When this run began: earlier ones on the same folder are checked too, but not counted. */
  readonly startedMs: number;
  readonly memory: MemoryWatch;
  /** Undefined: none is kept. */
  readonly ledger: VerifiedLedger | undefined;
  readonly printer: Printer;
}

export interface Judged {
  readonly isSound: boolean;
  readonly summary: HistorySummary;
}

const BYTES_PER_MB = 1024 * 1024;

/** Reads logs and databases back, judges them, and prints the demo's last line. */
export async function judgeDemo(options: JudgeOptions): Promise<Judged> {
  const { area, stack, acknowledged, load, startedMs, memory, ledger, printer } = options;
  const whole = await judgeArea(area, acknowledged, startedMs);
  const { findings, latencyMs, timeline, ...summary } = whole;
  memory.sample();
  const seconds = Number((load?.seconds ?? (Date.now() - startedMs) / 1000).toFixed(2));
  const accepted = load === undefined ? summary.changes : load.report.accepted.size;
  const document = {
    ...summary,
    seconds,
    changesPerSecond: Math.round(accepted / seconds),
    latencyMs,
    rssMb: toMb(memory.peakBytes()),
    bus: stack.log.kind,
    brokers: stack.log.brokers.length,
    brokerMb: toMb(stack.brokerPssBytes()),
    ledger: ledger ?? null,
  };
  const { lost, doubled, outOfOrder, withoutBasis } = summary;
  const isTrue = ledger === undefined || ledger.verified;
  const isSound = lost + doubled + outOfOrder + withoutBasis === 0 && isTrue;
  for (const { kind, what, id } of findings) {
    printer.note(printer.style('red', `  ${kind}: ${what}: ${id}`));
  }
  printer.result(document, () => describeSummary(document, load, printer));
  return { isSound, summary: whole };
}

const describeLedger = ({ size, verified }: VerifiedLedger, printer: Printer): string =>
  verified
    ? `${size} entries, ${printer.style('green', 'head verified')}`
    : printer.style('red', `the head over ${size} entries could not be verified`);

const describeMb = (mb: number | null): string =>
  mb === null ? 'cannot be measured here' : `${mb} MB`;

const toMb = (bytes: number | undefined): number | null =>
  bytes === undefined ? null : Math.round(bytes / BYTES_PER_MB);

function describeSummary(
  document: Omit<HistorySummary, 'findings' | 'timeline'> & {
    readonly seconds: number;
    readonly changesPerSecond: number;
    readonly rssMb: number | null;
    readonly brokers: number;
    readonly brokerMb: number | null;
    readonly ledger: VerifiedLedger | null;
  },
  load: LoadRun | undefined,
  printer: Printer,
): string {
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const check = (count: number): string =>
    count === 0 ? printer.style('green', '0') : printer.style('red', String(count));
  const rows: string[][] = [
    ['changes accepted', String(document.changes)],
    ['decisions', counts(document.decisions)],
    ['outcomes', counts(document.outcomes)],
    ['awards changed', String(document.awardsChanged)],
  ];
  if (load !== undefined) {
    const { sent, duplicates, refused } = load.report;
    rows.push(
      [
        'told by the load',
        `${sent}, of which ${duplicates} were repetitions; refused: ${counts(refused)}`,
      ],
      [
        'rate',
        `${document.changesPerSecond} changes a second, from the first told to the last answered, in ${document.seconds} s`,
      ],
    );
  }
  rows.push(
    ['accepted to answered', `p50 ${document.latencyMs.p50} ms, p99 ${document.latencyMs.p99} ms`],
    [
      document.brokers === 0
        ? 'most memory of all processes'
        : 'most memory of all but the brokers',
      describeMb(document.rssMb),
    ],
    ...(document.brokers === 0 ? [] : [['memory of the brokers', describeMb(document.brokerMb)]]),
    ['lost', check(document.lost)],
    ['doubled', check(document.doubled)],
    ['out of order', check(document.outOfOrder)],
    ['without basis', check(document.withoutBasis)],
    ...(document.ledger === null ? [] : [['ledger', describeLedger(document.ledger, printer)]]),
  );
  return `\n${formatTable(['read back from logs and databases', ''], rows)}`;
}
