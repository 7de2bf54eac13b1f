import fs from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listenHttp } from '@told/service';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { takePort } from '../../../packages/stack/src/ports.ts';
import { CHANGE, EMPLOYER, SUBJECT } from '../test/answers.ts';
import { picturesDir } from '../test/config.ts';
import { openBrowser } from '../test/open-browser.ts';
import { openTestConsole, REASON, type TestConsole } from '../test/open-test-console.ts';
import type { Persona } from '../test/personas.ts';
import { listWatchingSights, type Sight } from '../test/watching-sights.ts';

const WIDE = { width: 1024, height: 768 };
/** A page of this width is not to be scrolled sideways (WCAG 2.2, 1.4.10). */
const NARROW_PX = 320;
/** Every rule of the guidelines up to 2.2 AA, and those that axe adds from practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a picture has of a page. */
const SHOWN = { x: 0, y: 0, width: WIDE.width, height: 1_000 };
const PICTURES = path.join(import.meta.dirname, '../../../docs/how-to/console');

let browser: Browser;
let site: TestConsole;
let origin: string;

beforeAll(async () => {
  const port = await takePort();
  origin = `http://127.0.0.1:${port}`;
  site = await openTestConsole(origin);
  await listenHttp(site.http, { host: '127.0.0.1', port });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A browser of this person, who has said why they look. */
async function openAs(persona: Persona, javaScriptEnabled = true): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...{ viewport: WIDE, javaScriptEnabled, locale: 'en-GB', timezoneId: 'Europe/London' },
  });
  await context.addCookies([{ name: 'persona', value: persona, url: origin }]);
  return context;
}

async function sayWhy(page: Page): Promise<void> {
  await page.goto(`${origin}/reason`);
  await page.getByLabel('Why do you look?').fill(REASON);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** What a reader is read out, on one line. */
const wordsOf = async (of: Locator): Promise<string> =>
  ((await of.textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();

const open = async (page: Page, at: string): Promise<void> => void (await page.goto(origin + at));

async function reveal(page: Page): Promise<void> {
  await open(page, `/changes/${CHANGE}`);
  await page.getByLabel('Why do you need to see the values?').fill(REASON);
  await page.getByRole('button', { name: 'Reveal the values' }).click();
}

const at = (place: string) => (page: Page) => open(page, place);
const CHAIN = `/changes/${CHANGE}/agencies/central-bedfordshire`;
const TIMELINE = `/people/${SUBJECT}`;

const SIGHTS: readonly Sight[] = [
  { name: 'search', heading: 'Search', show: at('/search'), picture: 'search' },
  {
    name: 'search with what is missing',
    heading: 'Search',
    async show(page) {
      await open(page, '/search');
      await page.getByRole('button', { name: 'Find case' }).click();
    },
  },
  { name: 'why', heading: 'Why do you look?', show: at('/reason') },
  {
    name: 'a reason that names somebody',
    heading: 'Why do you look?',
    async show(page) {
      await open(page, '/reason?next=/search');
      await page.getByLabel('Why do you look?').fill('QQ 12 34 56 C');
      await page.getByRole('button', { name: 'Continue' }).click();
    },
  },
  { name: 'a person', heading: 'Person 01234567…', show: at(TIMELINE), picture: 'person' },
  {
    name: 'a period that ends before it begins',
    heading: 'Person 01234567…',
    show: at(`${TIMELINE}?from=2010-05-13T08:45:09&until=2010-05-12T08:45:09`),
  },
  {
    name: 'a page past the end',
    heading: 'Person 01234567…',
    show: at(`${TIMELINE}?cursor=bGF0ZXI`),
    around: [
      () => site.backEnds.instead.set(`/v1/people/${SUBJECT}`, { items: [], next: null }),
      () => site.backEnds.instead.clear(),
    ],
  },
  {
    name: 'a change',
    heading: `Change ${CHANGE}`,
    show: at(`/changes/${CHANGE}`),
    picture: 'change',
  },
  { name: 'its values', heading: `Change ${CHANGE}`, show: reveal },
  {
    name: 'the chain of an agency',
    heading: `Why central-bedfordshire? ${CHANGE}`,
    show: at(CHAIN),
    picture: 'why',
  },
  { name: 'no such page', heading: 'Page not found', show: at('/nothing') },
  { name: 'what cannot be read', heading: 'This request cannot be read', show: at('/search?x=1') },
  {
    name: 'a service that is away',
    heading: 'This page cannot be shown just now',
    show: at(TIMELINE),
    around: [() => site.backEnds.away.add('audit'), () => site.backEnds.away.clear()],
  },
  ...listWatchingSights((place) => origin + place),
];

describe('in a browser', () => {
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    context = await openAs('amira');
    page = await context.newPage();
    page.on('console', (message) => {
      // An answer of 400 and above is a complaint of the browser's too.
      if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    await sayWhy(page);
  });
  afterAll(() => context?.close());

  test.each(SIGHTS)('$name is for everybody to use', async (sight) => {
    const [begin, end] = sight.around ?? [];
    begin?.();
    try {
      await sight.show(page);
      expect(await wordsOf(page.getByRole('heading', { level: 1 }))).toBe(sight.heading);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((one) => one.html)])).toEqual([]);
      if (picturesDir !== undefined && sight.picture !== undefined) {
        const file = path.join(picturesDir, `${sight.picture}.png`);
        await page.screenshot({ path: file, fullPage: true, clip: SHOWN });
      }
      await page.setViewportSize({ width: NARROW_PX, height: WIDE.height });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(NARROW_PX);
    } finally {
      await page.setViewportSize(WIDE);
      end?.();
    }
    expect(complaints).toEqual([]);
  });

  test('the page of a person without a role is for everybody to use, too', async () => {
    const theirs = await openAs('cass');
    const other = await theirs.newPage();
    await open(other, '/search');
    expect(await wordsOf(other.getByRole('heading', { level: 1 }))).toBe('You may not do this');
    const { violations } = await new AxeBuilder({ page: other }).withTags(RULES).analyze();
    expect(violations).toEqual([]);
    await theirs.close();
  });

  test('every picture of the handbook is there', () => {
    const wanted = SIGHTS.flatMap(({ picture }) =>
      picture === undefined ? [] : [`${picture}.png`],
    );
    expect(fs.readdirSync(PICTURES).sort()).toEqual(wanted.toSorted());
  });
});

