import { describe, expect, test } from '@jest/globals';
import { readAgency, readCount, readDay, readDuration, readId } from './read-option.ts';

const ID = '19f9e768-4de7-51d0-8f3a-4eda04ffa362';

describe('options', () => {
  test.each(['2010-02-28', '2008-02-29', '1970-01-01'])('%s is a day', (day) => {
    expect(readDay(day)).toBe(day);
  });

  test.each(['2010-02-29', '2010-2-1', '2010-13-01', '12/05/2010', '', '2010-05-12T00:00:00Z'])(
    '"%s" is no day',
    (text) => {
      expect(() => readDay(text)).toThrow('a day that exists');
    },
  );

  test('counts keep to their bounds', () => {
    expect([readCount(10)('0'), readCount(10)('10')]).toEqual([0, 10]);
    for (const text of ['11', '-1', '1e1', '1.0', ' 1', '']) {
      expect(() => readCount(10)(text)).toThrow('from 0 to 10');
    }
    expect(() => readCount(10, 1)('0')).toThrow('from 1 to 10');
  });

  test('lengths of time are seconds, up to a month', () => {
    expect(['0s', '90s', '30m', '24h', '31d'].map(readDuration)).toEqual([
      0, 90, 1800, 86_400, 2_678_400,
    ]);
    for (const text of ['24', 'h', '-1h', '1.5h', '32d', '1w', '1h ', '']) {
      expect(() => readDuration(text)).toThrow('length of time');
    }
  });

  test('ids are taken in either case', () => {
    expect(readId(ID.toUpperCase())).toBe(ID);
    expect(() => readId(`${ID}0`)).toThrow('It is an id');
  });

  test('agencies have the form that the gateway asks for', () => {
    expect(readAgency('central-bedfordshire')).toBe('central-bedfordshire');
    for (const text of ['', 'Luton', '../why', 'x']) {
      expect(() => readAgency(text)).toThrow('agency’s id');
    }
  });
});
