import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sampleEntry, sampleFile, sampleRules } from '../../test/sample-file.ts';
import { sampleIncome } from '../../test/sample-release.ts';
import { assessFile } from './assess-file.ts';
import type { CaseEntry, CaseFile } from './case-file.ts';
import { takeFact } from './take-fact.ts';

const stop = (changeId: string, lastDayOfEntitlement: string, more = {}) =>
  sampleEntry({
    ...{ changeId, fact: 'benefitAward', occurredOn: lastDayOfEntitlement },
    body: {
      ...{ benefit: 'jsa-ib', action: 'stop', weeklyAmountPence: null, from: null },
      lastDayOfEntitlement,
    },
    ...more,
  });
const work = (changeId: string, startOn: string, netPence: number, more = {}) =>
  sampleEntry({
    ...{ changeId, occurredOn: startOn },
    body: sampleIncome({ startOn, netPence }),
    ...more,
  });
const of = (changeType: 'corrected' | 'annulled', previousChangeId: string) => ({
  changeType,
  previousChangeId,
});

/** Takes entries one after the other; gives the case and the answers. */
function takeAll(entries: readonly CaseEntry[], from: CaseFile = sampleFile) {
  let file = from;
  const answers = entries.map((entry) => {
    const { step, result } = takeFact(sampleRules, file, entry, null);
    file = step?.file ?? file;
    return [result.kind, result.reason];
  });
  return { file, answers };
}

const numbersOf = (file: CaseFile) =>
  assessFile(sampleRules, { ...file, assessment: null }).ranges.map(({ from, to, weeklyExact }) => [
    from,
    to,
    weeklyExact,
  ]);