describe('without a script and without a mouse', () => {
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    context = await openAs('amira', false);
    page = await context.newPage();
  });
  afterAll(() => context?.close());

  const focused = () => page.locator(':focus');
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  test('an auditor says why, finds a case, and goes on to its change, its values and the chain', async () => {
    await open(page, '/');
    await page.getByLabel('Why do you look?').focus();
    await page.keyboard.type(REASON);
    await press('Enter');
    await page.waitForURL(`${origin}/search`);
    await page.getByLabel('Agency').focus();
    await page.keyboard.type('central');
    await press('Tab');
    await page.keyboard.type('CTB-000123');
    await press('Enter');
    await page.waitForURL(origin + TIMELINE);
    await page
      .getByRole('link', { name: `Change ${CHANGE}` })
      .first()
      .focus();
    await press('Enter');
    await page.waitForURL(`${origin}/changes/${CHANGE}`);
    await page.getByLabel('Why do you need to see the values?').focus();
    await page.keyboard.type('complaint 4711, point 2');
    await press('Enter');
    await page.getByText(EMPLOYER).waitFor();
    await page.getByRole('link', { name: 'Why central-bedfordshire' }).focus();
    await press('Enter');
    await page.waitForURL(origin + CHAIN);
    await page.getByText('Social Security Administration Act 1992 s.122C').first().waitFor();
  });

  test('the first key leads past the menu, and every stop can be seen', async () => {
    await open(page, '/search');
    const stops: string[] = [];
    for (let stop = 0; stop < 14; stop += 1) {
      await press('Tab');
      const box = await focused().boundingBox();
      const name = (await focused().getAttribute('id')) ?? (await wordsOf(focused()));
      stops.push(box !== null && box.width > 0 ? name : `${name}, which cannot be seen`);
    }
    expect(stops).toEqual([
      ...['Skip to main content', 'Told Once', 'Sign out', 'Search', 'Ledger', 'Entries'],
      ...['Who looked', 'Reconciliation', 'Replays'],
      ...['Change why you look', 'reference', 'Find reference', 'agency', 'caseReference'],
    ]);
  });
});
