import { formatPounds } from '../../print.ts';
import type { DemoReport, Line } from './demo-report.ts';
import { formatCount, type Html, html } from './html.ts';
import { drawLatency, drawMemory, drawRates } from './render-charts.ts';
import { STYLES, STYLES_DIGEST } from './styles.ts';
import { drawBars, drawTable } from './tables.ts';

/** The page of a demo run: one file without script, that asks the network for nothing and reads from disk. */
export function renderReport(report: DemoReport): string {
  const { html: text } = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLES_DIGEST}'; base-uri 'none'; form-action 'none'">
<title>Told Once: a run of the demo</title>
<style>${{ html: STYLES }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<header><h1>Told Once: a run of the demo</h1>
<p class="soft">Begun ${report.startedAt}. Everything here was read back from the logs and databases; the people are synthetic, and none is named.</p></header>
<main id="main">
${drawCards(report)}
${drawInvariants(report)}
${drawRates(report)}
${drawLatency(report)}
${drawDecisions(report)}
${drawOutcomes(report)}
${drawAwards(report)}
${drawMemory(report)}
${drawLines('Settings', report.settings)}
${drawLines('Machine', report.machine)}
</main>
<footer><p>A page of one run on one machine, not a benchmark: those are run by <code>npm run bench</code>.</p></footer>
</body>
</html>
`;
  return text;
}

function drawCards({ summary, load, memory }: DemoReport): Html {
  const peakMb = Math.round(Math.max(0, ...memory.map(({ bytes }) => bytes)) / BYTES_PER_MB);
  const cards: readonly Line[] = [
    [formatCount(summary.changes), 'changes accepted'],
    ...(load === undefined
      ? []
      : ([
          [
            `${formatCount(load.changesPerSecond)}/s`,
            'changes, from the first told to the last answered',
          ],
        ] as const)),
    [`${formatCount(summary.latencyMs.p50)} ms`, 'accepted to answered, half of them (p50)'],
    [`${formatCount(summary.latencyMs.p99)} ms`, 'accepted to answered, 99 in 100 (p99)'],
    [formatCount(summary.awardsChanged), 'awards changed'],
    ...(peakMb === 0
      ? []
      : ([[`${formatCount(peakMb)} MB`, 'most memory of all processes but brokers']] as const)),
  ];
  return html`<ul class="cards">${cards.map(([value, name]) => html`<li><strong>${value}</strong>${name}</li>`)}</ul>`;
}

const BYTES_PER_MB = 1024 * 1024;

function drawInvariants({ summary }: DemoReport): Html {
  const { lost, doubled, outOfOrder, withoutBasis, findings } = summary;
  const checks = [
    [
      'Lost',
      lost,
      'Every accepted change is in the log and was decided; every release was received and answered, or waits in plain sight.',
    ],
    [
      'Doubled',
      doubled,
      'A change has one place, one decision, one release to a case and one effect there, whatever was delivered how often.',
    ],
    [
      'Out of order',
      outOfOrder,
      'The changes of a person and the releases of a case are without gaps and in order, also where they took effect.',
    ],
    [
      'Without basis',
      withoutBasis,
      'Every field given rests on a decision and on an agreement as its reviewed file has it.',
    ],
  ] as const;
  const rows = checks.map(
    ([name, count, rule]) => html`<tr><th scope="row">${name}</th>
<td class="number"><span class="${count === 0 ? 'good' : 'bad'}">${formatCount(count)}${count === 0 ? ' ✓' : ' ✗'}</span></td><td>${rule}</td></tr>`,
  );
  const listed = drawTable({
    caption: 'What breaks them',
    headings: ['invariant', 'what', 'record'],
    rows: findings.map(({ kind, what, id }) => [kind, what, id]),
    empty: 'Nothing breaks them.',
  });
  return html`<section aria-labelledby="invariants"><h2 id="invariants">Invariants</h2>
<div class="scroll" role="region" tabindex="0" aria-label="Invariants"><table><thead><tr><th scope="col">invariant</th><th scope="col" class="number">broken</th><th scope="col">what is checked</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${listed}</section>`;
}

function drawDecisions({ summary }: DemoReport): Html {
  const bars = Object.entries(summary.decisions).map(([name, count]) => ({ name, count }));
  return drawCounts('decisions', 'Decisions by verdict', 'verdict', bars);
}

function drawOutcomes({ summary }: DemoReport): Html {
  const bars = Object.entries(summary.outcomes).map(([name, count]) => ({ name, count }));
  return drawCounts('outcomes', 'Outcomes by kind', 'outcome', bars);
}

function drawCounts(
  id: string,
  title: string,
  noun: string,
  counts: readonly { readonly name: string; readonly count: number }[],
): Html {
  const bars = counts
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
  const table = drawTable({
    caption: title,
    headings: [noun, 'how many'],
    rows: bars.map(({ name, count }) => [name, count]),
    empty: `There are no ${id} yet.`,
  });
  const chart = bars.length === 0 ? html`` : drawBars({ title, bars });
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="beside">${chart}${table}</div></section>`;
}

function drawAwards({ awards }: DemoReport): Html {
  const moved = awards.filter(({ entries }) => entries > 0);
  const bars = moved.flatMap(({ agency, raised, lowered, ended }) => [
    { name: `${agency}: up`, count: raised },
    { name: 'down', count: lowered },
    { name: 'ended', count: ended },
  ]);
  const table = drawTable({
    caption: 'Awards moved, by office',
    headings: [
      'office',
      'entries',
      'cases',
      'up',
      'down',
      'ended',
      'weeks',
      'overpaid',
      'underpaid',
    ],
    rows: moved.map((one) => [
      ...[
        one.agency,
        one.entries,
        one.cases,
        one.raised,
        one.lowered,
        one.ended,
        one.weeksAffected,
      ],
      ...[formatPounds(one.overpaymentPence), formatPounds(one.underpaymentPence)],
    ]),
    empty: 'No award has moved.',
  });
  const chart = moved.length === 0 ? html`` : drawBars({ title: 'Awards moved', bars });
  return html`<section aria-labelledby="awards"><h2 id="awards">Awards moved</h2>
<p class="soft">By the weekly amount at the end of what is known, before and after each entry; an entry that only moved dates is in none of the three.</p>
<div class="narrow">${chart}</div>${table}</section>`;
}

function drawLines(title: string, lines: readonly Line[]): Html {
  const id = title.toLowerCase();
  const table = drawTable({
    caption: title,
    headings: ['what', 'value'],
    rows: lines,
    empty: 'Nothing is known.',
  });
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${table}</section>`;
}
