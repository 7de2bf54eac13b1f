import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { day, office, tell, telling, timeline } from '../../test/timelines.ts';
import { assessCase } from '../assess-case.ts';
import type { Assessment } from '../award.ts';
import { addDays } from '../calendar.ts';
import { effectOf } from '../effect-of.ts';
import type { Fact } from '../facts.ts';

const RUNS = 300;
const runs = { numRuns: RUNS };

/** No week of any tax here is more than so many pence. */
const MOST_PENCE = 20_000;

/** Dates that no order joins: told before they happened, years apart, on 29 February, at midnight of centuries. */
const strayDay = fc.oneof(
  day,
  fc.constantFrom(
    '1900-01-01',
    '2000-02-29',
    '2010-04-05',
    '2012-02-29',
    '2012-03-31',
    '2099-12-31',
  ),
);
const strayFact = fc
  .record({
    body: telling,
    on: strayDay,
    notifiedOn: strayDay,
    receivedOn: strayDay,
    changeType: fc.constantFrom('created', 'corrected', 'annulled', 'ended'),
    id: fc.nat(8),
    previous: fc.option(fc.nat(12), { nil: null }),
    hasBody: fc.boolean(),
  })
  .map(({ body, on, id, previous, hasBody, ...header }): Fact => {
    const previousFactId = previous === null ? null : `n${previous}`;
    const fact = tell({ ...header, factId: `n${id}`, previousFactId }, body, on);
    return (hasBody ? fact : { ...fact, body: null }) as Fact;
  });

/** What happened before the claim is asked about, and counts in no award. */
const CLAIMED = '2010-04-05';
const claimedDay = day.filter((on) => on >= CLAIMED);

/** Once a fact counts in the award (council tax may know it some days before) nothing is paid: each day has a question, or the claim is over. */
function expectNothingFrom({ ranges, coversTo, effects }: Assessment, factId: string): void {
  const days = effects.filter((effect) => effect.factId === factId && effect.changedOn >= CLAIMED);
  const from = days
    .map(({ effectiveOn }) => effectiveOn)
    .sort()
    .at(-1);
  if (from === undefined || from > coversTo) return;
  expect(
    ranges.filter(({ to, weeklyPence }) => (to ?? coversTo) >= from && weeklyPence > 0),
  ).toEqual([]);
}

describe(`of ${RUNS} nonsense timelines each`, () => {
  test('none crashes, none awards less than nothing or more than the tax', () => {
    fc.assert(
      fc.property(
        office,
        timeline,
        fc.array(strayFact, { maxLength: 8 }),
        (given, facts, stray) => {
          const { ranges } = assessCase(given.scheme, given.given, [...stray, ...facts]);
          for (const { weeklyPence } of ranges) {
            expect(weeklyPence >= 0 && weeklyPence <= MOST_PENCE).toBe(true);
          }
        },
      ),
      runs,
    );
  });

  test('none awards anything once it annuls, corrects or ends what nobody told', () => {
    const kind = fc.constantFrom('corrected', 'annulled', 'ended');
    fc.assert(
      fc.property(office, timeline, telling, kind, day, (given, facts, body, changeType, on) => {
        const header = { factId: 'stray', changeType, previousFactId: 'never told' } as const;
        const stray = tell(header, body, on);
        const award = assessCase(given.scheme, given.given, [...facts, stray]);
        expect(award.effects.map(({ factId }) => factId)).toContain('stray');
        expectNothingFrom(award, 'stray');
      }),
      runs,
    );
  });

  test('none awards anything while there are two partners', () => {
    const partner = (member: string, birthDate: string, joinedOn: string) => () =>
      ({
        fact: 'household',
        body: {
          ...{ relation: 'partner', member, birthDate, joinedOn, leftOn: null },
          worksSixteenHoursOrMore: false,
        },
      }) as const;
    fc.assert(
      fc.property(office, claimedDay, fc.integer({ min: 0, max: 90 }), (given, on, later) => {
        const first = tell({ factId: 'a' }, partner('Sam', '1981-03-04', on), on);
        const then = addDays(on, later);
        const second = tell({ factId: 'b' }, partner('Kim', '1982-07-07', then), then);
        const award = assessCase(given.scheme, given.given, [second, first]);
        expectNothingFrom(award, 'b');
        const outcome = effectOf(given.scheme, given.given, [first], second);
        expect(outcome.kind).toBe('to-verify');
      }),
      runs,
    );
  });

  test('none awards anything for a child older than the claimant', () => {
    fc.assert(
      fc.property(office, day, fc.integer({ min: 0, max: 9_000 }), (given, on, days) => {
        const birthDate = addDays(given.given.claimant.birthDate ?? on, -days);
        const body = () =>
          ({
            fact: 'household',
            body: {
              ...{ relation: 'child', member: 'Old', birthDate, joinedOn: on, leftOn: null },
              worksSixteenHoursOrMore: null,
            },
          }) as const;
        const child = tell({ factId: 'child' }, body, on);
        const award = assessCase(given.scheme, given.given, [child]);
        expectNothingFrom(award, 'child');
        expect(effectOf(given.scheme, given.given, [], child).kind).toBe('to-verify');
      }),
      runs,
    );
  });
});
