import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ITEMS, SUBJECT } from '../../test/answers.ts';
import { openTestConsole, REASON, type TestConsole } from '../../test/open-test-console.ts';
import { formatDay, formatTime, readLocalTime } from '../frame/format-time.ts';

const PERSON = `/people/${SUBJECT}`;

let site: TestConsole;
beforeAll(async () => {
  site = await openTestConsole();
});
afterAll(() => site.close());
beforeEach(() => {
  site.backEnds.called.length = 0;
  site.backEnds.instead.clear();
});

/** What audit was asked last. */
const asked = (): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(site.backEnds.called.at(-1)?.path.split('?')[1]));

describe('the timeline of a person', () => {
  test('has each entry with its time to the second, its case and its index', async () => {
    const { text } = await site.get(PERSON);
    expect(text).toContain('13 May 2010 at 09:45:31 BST');
    expect(text).toContain('datetime="2010-05-13T08:45:31.402113Z"');
    expect(text).toContain('Case central-bedfordshire/CTB-000123.');
    expect(text).toContain('Case luton/<em>erased</em>.');
    expect(text).toContain('Entry 9 of told.example/area.');
  });

  test('is narrowed as its form says, in British time, and keeps that on its links', async () => {
    const query = 'kind=change&agency=luton&fact=income&from=2010-05-13T09%3A45%3A07&until=';
    const { text } = await site.get(`${PERSON}?${query}`);
    expect(asked()).toEqual({
      ...{ kind: 'change', agency: 'luton', fact: 'income', reason: REASON, limit: '50' },
      from: '2010-05-13T08:45:07.000Z',
    });
    expect(text).toContain('<option value="luton" selected>');
    expect(text).toContain('value="2010-05-13T09:45:07"');
    const kept = 'kind=change&amp;agency=luton&amp;fact=income&amp;from=2010-05-13T09%3A45%3A07';
    expect(text).toContain(`href="${PERSON}?${kept}&amp;cursor=bmV4dA"`);
    expect(text).toContain(`href="${PERSON}/timeline.csv?${kept}"`);
  });

  test.each([
    ['from=yesterday', 'Enter the beginning of the period as a date and a time'],
    ['until=2010-02-30T00:00', 'Enter the end of the period as a date and a time'],
    ['from=2010-05-13T09:00&until=2010-05-13T09:00', 'The period must end after it begins'],
  ])('is not shown for %s', async (query, said) => {
    const { text } = await site.get(`${PERSON}?${query}`);
    expect(text).toContain(said);
    expect(site.backEnds.called).toEqual([]);
  });

  test('says that a page is past its end, and that nothing fits', async () => {
    site.backEnds.instead.set('/v1/people', { items: [], next: null });
    const past = await site.get(`${PERSON}?kind=change&cursor=bGF0ZXI`);
    expect(past.text).toContain('This page is past the end');
    expect(past.text).toContain(`href="${PERSON}?kind=change">Go to the newest entries`);
    expect((await site.get(PERSON)).text).toContain('The ledger has nothing that fits.');
  });

  test('is written to a file page by page, as far as it goes', async () => {
    const { text, headers } = await site.get(`${PERSON}/timeline.csv?kind=change`);
    expect(headers['content-disposition']).toBe('attachment; filename="timeline-01234567.csv"');
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe('ledgerId,index,at,kind,sentence,changeId,cases');
    // The service here always has a page more: the file ends, and says that there is more.
    expect(lines.length).toBe(1 + 100 * ITEMS.length + 1);
    expect(lines.at(-1)).toContain('There is more: narrow the period.');
    expect(asked()).toMatchObject({ kind: 'change', limit: '1000', cursor: 'bmV4dA' });
  });
});

describe('a time', () => {
  test.each([
    ['2010-05-13T08:45:31.402113Z', '13 May 2010 at 09:45:31 BST'],
    ['2010-01-01T00:00:00Z', '1 January 2010 at 00:00:00 GMT'],
    ['erased', 'erased'],
  ])('%s reads %s', (instant, said) => {
    expect(formatTime(instant)).toBe(said);
  });

  test.each([
    ['2010-05-13', '13 May 2010'],
    ['unknown', 'unknown'],
  ])('day %s reads %s', (date, said) => {
    expect(formatDay(date)).toBe(said);
  });

  test.each([
    ['2010-05-13T09:45:31', '2010-05-13T08:45:31.000Z'],
    ['2010-01-01T00:00', '2010-01-01T00:00:00.000Z'],
    // It comes twice; the first is meant.
    ['2026-10-25T01:30:00', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T02:00:00', '2026-10-25T02:00:00.000Z'],
    // It never comes.
    ['2026-03-29T01:30:00', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T02:00:00', '2026-03-29T01:00:00.000Z'],
    ['2026-02-30T00:00', undefined],
    ['2026-13-01T00:00', undefined],
    ['13 May 2010', undefined],
  ])('as a form sends it, %s, is %s', (local, instant) => {
    expect(readLocalTime(local)).toBe(instant);
  });
});
