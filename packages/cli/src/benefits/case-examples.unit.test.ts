import { describe, expect, test } from '@jest/globals';
import { SCHEMES } from '@told/benefits';
import { createValidator } from '@told/service';
import { runTold } from '../../test/run-told.ts';
import { AWARD_SCHEMA, DATE_SCHEMA } from './answer-schema.ts';
import { CASE_EXAMPLES } from './case-examples.ts';
import type { ExplainedAward } from './explain-award.ts';
import type { ExplainedDate } from './explain-date.ts';

const DATE = ['benefits', 'date', '--json', '--file', '-', '--scheme'];

test('every scheme has an example', () => {
  expect(CASE_EXAMPLES.map(({ scheme }) => scheme).sort()).toEqual(
    SCHEMES.map(({ id }) => id).sort(),
  );
});

describe.each(CASE_EXAMPLES.map((example) => [example.scheme, example] as const))(
  'the example of %s',
  (scheme, { given, awards, dates }) => {
    const input = JSON.stringify(given);

    test('gives the awards of the page, in the documented shape', async () => {
      const told = await runTold(
        ['benefits', 'assess', '--scheme', scheme, '--file', '-', '--json'],
        { input },
      );
      expect([told.code, told.err]).toEqual([0, '']);
      const award = told.document<ExplainedAward>();
      expect(createValidator(AWARD_SCHEMA)(award)).toEqual([]);
      const found = awards.map(({ on }) => ({
        on,
        weeklyPence:
          award.ranges.find(({ from, to }) => from <= on && on <= to)?.weeklyPence ?? null,
      }));
      expect(found).toEqual(awards);
    });

    test('gives the days of effect of the page, in the documented shape', async () => {
      for (const { fact, on, effectiveOn } of dates) {
        const told = await runTold([...DATE, scheme, '--fact', fact, '--on', on], { input });
        expect([told.code, told.err]).toEqual([0, '']);
        const date = told.document<ExplainedDate>();
        expect(createValidator(DATE_SCHEMA)(date)).toEqual([]);
        expect([fact, date.effectiveOn]).toEqual([fact, effectiveOn]);
      }
    });
  },
);