describe('taking a fact', () => {
  test('gives the same award and the same record for any order and any repeats', () => {
    const entries = [
      work('a', '2010-04-19', 9280),
      work('b', '2010-04-28', 11_534, of('corrected', 'a')),
      stop('c', '2010-04-18'),
      stop('d', '2010-04-25', of('corrected', 'c')),
      work('e', '2010-06-07', 8000, { usedOn: null, usedFor: null }),
      sampleEntry({ changeId: 'f', ...of('annulled', 'e') }),
      work('g', '2010-07-05', 10_000, { usedOn: null, usedFor: null }),
      work('h', '2010-07-12', 9500, of('corrected', 'g')),
    ];
    const expected = takeAll(entries);
    const recordOf = ({ facts }: CaseFile) =>
      facts.map(({ revision: _, ...fact }) => JSON.stringify(fact)).sort();
    const indices = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 });
    const repeats = fc.array(fc.nat({ max: 7 }), { maxLength: 6 });
    fc.assert(
      fc.property(indices, repeats, (order, again) => {
        // A correction or annulment comes after what it points to.
        const ranks = new Map(order.map((index, rank) => [index, rank]));
        const rank = (index: number): number => ranks.get(index) ?? 0;
        for (const [first, later] of [
          [0, 1],
          [2, 3],
          [4, 5],
          [6, 7],
        ] as const) {
          if (rank(first) < rank(later)) continue;
          const at = rank(first);
          ranks.set(first, rank(later)).set(later, at);
        }
        const sorted = [...ranks].sort((a, b) => a[1] - b[1]).map(([index]) => index);
        const told = [...sorted, ...again].map((index) => entries[index] as CaseEntry);
        const { file } = takeAll(told);
        expect(numbersOf(file)).toEqual(numbersOf(expected.file));
        expect(recordOf(file)).toEqual(recordOf(expected.file));
      }),
      { numRuns: 200 },
    );
  });

  test('keeps the computed award of the file it gives', () => {
    const { file } = takeAll([work('a', '2010-04-19', 9280), stop('b', '2010-04-18')]);
    expect(file.assessment).toEqual(assessFile(sampleRules, { ...file, assessment: null }));
  });

  test('answers with the rule that decided', () => {
    const later = { moment: { businessDate: '2011-06-01', nowMs: 0 } };
    const { answers } = takeAll([
      work('a', '2010-04-19', 9280),
      work('a', '2010-04-19', 9280),
      { ...work('b', '2010-04-19', 9280), ...later },
      work('c', '2010-04-19', 9280, { usedOn: null, usedFor: null }),
      work('d', '2010-04-19', 9280, { sourceAgency: 'luton', evidenceLevel: 'self-declared' }),
      sampleEntry({ changeId: 'e', ...of('annulled', 'c') }),
      sampleEntry({ changeId: 'f', ...of('annulled', 'unknown') }),
      stop('g', '2010-04-18'),
    ]);
    expect(answers).toEqual([
      ['no-change', 'passported'],
      ['no-change', 'duplicate'],
      ['to-verify', 'r2(3)(a)'],
      ['to-verify', 'r2(3)(c)'],
      ['to-verify', 'evidence-self-declared'],
      ['no-change', 'predecessor-not-counted'],
      ['to-verify', 'predecessor-unknown:income'],
      ['to-verify', 'predecessor-unknown:income'],
    ]);
  });

  test('counts the used correction of what was set apart, as if it were the first word', () => {
    const { answers } = takeAll([
      stop('a', '2010-04-18'),
      work('b', '2010-04-19', 9280, { usedOn: null, usedFor: null }),
      work('c', '2010-04-19', 11_534, of('corrected', 'b')),
    ]);
    expect(answers).toEqual([
      ['no-change', 'same-award'],
      ['to-verify', 'r2(3)(c)'],
      ['applied', null],
    ]);
  });

  test('doubts DWP only by what an officer recorded of the same matter since they used it', () => {
    const officer = {
      origin: 'officer',
      sourceAgency: 'central-bedfordshire',
      usedOn: null,
    } as const;
    const now = { moment: { businessDate: '2010-05-01', nowMs: 0 } };
    const local = { ...work('a', '2010-04-26', 9000, officer), ...now };
    const partners = {
      ...work('p', '2010-04-28', 1, officer),
      told: { ...work('p', '2010-04-28', 1, officer).told, body: sampleIncome({ who: 'partner' }) },
    };
    const asked = (usedOn: string) => ({ ...work('b', '2010-04-19', 9280, { usedOn }), ...now });
    expect(takeAll([local, asked('2010-04-20')]).answers[1]).toEqual(['to-verify', 'r2(3)(b)']);
    expect(takeAll([local, asked('2010-04-27')]).answers[1]?.[0]).toBe('no-change');
    expect(takeAll([partners, asked('2010-04-20')]).answers[1]?.[0]).toBe('no-change');
    const overTheBus = { ...work('a', '2010-04-26', 9000), ...now };
    expect(takeAll([overTheBus, asked('2010-04-20')]).answers[1]?.[0]).toBe('no-change');
  });
});

describe('a birth told at another office late', () => {
  const birth = (dutyDischarged: string | null) => ({
    ...sampleEntry({
      ...{ changeId: 'birth', fact: 'household', occurredOn: '2010-04-19', dutyDischarged },
      ...{ notifiedOn: '2010-04-20', receivedOn: '2010-06-09', usedOn: '2010-06-09' },
      body: {
        ...{ member: 'Mina Sample', relation: 'child', birthDate: '2010-04-19' },
        ...{ joinedOn: '2010-04-19', leftOn: null, reason: 'born', benefits: null },
        ...{ worksSixteenHoursOrMore: null, grossWeeklyIncomePence: null },
        childBenefitInPayment: true,
      },
    }),
    moment: { businessDate: '2010-06-09', nowMs: 0 },
  });
  const earning = work('a', '2010-04-12', 12_000);
  const firstDay = (entry: CaseEntry) => {
    const { file } = takeAll([stop('s', '2010-04-11'), earning]);
    return takeFact(sampleRules, file, entry, null).result;
  };

  test('counts from the notice here, but from the telling where that discharged the duty', () => {
    expect(firstDay(birth(null))).toMatchObject({ kind: 'applied', effectiveOn: '2010-06-14' });
    expect(firstDay(birth('SI 2010/444'))).toMatchObject({ effectiveOn: '2010-04-26' });
  });
});
