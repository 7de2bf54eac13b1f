import { formatCount, type Html, html } from './html.ts';

export interface Series {
  readonly name: string;
  /** By place on the x axis; null: nothing to show there. */
  readonly values: readonly (number | null)[];
}

export interface LineChart {
  readonly title: string;
  /** What a reader who does not see the chart should know of it. */
  readonly description: string;
  readonly unit: string;
  /** What the seconds count from. */
  readonly since: string;
  /** Seconds, one for each value. */
  readonly atSeconds: readonly number[];
  readonly series: readonly Series[];
}

const WIDTH = 560;
const HEIGHT = 270;
const LEFT = 64;
const RIGHT = 84;
const TOP = 30;
const BOTTOM = 40;
const TICKS = 4;
/** Names beside their lines must not lie on one another. */
const NAME_GAP = 16;

/** An SVG with axes, a line a series (told apart by dashes too, and named at its end), and no script. */
export function drawLineChart(chart: LineChart): Html {
  const { title, description, unit, since, atSeconds, series } = chart;
  const most = Math.max(0, ...series.flatMap(({ values }) => values.filter((one) => one !== null)));
  const top = roundUp(most);
  const last = Math.max(1, atSeconds.at(-1) ?? 1);
  const x = (seconds: number): number => LEFT + (seconds / last) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const grid = Array.from({ length: TICKS + 1 }, (_, tick) => {
    const value = (top * tick) / TICKS;
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"/>
<text class="tick" x="${LEFT - 8}" y="${round(y(value) + 4)}" text-anchor="end">${formatCount(value)}</text>`;
  });
  const times = Array.from({ length: TICKS + 1 }, (_, tick) => {
    const seconds = (last * tick) / TICKS;
    return html`<text class="tick" x="${round(x(seconds))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${formatCount(round(seconds))}</text>`;
  });
  const lines = series.map(
    ({ values }, at) =>
      html`<path class="line s${at + 1}" d="${drawPath(values, atSeconds, x, y)}"/>`,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}. ${description}">
${grid}${times}
<text class="tick" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 4}" text-anchor="middle">seconds since ${since}</text>
<text class="tick" x="${LEFT - 8}" y="14" text-anchor="end">${unit}</text>
${lines}${nameLines(series, y)}
</svg>`;
}

function drawPath(
  values: readonly (number | null)[],
  atSeconds: readonly number[],
  x: (seconds: number) => number,
  y: (value: number) => number,
): string {
  let isDrawing = false;
  const points = values.map((value, at) => {
    if (value === null) {
      isDrawing = false;
      return '';
    }
    const point = `${round(x(atSeconds[at] ?? 0))} ${round(y(value))}`;
    const command = isDrawing ? 'L' : 'M';
    isDrawing = true;
    // A single point is a short line, or nothing of it would be seen.
    return values[at + 1] == null && command === 'M' ? `M${point}h3` : `${command}${point}`;
  });
  return points.join('');
}

/** Each name where its line ends, moved apart. */
function nameLines(series: readonly Series[], y: (value: number) => number): readonly Html[] {
  const ends = series
    .map(({ name, values }, at) => ({
      name,
      at,
      end: y(values.findLast((one) => one !== null) ?? 0),
    }))
    .sort((one, other) => other.end - one.end);
  let below = HEIGHT - BOTTOM + NAME_GAP;
  return ends.map(({ name, at, end }) => {
    below = Math.min(end + 4, below - NAME_GAP);
    const atX = WIDTH - RIGHT + 8;
    return html`<text class="name n${at + 1}" x="${atX}" y="${round(below)}">${name}</text>`;
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The next 1, 2, 4, 6 or 8 times a power of ten: quarters of it are easy to read. */
function roundUp(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}
