import type { DemoReport } from './demo-report.ts';
import { type Html, html } from './html.ts';
import { drawLineChart, type Series } from './line-chart.ts';
import { drawTable } from './tables.ts';

const FIRST_ACCEPTED = 'the first change was accepted';
const BYTES_PER_MB = 1024 * 1024;

/** Accepted, decided and answered a second, over time. */
export function drawRates({ summary: { timeline } }: DemoReport): Html {
  const { stepSeconds, steps } = timeline;
  const rate = (name: string, count: (step: (typeof steps)[number]) => number): Series => ({
    name,
    values: steps.map((step) => Math.round(count(step) / stepSeconds)),
  });
  return drawOverTime({
    id: 'rates',
    title: 'Rates over time',
    unit: 'a second',
    since: FIRST_ACCEPTED,
    atSeconds: steps.map(({ fromSeconds }) => fromSeconds),
    series: [
      rate('accepted', ({ accepted }) => accepted),
      rate('decided', ({ decided }) => decided),
      rate('answered', ({ answered }) => answered),
    ],
    note: `Averages of ${stepSeconds} s. A change that several offices are given is answered several times.`,
  });
}

/** Of the answers given in each step, by when the change was accepted. */
export function drawLatency({ summary: { timeline } }: DemoReport): Html {
  const { steps } = timeline;
  return drawOverTime({
    id: 'latency',
    title: 'From accepted to answered',
    unit: 'ms',
    since: FIRST_ACCEPTED,
    atSeconds: steps.map(({ fromSeconds }) => fromSeconds),
    series: [
      { name: 'p50', values: steps.map(({ latencyMs }) => latencyMs?.p50 ?? null) },
      { name: 'p99', values: steps.map(({ latencyMs }) => latencyMs?.p99 ?? null) },
    ],
    note: 'From intake’s acceptance to the office’s first answer, by when the answer was given.',
  });
}

export function drawMemory({ memory }: DemoReport): Html {
  return drawOverTime({
    id: 'memory',
    title: 'Memory',
    unit: 'MB',
    since: 'the stack was ready',
    atSeconds: memory.map(({ atSeconds }) => Math.round(atSeconds)),
    series: [{ name: 'all', values: memory.map(({ bytes }) => Math.round(bytes / BYTES_PER_MB)) }],
    note: 'Proportional set size of all processes but brokers; the last value is taken while the history is read back.',
  });
}

interface OverTime {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly atSeconds: readonly number[];
  readonly series: readonly Series[];
  readonly since: string;
  readonly note: string;
}

function drawOverTime({ id, title, unit, since, atSeconds, series, note }: OverTime): Html {
  const table = drawTable({
    caption: `${title}, ${unit}`,
    headings: ['second', ...series.map(({ name }) => name)],
    rows: atSeconds.map((seconds, at) => [
      String(seconds),
      ...series.map(({ values }) => values[at] ?? null),
    ]),
    empty: 'Nothing was measured.',
  });
  const chart =
    atSeconds.length === 0
      ? html``
      : drawLineChart({
          title,
          description: `${note} The table beside it has every value.`,
          unit,
          since,
          atSeconds,
          series,
        });
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="soft">${note}</p><div class="beside">${chart}${table}</div></section>`;
}
