import { describe, expect, test } from '@jest/globals';
import { createPrinter, formatDay, formatFields, formatPounds, formatTable } from './print.ts';

function printInto(json: boolean, colour = false) {
  const out: string[] = [];
  const err: string[] = [];
  const printer = createPrinter({
    json,
    colour,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { printer, out, err };
}

describe('the printer', () => {
  test('draws a line over the one before, within the width, and gives way to notes', () => {
    const err: string[] = [];
    const printer = createPrinter({
      json: true,
      colour: false,
      out: () => undefined,
      err: (text) => void err.push(text),
      columns: () => 5,
    });
    expect(printer.draw('12345678')).toBe(true);
    printer.note('a note');
    printer.note('another');
    expect(err).toEqual(['\r\u001b[K1234', '\r\u001b[K', 'a note\n', 'another\n']);
  });

  test('draws nothing where there is no terminal', () => {
    const { printer, err } = printInto(false);
    expect(printer.draw('a line')).toBe(false);
    expect(err).toEqual([]);
  });

  test('prints the text for people and the document for machines', () => {
    const people = printInto(false);
    people.printer.result({ a: 1 }, () => 'one');
    expect(people.out).toEqual(['one\n']);
    const machines = printInto(true);
    machines.printer.result({ a: 1 }, () => 'one');
    expect(machines.out).toEqual(['{"a":1}\n']);
  });

  test('a failure takes the place of the answer', () => {
    const { printer, out, err } = printInto(true);
    printer.fail({ code: 'refused' }, 'refused');
    expect([out, err]).toEqual([['{"code":"refused"}\n'], []]);
  });

  test('a failure after the answer goes to standard error alone', () => {
    const { printer, out, err } = printInto(true);
    printer.result({ sound: false }, () => '');
    printer.fail({ code: 'unsound' }, 'unsound');
    expect([out, err]).toEqual([['{"sound":false}\n'], ['unsound\n']]);
  });

  test('has colours only where asked for, and never in JSON', () => {
    const red = '\u001b[31mno\u001b[39m';
    expect(printInto(false, true).printer.style('red', 'no')).toBe(red);
    expect(printInto(false, false).printer.style('red', 'no')).toBe('no');
    expect(printInto(true, true).printer.style('red', 'no')).toBe('no');
  });
});

describe('formatting', () => {
  test.each([
    [0, '£0.00'],
    [5, '£0.05'],
    [1353, '£13.53'],
    [93_857, '£938.57'],
    [123_456_789, '£1,234,567.89'],
    [-250, '−£2.50'],
  ])('%s pence is %s', (pence, text) => {
    expect(formatPounds(pence)).toBe(text);
  });

  test('a day has its weekday', () => {
    expect(formatDay('2010-05-12')).toBe('Wednesday 12 May 2010');
  });

  test('columns are as wide as they need', () => {
    expect(formatTable(['a', 'case'], [['long', '1']])).toBe('a     case\n────  ────\nlong  1');
  });

  test('an empty table says so', () => {
    expect(formatTable(['a'], [], 'no cases here')).toBe('no cases here');
  });

  test('fields stand below each other, and nothing is a dash', () => {
    expect(formatFields({ a: null, long: { b: 1 } })).toBe('a     –\nlong  {"b":1}');
  });
});
