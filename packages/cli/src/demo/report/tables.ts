import { formatCount, type Html, html } from './html.ts';

type Cell = string | number | null;

export interface Table {
  readonly caption: string;
  readonly headings: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Cell[])[];
  /** Said in place of a table without rows. */
  readonly empty: string;
}

/** A table that scrolls by keyboard too; numbers stand right. */
export function drawTable({ caption, headings, rows, empty }: Table): Html {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`;
  const isNumber = (column: number): boolean => rows.some((row) => isAmount(row[column] ?? null));
  const classOf = (column: number): string => (isNumber(column) ? 'number' : 'text');
  const head = headings.map(
    (name, at) => html`<th scope="col" class="${classOf(at)}">${name}</th>`,
  );
  const body = rows.map(([name = null, ...cells]) => {
    const others = cells.map((cell, at) => html`<td class="${classOf(at + 1)}">${show(cell)}</td>`);
    return html`<tr><th scope="row" class="${classOf(0)}">${show(name)}</th>${others}</tr>`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

const isAmount = (cell: Cell): boolean => typeof cell === 'number' || /^−?£/.test(cell ?? '');

const show = (cell: Cell): string =>
  cell === null ? '–' : typeof cell === 'number' ? formatCount(cell) : cell;

export interface Bars {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly count: number }[];
}

const WIDTH = 560;
const ROW = 34;
const NAMES = 190;
const COUNTS = 80;

/** Horizontal bars, each with its name and count. */
export function drawBars({ title, bars }: Bars): Html {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const sum = bars.map(({ name, count }) => `${name} ${formatCount(count)}`).join(', ');
  const rows = bars.map(({ name, count }, at) => {
    const length = Math.round((count / most) * (WIDTH - NAMES - COUNTS));
    return html`<text class="label" x="${NAMES - 10}" y="${at * ROW + 21}" text-anchor="end">${name}</text>
<rect class="bar" x="${NAMES}" y="${at * ROW + 5}" width="${Math.max(1, length)}" height="${ROW - 12}"/>
<text class="label" x="${NAMES + length + 8}" y="${at * ROW + 21}">${formatCount(count)}</text>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${Math.max(1, bars.length) * ROW}" role="img" aria-label="${title}: ${sum}">${rows}</svg>`;
}
