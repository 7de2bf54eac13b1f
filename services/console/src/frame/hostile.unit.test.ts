import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHANGE, DECISIONS, ITEMS, SUBJECT, VALUES, WHY } from '../../test/answers.ts';
import { openTestConsole, REASON, type TestConsole } from '../../test/open-test-console.ts';
import { SOURCES } from './places.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{ 7 * 7 }}{% raw %}`;
const LINK = 'javascript:alert(3)';

let site: TestConsole;
beforeAll(async () => {
  site = await openTestConsole();
});
afterAll(() => site.close());

/** The same answer, with something hostile in every text of it but those that lead somewhere. */
function spoil(answer: unknown, name = ''): unknown {
  if (Array.isArray(answer)) return answer.map((one) => spoil(one, name));
  if (typeof answer === 'object' && answer !== null) {
    return Object.fromEntries(Object.entries(answer).map(([key, one]) => [key, spoil(one, key)]));
  }
  if (typeof answer !== 'string') return answer;
  return name === 'link' ? LINK : `${answer}${HOSTILE}`;
}

const around = (answers: Readonly<Record<string, unknown>>): void => {
  site.backEnds.instead.clear();
  for (const [beginning, answer] of Object.entries(answers)) {
    site.backEnds.instead.set(beginning, spoil(answer));
  }
};
const EVERYTHING = {
  [`/v1/people/${SUBJECT}/timeline`]: { items: ITEMS, next: 'bmV4dA' },
  [`/v1/changes/${CHANGE}/timeline`]: { items: ITEMS, next: null },
  [`/v1/changes/${CHANGE}/reveal`]: VALUES,
  [`/v1/decisions/${CHANGE}`]: DECISIONS,
  [`/v1/why/${CHANGE}`]: WHY,
};

/** Nothing of it became a tag, an attribute, an address or a template. */
function expectHarmless(text: string): void {
  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toMatch(/<script|<img|onerror=alert\(2\)>|javascript:|>49</i);
}

describe('whatever a service says', () => {
  test.each([
    ['a person', `/people/${SUBJECT}`],
    ['a change', `/changes/${CHANGE}`],
    ['the chain of an agency', `/changes/${CHANGE}/agencies/central-bedfordshire`],
  ])('is text on the page of %s', async (_, at) => {
    around(EVERYTHING);
    const { status, text } = await site.get(at);
    expect(status).toBe(200);
    expectHarmless(text);
  });

  test('is text among the values, too', async () => {
    around(EVERYTHING);
    const { status, text } = await site.post(`/changes/${CHANGE}/reveal`, { why: REASON });
    expect(status).toBe(200);
    expect(text).toContain('Zzmark Employer Ltd&quot;&gt;&lt;script&gt;');
    expectHarmless(text);
  });

  test('is no formula in a file', async () => {
    site.backEnds.instead.clear();
    const page = { items: [{ ...ITEMS[0], sentence: '=HYPERLINK("x")' }], next: null };
    site.backEnds.instead.set(`/v1/people/${SUBJECT}/timeline`, page);
    const { text, headers } = await site.get(`/people/${SUBJECT}/timeline.csv`);
    expect(headers['content-type']).toContain('text/csv');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

describe('whatever a person sends', () => {
  beforeAll(() => site.backEnds.instead.clear());

  test.each([
    ['/reason', { reason: `${HOSTILE}${'x'.repeat(200)}`, next: `/${HOSTILE}` }, 422],
    ['/search/reference', { reference: HOSTILE }, 422],
    ['/search/case', { agency: HOSTILE, caseReference: HOSTILE.slice(0, 39) }, 404],
    [`/changes/${CHANGE}/reveal`, { why: `${HOSTILE}${'x'.repeat(200)}` }, 422],
  ])('to %s comes back as text', async (at, form, wanted) => {
    const { status, text } = await site.post(at, form);
    expect([status, text]).toEqual([wanted, expect.stringContaining('&lt;script&gt;')]);
    expectHarmless(text);
  });

  test('in an address comes back as text, or not at all', async () => {
    const search = new URLSearchParams({ kind: HOSTILE, agency: HOSTILE, from: HOSTILE });
    const { status, text } = await site.get(`/people/${SUBJECT}?${search}`);
    expect(status).toBe(200);
    expectHarmless(text);
    const nothing = await site.get(`/nothing/${encodeURIComponent(HOSTILE)}`);
    expect([nothing.status, nothing.text]).toEqual([
      404,
      expect.not.stringMatching(/<script|<img/),
    ]);
  });
});

describe('a template', () => {
  const templates = fs
    .globSync('**/*.njk', { cwd: SOURCES })
    .map((file) => [file, fs.readFileSync(path.join(SOURCES, file), 'utf8')] as const);

  test.each(templates)('%s escapes everything, and has neither script nor style', (_, text) => {
    expect(text).not.toMatch(
      /\|\s*safe|autoescape|<script|<style|\sstyle=|\son[a-z]+=|javascript:/,
    );
  });

  test.each(templates)('%s has a token in each of its forms that changes something', (_, text) => {
    const forms = [...text.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g)].map(
      ([form]) => form,
    );
    expect(forms.filter((form) => !form.includes('{% include "layout/csrf.njk" %}'))).toEqual([]);
    expect(forms.length).toBe(text.split('method="post"').length - 1);
  });
});
