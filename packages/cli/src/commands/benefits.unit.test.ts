import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';
import type { ExplainedAward } from '../benefits/explain-award.ts';
import type { ExplainedDate } from '../benefits/explain-date.ts';
import { WEEKDAYS } from '../benefits/plain-case.ts';

const RATES = path.join(import.meta.dirname, '../../../benefits/src/rates');
const JOB = {
  who: 'claimant',
  kind: 'employed',
  netPence: 9280,
  payPeriod: 'weekly',
  hoursPerWeek: 16,
};
const WORKER = {
  claimant: { age: 31 },
  incomes: [JOB],
  councilTax: { weeklyPence: 1800 },
};
const assess = (given: unknown, ...more: string[]) =>
  runTold(['benefits', 'assess', '--file', '-', ...more], { input: JSON.stringify(given) });
const date = (given: unknown, ...more: string[]) =>
  runTold(['benefits', 'date', '--json', '--file', '-', ...more], { input: JSON.stringify(given) });

describe('benefits assess', () => {
  test('explains every range of days line by line, and ends with the financial years', async () => {
    const { code, out, err } = await assess(WORKER, '--scheme', 'ctb-2010-11');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Council tax benefit 2010\/11, working age \(ctb-2010-11\)$/m);
    expect(out).toMatch(/^Thursday 1 April 2010 to Thursday 31 March 2011: £13\.53 a week$/m);
    expect(out).toMatch(/^ {6}council-tax: LGFA 1992/m);
    expect(out).toMatch(/^2010\/11 .* £705\.49$/m);
  });

  test('says what is to verify instead of an amount', async () => {
    const { code, out } = await assess({ ...WORKER, claimant: {} }, '--scheme', 'ctb-2010-11');
    expect(code).toBe(0);
    expect(out).toMatch(/^From Thursday 1 April 2010: to verify, no amount$/m);
    expect(out).toContain('missing-field: claimant.birthDate');
    expect(out).not.toContain('£');
  });

  test.each([
    [{ claimant: { age: 31 } }, 'The case does not say: councilTax, or where a fact moves to.'],
    [{ ...WORKER, children: [{ age: 40 }] }, 'A child is not younger than the claimant.'],
    [{ ...WORKER, claimant: { age: 61 } }, 'Claimant or partner is 60 or over'],
  ])('says what a person must find out: %#', async (given, sentence) => {
    const { out } = await assess(given, '--scheme', 'ctb-2010-11');
    expect(out).toContain(`  ${sentence}`);
  });

  test('an award from before the rates is assessed from their first day, by that year’s tax', async () => {
    const { document } = await assess(
      { ...WORKER, from: '2010-03-01' },
      '--json',
      '--scheme',
      'ctb-2010-11',
    );
    expect(document<ExplainedAward>()).toMatchObject({
      from: '2010-04-01',
      ranges: [{ from: '2010-04-01', weeklyPence: 1353 }],
      toVerify: [{ reason: 'no-scheme', from: '2010-03-01', to: '2010-03-31' }],
    });
  });

  test('a day outside the rates is told as such', async () => {
    const { document } = await assess(
      WORKER,
      ...['--json', '--scheme', 'ctb-2010-11', '--on', '2012-05-01'],
    );
    expect(document<ExplainedAward>().on).toMatchObject({
      range: null,
      toVerify: { reason: 'no-scheme', detail: 'after-last-day' },
    });
  });

  test('marks a rule whose source was believed and not read', async () => {
    const scheme = ['--scheme', 'ctr-central-bedfordshire'];
    const { out } = await assess(WORKER, ...scheme);
    expect(out).toMatch(/^ {6}income: .* \[unverified\]$/m);
    expect(out).toMatch(/^ {6}council-tax: [^[]*$/m);
    const { document } = await assess(WORKER, '--json', ...scheme);
    const lines = document<ExplainedAward>().ranges[0]?.lines.filter(
      ({ unverified }) => unverified,
    );
    expect(lines?.map(({ rule }) => rule)).toEqual(['income']);
  });

  test('takes a file that begins with a byte order mark', async () => {
    const input = `\ufeff${JSON.stringify(WORKER)}`;
    const file = ['benefits', 'assess', '--scheme', 'ctb-2010-11', '--file', '-'];
    expect((await runTold(file, { input })).code).toBe(0);
  });

  test.each([
    ['2010-05-17', /^Thursday 1 April 2010 to .*: £13\.53 a week$/m],
    ['2011-04-01', /^Friday 1 April 2011: to verify, no amount$/m],
  ])('--on %s prints that day alone', async (on, line) => {
    const { out } = await assess(WORKER, '--scheme', 'ctb-2010-11', '--on', on);
    expect(out).toMatch(line);
    expect(out).not.toContain('financial year');
  });

  test('a claimant of an age has one rate throughout the year, however the week runs', async () => {
    const cases = [
      ...['ctb-2010-11', 'ctb-2011-12'].map((scheme) => [scheme, 'sunday'] as const),
      ...WEEKDAYS.flatMap((day) =>
        ['jsa-ib-2010-11', 'jsa-ib-2011-12'].map((scheme) => [scheme, day] as const),
      ),
    ];
    for (const [scheme, weekEndsOn] of cases) {
      for (const age of [24, 25]) {
        const given = {
          claimant: { age },
          councilTax: { weeklyPence: 1800 },
          jobseeker: { weekEndsOn },
        };
        const { document } = await assess(given, '--json', '--scheme', scheme);
        const { ranges, toVerify } = document<ExplainedAward>();
        expect([scheme, weekEndsOn, age, ranges.length, toVerify]).toEqual([
          scheme,
          weekEndsOn,
          age,
          1,
          [],
        ]);
      }
    }
  });

  test('gross pay less what is taken off is net pay', async () => {
    const { netPence, ...job } = JOB;
    const gross = { ...job, grossPence: 10_000, taxPence: 500, nationalInsurancePence: 220 };
    const byGross = await assess({ ...WORKER, incomes: [gross] }, '--scheme', 'ctb-2010-11');
    expect(netPence).toBe(9280);
    expect(byGross.out).toBe((await assess(WORKER, '--scheme', 'ctb-2010-11')).out);
  });

  test('--rates counts instead of the rates shipped, and says so', async () => {
    const { code, document } = await assess(
      WORKER,
      '--json',
      '--scheme',
      'ctb',
      '--rates',
      path.join(RATES, 'ctb-2010-11.json'),
    );
    expect(code).toBe(0);
    const { scheme, otherRates, ranges } = document<ExplainedAward>();
    expect([scheme, otherRates, ranges[0]?.weeklyPence]).toEqual(['ctb-2010-11', true, 1353]);
  });

  test('rates that are none are refused by the field', async () => {
    const rates = JSON.parse(fs.readFileSync(path.join(RATES, 'ctb-2010-11.json'), 'utf8'));
    rates.pence.personalAllowanceSingle25.value = -1;
    const told = await runTold(
      ['benefits', 'assess', '--scheme', 'ctb-2010-11', '--file', '/dev/null', '--rates', '-'],
      { input: JSON.stringify(rates) },
    );
    expect(told.code).toBe(1);
    expect(told.err).toContain('  /pence/personalAllowanceSingle25/value: ');
  });

  test.each([
    ['an unknown scheme', ['--scheme', 'ctb-1999-00', '--file', '-'], /It is one of ctb-2010-11/],
    ['no file', ['--scheme', 'ctb-2010-11'], /required option '--file <file>'/],
    ['a file that is not there', ['--scheme', 'ctb', '--file', '/nowhere'], /cannot be read/],
    [
      'two things on standard input',
      ['--scheme', 'ctb', '--file', '-', '--rates', '-'],
      /only one of --file and --rates/,
    ],
  ])('%s is a matter of usage', async (_, args, message) => {
    const { code, out, err } = await runTold(['benefits', 'assess', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

describe('benefits date', () => {
  const MAY = ['--fact', 'income', '--on', '2010-05-12'];
  const JOBSEEKER = { ...WORKER, jobseeker: { weekEndsOn: 'wednesday' } };
  const UC = { ...WORKER, universalCredit: { assessmentPeriodFromDay: 5 } };

  test.each([
    ['ctb-2010-11', WORKER, 'income', '2010-05-17', 'next-benefit-week'],
    ['jsa-ib-2010-11', JOBSEEKER, 'income', '2010-05-06', 'same-benefit-week'],
    ['jsa-ib-2010-11', JOBSEEKER, 'entitlement-ends', '2010-05-12', 'ends-on-the-day'],
    ['uc', UC, 'income', '2010-05-05', expect.any(String)],
  ])('one event, by %s', async (scheme, given, fact, effectiveOn, rule) => {
    const on = ['--fact', fact, '--on', '2010-05-12'];
    const told = await date(given, '--scheme', scheme, ...on);
    expect(told.code).toBe(0);
    expect(told.document<ExplainedDate>()).toMatchObject({
      answer: 'date',
      effectiveOn,
      rule: { name: rule },
    });
  });

  test('of an age without a first day reads it on the day that is asked about', async () => {
    const joins = ['--fact', 'non-dependant-joins', '--on', '2010-05-12'];
    const of = (age: number) =>
      date({ claimant: { age } }, '--scheme', 'hb-pension-age', ...joins).then((told) =>
        told.document<ExplainedDate>(),
      );
    expect((await of(62)).effectiveOn).toBe('2010-05-17');
    expect((await of(65)).effectiveOn).toBe('2010-11-15');
  });

  test('of council tax needs no tax, and of council tax benefit no end of its own', async () => {
    const told = (scheme: string) =>
      date({ claimant: { age: 31 } }, '--scheme', scheme, ...MAY).then((answer) =>
        answer.document<ExplainedDate>(),
      );
    expect((await told('council-tax')).effectiveOn).toBe('2010-05-12');
    expect((await told('ctb-2010-11')).ifEntitlementEnds).toBeNull();
  });

  test('told late, both days, since nobody says who gains', async () => {
    const late = [...MAY, '--notified', '2010-09-01'];
    const told = await date(WORKER, '--scheme', 'ctb-2010-11', ...late);
    expect(told.document<ExplainedDate>()).toMatchObject({
      answer: 'depends',
      effectiveOn: null,
      ifGains: { effectiveOn: '2010-09-06' },
      ifLoses: { effectiveOn: '2010-05-17' },
      notice: { late: true, lastDay: '2010-06-12' },
    });
    const text = await runTold(
      ['benefits', 'date', '--scheme', 'ctb-2010-11', '--file', '-', ...late],
      { input: JSON.stringify(WORKER) },
    );
    expect(text.out).toMatch(/^If the person gains, it counts from Monday 6 September 2010$/m);
    expect(text.out).toMatch(/^If the person loses, it counts from Monday 17 May 2010$/m);
    expect(text.out).toMatch(/, late: the last day for telling was Saturday 12 June 2010\.$/m);
  });

  test.each([
    ['less pay', 5000, '2010-09-06'],
    ['more pay', 11_534, '2010-05-17'],
  ])('told late, %s: the case tells the change, so one day', async (_, netPence, effectiveOn) => {
    const income = { ...WORKER.incomes[0], netPence };
    const facts = [{ fact: 'income', occurredOn: '2010-05-12', income }];
    const told = await date(
      { ...WORKER, facts },
      '--scheme',
      'ctb-2010-11',
      ...MAY,
      '--notified',
      '2010-09-01',
    );
    expect(told.document<ExplainedDate>()).toMatchObject({ answer: 'date', effectiveOn });
  });

  test('a day without rates is to verify', async () => {
    const on = ['--fact', 'income', '--on', '2015-05-12'];
    const told = await date(WORKER, '--scheme', 'ctb-2010-11', ...on);
    expect(told.code).toBe(0);
    expect(told.document<ExplainedDate>()).toMatchObject({
      answer: 'to-verify',
      toVerify: { reason: 'no-scheme' },
    });
  });

  test('29 February of a common year is no day', async () => {
    const on = ['--fact', 'income', '--on', '2011-02-29'];
    expect((await date(WORKER, '--scheme', 'ctb', ...on)).code).toBe(2);
  });
});

test('benefits schemes lists ids with their days', async () => {
  const { code, out } = await runTold(['benefits', 'schemes']);
  expect(code).toBe(0);
  expect(out).toMatch(/^ctb-2010-11 .* 2010-04-01 {2}2011-03-31$/m);
  expect(out).toMatch(/^jsa-ib-2010-11 .* 2010-04-12 {2}2011-04-16, by benefit week$/m);
});

describe('docs/how-to/work-out-an-award.md', () => {
  const page = fs.readFileSync(
    path.join(import.meta.dirname, '../../../../docs/how-to/work-out-an-award.md'),
    'utf8',
  );
  const [given = '', printed = '', facts = ''] = [
    ...page.matchAll(/```(?:json|text)\n(.*?)```/gs),
  ].map(([, block]) => block);

  test('prints what it says', async () => {
    const { code, out } = await assess(JSON.parse(given), '--scheme', 'ctb-2010-11');
    expect(code).toBe(0);
    const lines = printed.split('\n').filter((line) => line !== '' && line !== '  …');
    expect(out.split('\n')).toEqual(expect.arrayContaining(lines));
  });

  test('takes its facts', async () => {
    const more = { ...JSON.parse(given), ...JSON.parse(`{${facts}}`) };
    const { document } = await assess(more, '--json', '--scheme', 'ctb-2010-11');
    expect(document<ExplainedAward>()).toMatchObject({
      ranges: [{ weeklyPence: 1353 }, { from: '2010-09-06', weeklyPence: 902 }],
      effects: [{ changeId: 'more-hours', effectiveOn: '2010-09-06' }],
    });
  });
});
