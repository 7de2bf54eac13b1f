import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ageOn,
  benefitWeekEnd,
  benefitWeekStart,
  birthdayAt,
  describeDate,
  financialYearOf,
  fromDayNumber,
  isIsoDate,
  mondayAfter,
  SUNDAY,
  toDayNumber,
  type Weekday,
  weekdayOf,
} from './calendar.ts';
import { BenefitsError } from './errors.ts';

const days = fc.integer({ min: -200_000, max: 200_000 });

describe('calendar', () => {
  test('agrees with UTC arithmetic on every day of 1900 to 2100', () => {
    const wrong: string[] = [];
    for (let at = Date.UTC(1900, 0, 1); at < Date.UTC(2100, 0, 1); at += 86_400_000) {
      const text = new Date(at).toISOString().slice(0, 10);
      const dayNumber = at / 86_400_000;
      if (toDayNumber(text) !== dayNumber || fromDayNumber(dayNumber) !== text) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  test('day numbers and texts are each other’s inverse, and texts sort as days', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(toDayNumber(fromDayNumber(a))).toBe(a);
        expect(fromDayNumber(a) < fromDayNumber(b)).toBe(a < b);
      }),
    );
  });

  test.each([
    '2010-02-29',
    '2010-13-01',
    '2010-00-10',
    '2010-04-31',
    '10-04-01',
    '2010-4-1',
    '0000-01-01',
    '2010-05-12T00:00',
  ])('refuses %s', (text) => {
    expect(isIsoDate(text)).toBe(false);
    expect(() => toDayNumber(text)).toThrow(BenefitsError);
  });

  test('the Monday after a Monday is a week later, after a Sunday the next day', () => {
    expect(mondayAfter('2010-05-17')).toBe('2010-05-24');
    expect(mondayAfter('2010-05-16')).toBe('2010-05-17');
    expect(mondayAfter('2010-05-12')).toBe('2010-05-17');
  });

  test('a benefit week holds its day, has seven days and ends on its weekday', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 6 }), (dayNumber, end) => {
        const day = fromDayNumber(dayNumber);
        const from = benefitWeekStart(day, end as Weekday);
        const to = benefitWeekEnd(day, end as Weekday);
        expect(weekdayOf(to)).toBe(end);
        expect(addDays(from, 6)).toBe(to);
        expect(from <= day && day <= to).toBe(true);
      }),
    );
    expect(benefitWeekStart('2010-05-12', 2)).toBe('2010-05-06');
    expect(benefitWeekEnd('2010-05-12', SUNDAY)).toBe('2010-05-16');
  });

  test('a month later keeps the day or takes the last of the month', () => {
    expect(addMonths('2010-01-31', 1)).toBe('2010-02-28');
    expect(addMonths('2010-05-12', 1)).toBe('2010-06-12');
    expect(addMonths('2010-12-15', 1)).toBe('2011-01-15');
    expect(addMonths('2010-03-31', -1)).toBe('2010-02-28');
  });

  test('financial years run from 1 April: 2010/11 has 365 days, 2011/12 has 366', () => {
    expect(financialYearOf('2011-03-31')).toMatchObject({ label: '2010/11', days: 365 });
    expect(financialYearOf('2011-04-01')).toMatchObject({ label: '2011/12', days: 366 });
    expect(financialYearOf('2099-06-01').label).toBe('2099/00');
  });

  test('a birthday is the first day of the new age', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 90 }), (born, age) => {
        const birthDate = fromDayNumber(born);
        const birthday = birthdayAt(birthDate, age);
        expect(ageOn(birthDate, birthday)).toBe(age);
        expect(ageOn(birthDate, addDays(birthday, -1))).toBe(age - 1);
      }),
    );
    expect(birthdayAt('1992-02-29', 18)).toBe('2010-03-01');
  });

  test('describes a day as people write it', () => {
    expect(describeDate('2010-05-17')).toBe('Monday 17 May 2010');
  });
});
