import { describe, expect, test } from '@jest/globals';
import type { DemoReport } from './demo-report.ts';
import { renderReport } from './render-report.ts';

const report: DemoReport = {
  startedAt: '2026-01-01T00:00:00.000Z',
  settings: [['households', '300']],
  machine: [['processors', '2 × <b>fast & "cheap"</b>']],
  summary: {
    changes: 1_200,
    decisions: { release: 900, trimmed: 300, hold: 0, refused: 0, own: 1_200 },
    outcomes: { applied: 700, 'no-change': 500 },
    awardsChanged: 650,
    ...{ lost: 0, doubled: 1, outOfOrder: 0, withoutBasis: 0 },
    findings: [{ kind: 'doubled', what: 'a change decided twice', id: 'c1' }],
    latencyMs: { p50: 120, p99: 480 },
    timeline: {
      stepSeconds: 2,
      steps: [
        { fromSeconds: 0, accepted: 800, decided: 600, answered: 0, latencyMs: null },
        {
          fromSeconds: 2,
          accepted: 400,
          decided: 600,
          answered: 1_200,
          latencyMs: { p50: 120, p99: 480 },
        },
      ],
    },
  },
  load: {
    ...{ sent: 1_250, accepted: 1_190, duplicates: 50, refused: { 'invalid-change': 10 } },
    ...{ seconds: 4, changesPerSecond: 298 },
  },
  awards: [
    {
      ...{ agency: 'jobcentre', entries: 650, cases: 200, raised: 100, lowered: 150, ended: 50 },
      ...{ weeksAffected: 1_300, overpaymentPence: 123_456, underpaymentPence: 0 },
    },
  ],
  memory: [
    { atSeconds: 5, bytes: 900 * 1024 * 1024 },
    { atSeconds: 10, bytes: 800 * 1024 * 1024 },
  ],
};

const page = renderReport(report);
/** Names of elements in order, with the self-closed ones left out. */
const tags = (text: string): readonly string[] =>
  [...text.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)]
    .filter(([, , name = '', closed]) => closed === '' && !['meta', 'br'].includes(name))
    .map(([, close, name]) => `${close}${name}`);

describe('the page of a demo run', () => {
  test('asks for nothing: no script, no address but of its own parts, and a policy that allows only its style', () => {
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(page).not.toMatch(/<script|<img|<link|@import|url\(|https?:|\son[a-z]+=|style="/);
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['#main']);
  });

  test('opens and closes its elements in order', () => {
    const open: string[] = [];
    for (const tag of tags(page)) {
      if (tag.startsWith('/')) expect(open.pop()).toBe(tag.slice(1));
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });

  test('says each figure of a chart in a table, and names every chart', () => {
    for (const figure of ['800', '1,200', '480', '£1,234.56', '900'])
      expect(page).toContain(figure);
    const charts = [...page.matchAll(/<svg [^>]*>/g)].map(([chart]) => chart);
    expect(charts).toHaveLength(6);
    for (const chart of charts) expect(chart).toMatch(/role="img" aria-label="[^"]{20,}"/);
  });

  test('reaches every table that scrolls by keyboard, and heads every column', () => {
    const regions = [...page.matchAll(/<div class="scroll"[^>]*>/g)].map(([region]) => region);
    for (const region of regions) expect(region).toMatch(/role="region" tabindex="0" aria-label="/);
    for (const [, head = ''] of page.matchAll(/<thead>(.*?)<\/thead>/gs)) {
      expect(head.match(/<th /g)).toHaveLength(head.match(/scope="col"/g)?.length ?? 0);
    }
  });

  test('shows what breaks an invariant, by sign and not by colour alone', () => {
    expect(page).toContain('<span class="bad">1 ✗</span>');
    expect(page).toContain('a change decided twice');
    expect(page).toContain('<span class="good">0 ✓</span>');
  });

  test('escapes what it is given', () => {
    expect(page).toContain('2 × &lt;b&gt;fast &amp; &quot;cheap&quot;&lt;/b&gt;');
  });

  test('draws no chart of nothing, and says so', () => {
    const { summary } = report;
    const empty = renderReport({
      ...report,
      load: undefined,
      awards: [],
      memory: [],
      summary: {
        ...summary,
        outcomes: {},
        decisions: { release: 0, trimmed: 0, hold: 0, refused: 0, own: 0 },
        timeline: { stepSeconds: 1, steps: [] },
        findings: [],
      },
    });
    expect(empty).not.toContain('<svg');
    for (const said of [
      'Nothing was measured.',
      'There are no outcomes yet.',
      'No award has moved.',
      'Nothing breaks them.',
    ]) {
      expect(empty).toContain(said);
    }
    expect(empty).not.toMatch(/NaN|undefined|Infinity/);
  });
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [most, least] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (most + 0.05) / (least + 0.05);
}

describe('the page’s colours', () => {
  const grounds = [...page.matchAll(/:root \{([^}]*)\}/g)].map(([, rules = '']) =>
    Object.fromEntries(
      [...rules.matchAll(/--([a-z0-9]+): (#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [
        name,
        colour,
      ]),
    ),
  );

  test.each([0, 1])('can be read on their ground (%i: light, dark)', (at) => {
    const colours = grounds[at] ?? {};
    for (const name of ['text', 'soft', 's1', 's2', 's3', 'good', 'bad']) {
      for (const ground of ['ground', 'panel']) {
        expect(contrast(colours[name] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
