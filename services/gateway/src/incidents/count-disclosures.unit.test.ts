import { describe, expect, test } from '@jest/globals';
import { countPreview, countReport } from './count-disclosures.ts';
import { deadlineOf, type Incident } from './incident.ts';
import type { Disclosure, DisclosurePage } from './read-disclosures.ts';

const HOUR_MICROS = 3_600_000_000;
const DISCLOSURE: Disclosure = {
  ...{ releaseId: 'r', agency: 'luton', caseReference: 'A', releaseSequence: 1, changeId: 'c' },
  ...{ subjectKey: 'p', fields: ['income.netPence'], releasedAt: 1_000_000, isVoid: false },
  ...{ toldBy: null, toldAt: null, answer: null, answeredAt: null },
};
const INCIDENT = {
  ...{ incidentId: 'i', state: 'told', reason: 'a test', awareAt: 0 },
} as Incident;
const TOLD = { toldBy: 't', toldAt: 5 * HOUR_MICROS };

async function* pagesOf(...pages: readonly (readonly Partial<Disclosure>[])[]) {
  for (const page of pages) {
    const disclosures = page.map((one) => ({ ...DISCLOSURE, ...one }));
    const end = { lastReleaseId: undefined, next: undefined };
    yield { disclosures, looked: disclosures.length, ...end } satisfies DisclosurePage;
  }
}

const report = (nowMicros: number, ...of: readonly Partial<Disclosure>[]) =>
  countReport(INCIDENT, pagesOf(of), { nowMicros, topics: new Set(['luton']) });

describe('what an incident is about', () => {
  test('is counted over pages: a case that goes on is one case, what never left is none', async () => {
    const preview = await countPreview(
      pagesOf(
        [{}, { releaseSequence: 2, releasedAt: 3_000_000, fields: ['income.kind'] }],
        [
          { releaseSequence: 3, ...TOLD },
          { caseReference: 'B', subjectKey: 'q' },
          { isVoid: true },
        ],
        [{ agency: 'jobcentre', caseReference: 'B', releasedAt: 2_000_000 }],
      ),
    );
    expect(preview).toEqual({
      ...{ disclosures: 5, toldBefore: 1, cases: 3, persons: 2, hasMorePersons: false, looked: 6 },
      agencies: [
        { agency: 'luton', disclosures: 4 },
        { agency: 'jobcentre', disclosures: 1 },
      ],
      fields: ['income.kind', 'income.netPence'],
      ...{
        firstReleasedAt: '1970-01-01T00:00:01.000Z',
        lastReleasedAt: '1970-01-01T00:00:03.000Z',
      },
    });
  });

  test('may be more persons than are remembered, and says so', async () => {
    const of = (...keys: readonly string[]) =>
      countPreview(pagesOf(keys.map((subjectKey) => ({ subjectKey }))), 2);
    expect(await of('a', 'b', 'a')).toMatchObject({ persons: 2, hasMorePersons: false });
    expect(await of('a', 'b', 'c')).toMatchObject({ persons: 2, hasMorePersons: true });
  });

  test('may be nothing', async () => {
    expect(await countPreview(pagesOf([]))).toMatchObject({
      ...{ disclosures: 0, agencies: [], firstReleasedAt: null },
    });
  });
});

describe('the 72 hours', () => {
  test('run from when somebody became aware', () => {
    expect(deadlineOf({ awareAt: 7 })).toBe(72 * HOUR_MICROS + 7);
  });

  test.each([
    ['untold', {}, true],
    ['told and silent', TOLD, true],
    ['answered', { ...TOLD, answer: 'applied', answeredAt: 6 * HOUR_MICROS } as const, false],
    ['never left', { isVoid: true }, false],
  ])('are over for what is %s: %s', async (_, one, isOverdue) => {
    expect(await report(72 * HOUR_MICROS, one)).toMatchObject({ isOverdue: false });
    expect(await report(72 * HOUR_MICROS + 1, one)).toMatchObject({ isOverdue });
  });

  test('name who is silent, and since when', async () => {
    const late = { ...TOLD, toldAt: 9 * HOUR_MICROS };
    const answered = { ...TOLD, toldAt: 0, answer: 'applied', answeredAt: 1 } as const;
    const found = await report(100 * HOUR_MICROS, late, TOLD, answered, {
      ...{ agency: 'jobcentre', ...TOLD, toldAt: 2 * HOUR_MICROS },
    });
    expect(found).toMatchObject({ silent: 3, silentSince: '1970-01-01T02:00:00.000Z' });
    expect(found.agencies).toMatchObject([
      {
        ...{ agency: 'luton', told: 3, answered: 1, silent: 2, isReachable: true },
        silentSince: '1970-01-01T05:00:00.000Z',
      },
      { agency: 'jobcentre', silent: 1, isReachable: false },
    ]);
  });
});
