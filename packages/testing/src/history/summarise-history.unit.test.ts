import { describe, expect, test } from '@jest/globals';
import type { HistoryStream } from './history.ts';
import { summariseHistory } from './summarise-history.ts';

const SECOND = 1_000_000;
const CHANGES = ['c1', 'c2', 'c3'];

/** Three changes, accepted a second apart, each released to one case and answered after 100, 200 and 300 ms; the first before the count begins. */
const stream: HistoryStream = {
  acknowledged: CHANGES,
  stored: [CHANGES.slice(0, 2), CHANGES.slice(2)],
  changes: [
    CHANGES.map((changeId, at) => ({
      changeId,
      subjectKey: 's',
      changeSequence: at + 1,
      acceptedAtMicros: (at + 1) * SECOND,
    })),
  ],
  decisions: CHANGES.map((changeId, at) => [
    {
      decisionId: `d${at}`,
      changeId,
      run: 1,
      decidedAtMicros: (at + 1) * SECOND + 50_000,
      recipients: [
        { verdict: 'release', agency: 'a', caseReference: 'k', releaseId: `r${at}`, fields: [] },
        { verdict: 'own', agency: 'b', caseReference: 'l', releaseId: null, fields: [] },
      ],
    },
  ]),
  releases: [
    CHANGES.map((changeId, at) => ({
      releaseId: `r${at}`,
      agency: 'a',
      caseReference: 'k',
      releaseSequence: at + 1,
      changeId,
      kind: 'value',
      fields: [],
      basis: [],
    })),
  ],
  outcomes: [
    CHANGES.map((_, at) => ({
      agency: 'a',
      releaseId: `r${at}`,
      outcomeNo: 1,
      kind: at === 2 ? 'no-change' : 'applied',
      decidedAtMicros: (at + 1) * SECOND + (at + 1) * 100_000,
    })),
  ],
  offices: [
    {
      agency: 'a',
      received: [
        CHANGES.map((_, at) => ({
          releaseId: `r${at}`,
          caseReference: 'k',
          releaseSequence: at + 1,
        })),
      ],
      effects: [
        CHANGES.map((changeId, at) => ({ caseReference: 'k', changeId, awardChanged: at < 2 })),
      ],
      parked: [],
    },
  ],
  allowed: () => undefined,
};

describe('summariseHistory', () => {
  test('checks everything, and counts what was accepted since the instant given', async () => {
    expect(await summariseHistory(stream, 2_000)).toEqual({
      changes: 2,
      decisions: { release: 2, trimmed: 0, hold: 0, refused: 0, own: 2 },
      outcomes: { applied: 1, 'no-change': 1 },
      awardsChanged: 1,
      ...{ lost: 0, doubled: 0, outOfOrder: 0, withoutBasis: 0, findings: [] },
      latencyMs: { p50: 200, p99: 300 },
      timeline: {
        stepSeconds: 1,
        steps: [
          {
            fromSeconds: 0,
            accepted: 1,
            decided: 1,
            answered: 1,
            latencyMs: { p50: 200, p99: 200 },
          },
          {
            fromSeconds: 1,
            accepted: 1,
            decided: 1,
            answered: 1,
            latencyMs: { p50: 300, p99: 300 },
          },
        ],
      },
    });
  });

  test('counts a record that its log holds twice once', async () => {
    const twice = <T>(batches: Iterable<readonly T[]>): readonly (readonly T[])[] =>
      [...batches].map((batch) => [...batch, ...batch]);
    const doubled = {
      ...stream,
      changes: twice(stream.changes as Iterable<never[]>),
      decisions: twice(stream.decisions as Iterable<never[]>),
      releases: twice(stream.releases as Iterable<never[]>),
      outcomes: twice(stream.outcomes as Iterable<never[]>),
    };
    expect(await summariseHistory(doubled, 0)).toEqual(await summariseHistory(stream, 0));
  });

  test('has an empty timeline when nothing was accepted', async () => {
    const { changes, timeline } = await summariseHistory(stream, 60_000);
    expect({ changes, timeline }).toEqual({ changes: 0, timeline: { stepSeconds: 1, steps: [] } });
  });

  test('tells some findings of each kind, and counts all', async () => {
    const stored = Array.from({ length: 50 }, (_, at) => `x${at}`);
    const summary = await summariseHistory({ ...stream, stored: [[...CHANGES, ...stored]] });
    expect(summary.lost).toBe(50);
    expect(summary.findings).toHaveLength(20);
  });

  test('takes a release that takes back for what it is: without basis it may give nothing', async () => {
    const back = { releaseId: 'r9', agency: 'a', caseReference: 'k', releaseSequence: 4 };
    const withBack = (fields: readonly string[]): HistoryStream => ({
      ...stream,
      releases: [
        ...(stream.releases as Iterable<never[]>),
        [{ ...back, changeId: 'c3', kind: 'do-not-rely', fields, basis: [] }],
      ],
      offices: stream.offices.map((office) => ({
        ...office,
        received: [...(office.received as Iterable<never[]>), [back]],
      })),
      outcomes: [
        ...(stream.outcomes as Iterable<never[]>),
        [{ agency: 'a', releaseId: 'r9', outcomeNo: 1, kind: 'no-change', decidedAtMicros: 1 }],
      ],
    });
    expect((await summariseHistory(withBack([]))).findings).toEqual([]);
    expect(await summariseHistory(withBack(['income.netPence']))).toMatchObject({
      withoutBasis: 1,
    });
  });
});
