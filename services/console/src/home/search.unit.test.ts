import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CHANGE, DECISION, RELEASE, SUBJECT } from '../../test/answers.ts';
import { openTestConsole, REASON, type TestConsole } from '../../test/open-test-console.ts';

const NOBODYS = '00000000-0000-5000-8000-000000000000';

let site: TestConsole;
beforeAll(async () => {
  site = await openTestConsole();
});
afterAll(() => site.close());
beforeEach(() => {
  site.backEnds.called.length = 0;
});

describe('a search leads to what it finds', () => {
  test.each([
    ['a change', CHANGE, `/changes/${CHANGE}`],
    ['a change in capitals and spaces', ` ${CHANGE.toUpperCase()} `, `/changes/${CHANGE}`],
    ['a decision', DECISION, `/changes/${CHANGE}`],
    ['a release', RELEASE, `/changes/${CHANGE}/agencies/central-bedfordshire`],
    ['a person’s key', SUBJECT, `/people/${SUBJECT}`],
    ['a case', 'central-bedfordshire/CTB-000123', `/people/${SUBJECT}`],
  ])('by the reference of %s', async (_, reference, place) => {
    const { status, headers } = await site.post('/search/reference', { reference });
    expect([status, headers['location']]).toEqual([303, place]);
  });

  test('by an agency’s case and by a number, each with the reason, and never in an address', async () => {
    const form = { agency: 'central-bedfordshire', caseReference: 'CTB-000123' };
    expect((await site.post('/search/case', form)).headers['location']).toBe(`/people/${SUBJECT}`);
    const found = await site.post('/search/person', { nino: 'qq 12 34 56 c' });
    expect(found.headers['location']).toBe(`/people/${SUBJECT}`);
    expect(site.backEnds.called.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/people/find', { case: form, reason: REASON }],
      ['/v1/people/find', { person: { nino: 'QQ123456C' }, reason: REASON }],
    ]);
  });

  test('also to a change that nothing was decided about yet', async () => {
    site.backEnds.instead.set('/v1/references/', { status: 404, code: 'not-found' });
    const { status, headers } = await site.post('/search/reference', { reference: CHANGE });
    site.backEnds.instead.clear();
    expect([status, headers['location']]).toEqual([303, `/changes/${CHANGE}`]);
  });
});

describe('a search that makes no sense is told so beside its field', () => {
  test.each([
    ['/search/reference', { reference: '' }, 422, 'Enter a reference'],
    ['/search/reference', { reference: 'complaint 4711' }, 422, 'as the bus writes it'],
    [
      '/search/reference',
      { reference: NOBODYS },
      404,
      'No change, decision or release has this id',
    ],
    ['/search/reference', { reference: 'luton/none' }, 404, 'No person on the bus has this case'],
    ['/search/case', { agency: '', caseReference: '' }, 422, 'Choose an agency'],
    ['/search/case', { agency: 'luton', caseReference: 'x'.repeat(41) }, 422, '40 characters'],
    [
      '/search/case',
      { agency: 'luton', caseReference: 'none' },
      404,
      'That you asked was recorded',
    ],
    ['/search/person', { nino: '' }, 422, 'Enter a National Insurance number'],
    ['/search/person', { nino: 'somebody' }, 422, 'two letters, 6 numbers and a letter'],
    ['/search/person', { nino: 'QQ654321C' }, 404, 'No person on the bus has this number'],
  ])('%s %j', async (path, form, wanted, said) => {
    const { status, text } = await site.post(path, form);
    expect([status, text]).toEqual([wanted, expect.stringContaining(said)]);
    expect(text).toContain('<title>Error: Search');
    expect(text).toMatch(/href="#(reference|agency|caseReference|nino)"/);
  });

  test('a number is not shown again, wherever it was typed, nor logged', async () => {
    const asReference = await site.post('/search/reference', { reference: 'QQ 12 34 56 C' });
    expect(asReference.text).toContain('looks like a National Insurance number');
    const asPerson = await site.post('/search/person', { nino: 'QQ654321C' });
    for (const { text } of [asReference, asPerson]) expect(text).not.toMatch(/QQ ?65|value="QQ/);
    expect(site.lines.join('')).not.toMatch(/QQ|CTB-000123|0123456789abcdef/);
  });
});
