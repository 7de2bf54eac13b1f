import { describe, expect, test } from '@jest/globals';
import { checkHistory } from './check-history.ts';
import type { History } from './history.ts';
import type { FindingKind } from './judge/finding.ts';

/** Two changes of one person; the first released to one case, received, applied and answered. */
const sound: History = {
  acknowledged: new Set(['c1', 'c2']),
  stored: new Set(['c1', 'c2']),
  changes: [
    { changeId: 'c1', subjectKey: 's', changeSequence: 1, acceptedAtMicros: 1 },
    { changeId: 'c2', subjectKey: 's', changeSequence: 2, acceptedAtMicros: 2 },
  ],
  decisions: [
    {
      decisionId: 'd1',
      changeId: 'c1',
      run: 1,
      decidedAtMicros: 2,
      recipients: [
        {
          verdict: 'trimmed',
          agency: 'a',
          caseReference: 'k',
          releaseId: 'r1',
          fields: ['income.netPence'],
        },
      ],
    },
    { decisionId: 'd2', changeId: 'c2', run: 1, decidedAtMicros: 2, recipients: [] },
  ],
  releases: [
    {
      releaseId: 'r1',
      agency: 'a',
      caseReference: 'k',
      releaseSequence: 1,
      changeId: 'c1',
      kind: 'value',
      fields: ['income.netPence'],
      basis: [{ agreement: 'x', version: 1 }],
    },
  ],
  outcomes: [{ agency: 'a', releaseId: 'r1', outcomeNo: 1, kind: 'applied', decidedAtMicros: 3 }],
  offices: [
    {
      agency: 'a',
      received: [{ releaseId: 'r1', caseReference: 'k', releaseSequence: 1 }],
      effects: [{ caseReference: 'k', changeId: 'c1', awardChanged: true }],
      parked: new Set(),
    },
  ],
  allowed: (agreement, version) =>
    agreement === 'x' && version === 1 ? new Set(['income.netPence']) : undefined,
};

const [change1, change2] = sound.changes as [History['changes'][0], History['changes'][0]];
const [decision1, decision2] = sound.decisions as [
  History['decisions'][0],
  History['decisions'][0],
];
const [release] = sound.releases as [History['releases'][0]];
const [office] = sound.offices as [History['offices'][0]];

const kindsOf = (change: Partial<History>): FindingKind[] =>
  checkHistory({ ...sound, ...change }).map(({ kind }) => kind);

describe('checkHistory', () => {
  test('a sound history breaks nothing, also with records repeated word for word', () => {
    expect(checkHistory(sound)).toEqual([]);
    const { changes, decisions, releases, outcomes } = sound;
    expect(
      kindsOf({
        changes: [...changes, ...changes],
        decisions: [...decisions, ...decisions],
        releases: [...releases, ...releases],
        outcomes: [...outcomes, ...outcomes],
      }),
    ).toEqual([]);
  });

  test.each<[string, FindingKind, Partial<History>]>([
    ['an acknowledged change not stored', 'lost', { acknowledged: new Set(['c1', 'c2', 'c3']) }],
    ['a stored change not in the log', 'lost', { stored: new Set(['c1', 'c2', 'c3']) }],
    ['a change not decided', 'lost', { decisions: [decision1] }],
    ['a release decided and not sent', 'lost', { releases: [], offices: [] }],
    ['a release not received', 'lost', { offices: [{ ...office, received: [] }] }],
    ['a release not answered', 'lost', { outcomes: [] }],
    [
      'a change with two places',
      'doubled',
      { changes: [change1, change2, { ...change1, changeSequence: 3 }] },
    ],
    [
      'a change decided twice',
      'doubled',
      { decisions: [decision1, decision2, { ...decision2, decisionId: 'd3' }] },
    ],
    [
      'two effects of one change',
      'doubled',
      { offices: [{ ...office, effects: [...office.effects, ...office.effects] }] },
    ],
    [
      'a release received twice',
      'doubled',
      { offices: [{ ...office, received: [...office.received, ...office.received] }] },
    ],
    ['changes out of order', 'out-of-order', { changes: [change2, change1] }],
    [
      'a hole in a case’s releases',
      'out-of-order',
      { releases: [{ ...release, releaseSequence: 2 }] },
    ],
    [
      'a place taken by another change',
      'out-of-order',
      { changes: [change1, change2, { ...change2, changeId: 'c1' }] },
    ],
    ['a field beyond the agreement', 'without-basis', { allowed: () => new Set() }],
    [
      'a field beyond the decision',
      'without-basis',
      { releases: [{ ...release, fields: ['income.netPence', 'income.employer'] }] },
    ],
    [
      'a release to a case that was refused',
      'without-basis',
      {
        decisions: [
          {
            ...decision1,
            recipients: decision1.recipients.map((one) => ({ ...one, verdict: 'refused' })),
          },
          decision2,
        ],
      },
    ],
    ['a release to another case', 'without-basis', { releases: [{ ...release, agency: 'b' }] }],
  ])('finds %s', (_name, kind, change) => {
    expect(kindsOf(change)).toContain(kind);
  });

  test('what is taken back of a change may have an effect of its own, and of no other change', () => {
    const again = { ...office, effects: [...office.effects, ...office.effects] };
    const takingBack = (takenBack: string) => ({
      ...again,
      received: [
        ...again.received,
        { releaseId: 'r2', caseReference: 'k', releaseSequence: 2, takenBack },
      ],
    });
    expect(kindsOf({ offices: [takingBack('c1')] })).toEqual([]);
    expect(kindsOf({ offices: [takingBack('c2')] })).toEqual(['doubled']);
  });

  test('a parked release is not lost', () => {
    const parked = { ...office, received: [], parked: new Set(['r1']) };
    expect(kindsOf({ offices: [parked], outcomes: [] })).toEqual([]);
  });
});
