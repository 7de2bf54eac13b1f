import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parseKeys, verifyBundle } from '@told/ledger';
import { CHANGE } from '../test/answers.ts';
import { openTestConsole, REASON, type TestConsole } from '../test/open-test-console.ts';
import type { Persona } from '../test/personas.ts';
import {
  DONE_REPLAY,
  ENTRY_TEXTS,
  KEPT_HEAD,
  LEDGER,
  LEDGER_KEY,
  OWN_REPLAY,
  REPLAY,
} from '../test/watched-answers.ts';

const PAGES = [
  ...['/ledger', '/ledger/verified', '/ledger/entries/3', '/ledger/entries/3/proof.json'],
  ...[
    '/ledger/head.txt',
    '/ledger/bundle.ndjson',
    '/entries',
    '/entries.csv',
    '/looks',
    '/looks.csv',
  ],
  ...['/reconciliation', '/reconciliation.csv', '/reconciliation/differences'],
  ...['/reconciliation/differences.csv', '/replays', `/replays/${REPLAY}`],
];
const ASK = { kind: 'redeliver', agency: 'luton', why: 'restored from a backup' };
const FORMS = [
  ['/replays/preview', ASK],
  ['/replays', ASK],
  [`/replays/${REPLAY}/approval`, {}],
] as const;

let site: TestConsole;
beforeAll(async () => {
  site = await openTestConsole();
});
afterAll(() => site.close());
afterEach(() => {
  site.backEnds.called.length = 0;
  site.backEnds.instead.clear();
});
const textOf = async (path: string, as?: Persona) => (await site.get(path, as)).text;
const bodiesOf = (path: string) =>
  site.backEnds.called.filter((one) => one.path === path).map(({ body }) => body);

describe('pages for those who watch', () => {
  test.each(PAGES)('%s shows nothing to nobody, nor to a role without it', async (path) => {
    expect((await site.get(path, 'nobody' as never)).status).toBe(303);
    const { status, text } = await site.get(path, 'cass');
    expect([status, text]).toEqual([403, expect.stringContaining('Your role does not include it')]);
    expect(site.backEnds.called).toEqual([]);
  });

  test.each(PAGES)('%s is shown to who said why, and that is recorded first', async (path) => {
    expect((await site.get(path, 'amira', { withReason: false })).headers['location']).toContain(
      '/reason?next=',
    );
    expect(site.backEnds.called).toEqual([]);
    expect((await site.get(path)).status).toBe(200);
    const [first] = site.backEnds.called;
    const isList = /^\/(entries|looks)/.test(path);
    // The lists are recorded by the route that gives them.
    if (isList) expect(first?.path).toContain('/v1/entries?');
    else expect(first).toMatchObject({ path: '/v1/views', body: { reason: REASON } });
    if (isList) expect(first?.path).toContain(`reason=${REASON.replace(' ', '+')}`);
  });

  test.each(PAGES.filter((path) => !/^\/(entries|looks)/.test(path)))(
    '%s shows nothing that cannot be recorded',
    async (path) => {
      site.backEnds.instead.set('/v1/views', { status: 403, code: 'forbidden' });
      expect((await site.get(path)).status).toBe(403);
      expect(site.backEnds.called.map((one) => one.path)).toEqual(['/v1/views']);
    },
  );

  test.each(FORMS)('%s is not sent by others, or from elsewhere', async (path, form) => {
    const refused = [
      await site.post(path, form, 'cass'),
      await site.post(path, { ...form, csrf: 'another' }),
      await site.post(path, form, 'amira', { headers: { origin: 'https://evil.example' } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(site.backEnds.called).toEqual([]);
  });

  test('what services say is text and never HTML', async () => {
    const sentence = `<b>${CHANGE}</b>`;
    const item = {
      ...{ index: 1, at: sentence, kind: sentence, day: sentence, sentence, facts: {} },
      ...{ fields: [], causes: [] },
    };
    const list = { items: [item], next: null, size: 12, behind: 0, ledgerId: sentence };
    site.backEnds.instead.set('/v1/entries', list);
    site.backEnds.instead.set('/v1/reconciliation/differences', list);
    const replay = { replayId: REPLAY, filter: { x: sentence }, counts: {}, reason: sentence };
    site.backEnds.instead.set(`/v1/replays/${REPLAY}/differences`, list);
    site.backEnds.instead.set(`/v1/replays/${REPLAY}`, {
      ...replay,
      ...{ asOf: null, kind: sentence, state: 'done', preview: {}, done: 1, total: 1 },
    });
    const entry = { items: [{ index: 3, text: JSON.stringify({ kind: sentence, x: sentence }) }] };
    site.backEnds.instead.set('/v1/ledger/entries', entry);
    const pages = ['/entries', '/reconciliation/differences', `/replays/${REPLAY}`];
    for (const path of [...pages, '/looks', '/ledger/entries/3']) {
      const { status, text } = await site.get(path);
      expect([path, status, text]).toEqual([path, 200, expect.stringContaining('&lt;b&gt;')]);
      expect(text).not.toContain('<b>');
    }
  });

  test.each([
    ['/entries?from=never', 'Enter the beginning of the period'],
    ['/entries?from=2010-05-13T09:00&until=2010-05-13T09:00', 'must end after it begins'],
    ['/reconciliation?from=2010-02-30x', 'querystring'],
    ['/reconciliation?from=2010-05-13&to=2010-05-12', 'must not be before the first'],
  ])('%s asks for nothing', async (path, said) => {
    const { status, text } = await site.get(path);
    if (said === 'querystring') expect(status).toBe(422);
    else expect(text).toContain(said);
    expect(site.backEnds.called.filter((one) => one.path !== '/v1/views')).toEqual([]);
  });

  test.each([
    ['/entries?before=0', 'past the end'],
    ['/looks?before=0', 'past the end'],
  ])('%s says that nothing is there', async (path, said) => {
    expect(await textOf(path)).toContain(said);
  });

  test('a filter stays with the pages and the file', async () => {
    const text = await textOf('/entries?kind=change&agency=luton&actor=&from=2010-05-13T08:45:07');
    expect(text).toContain(
      'href="/entries.csv?kind=change&amp;agency=luton&amp;from=2010-05-13T08',
    );
    expect(text).toContain('before=11');
    const [asked] = site.backEnds.called;
    expect(asked?.path).toContain('kind=change&agency=luton&from=2010-05-13T07%3A45%3A07.000Z');
  });
});

describe('the ledger', () => {
  test('is verified, and what was checked is shown', async () => {
    const text = await textOf('/ledger/verified?entry=7');
    expect(text).toContain('What was checked holds');
    expect(text).not.toContain('Does not hold');
    for (const said of ['The newest head is signed', 'over 4', 'Entry 7', 'Entry 0', 'Entry 11']) {
      expect(text).toContain(said);
    }
    expect(text).toContain('No key was given to this console');
  });

  test.each<[string, string, (text: string) => unknown]>([
    [
      'an entry that was changed',
      '/v1/ledger/entries',
      () => ({ items: [{ index: 0, text: '{}' }] }),
    ],
    ['a proof of something else', '/v1/ledger/proofs/inclusion', () => ({ proof: [] })],
    ['a history that was written anew', '/v1/ledger/proofs/consistency', () => ({ proof: [] })],
    [
      'a head that nobody signed',
      '/v1/ledger/head',
      (note) => ({ ledgerId: LEDGER, size: 12, root: '0', keys: [], note }),
    ],
    ['an earlier head that nobody signed', '/v1/ledger/heads', () => ({ items: [{ note: 'x' }] })],
  ])('does not hold with %s', async (_, path, answer) => {
    site.backEnds.instead.set(path, answer(KEPT_HEAD));
    const text = await textOf('/ledger/verified');
    expect(text).toContain('Something does not hold');
    expect(text).toContain('Do not rely on this ledger');
  });

  test.each([
    ['begins as it did', KEPT_HEAD, 'What was checked holds'],
    [
      'begins as it did, whatever ends the lines',
      KEPT_HEAD.replaceAll('\n', '\r\n').trim(),
      'holds',
    ],
    ['does not', KEPT_HEAD.replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(43)}=\n`), 'does not hold'],
    ['is another one', KEPT_HEAD.replace(LEDGER, 'told.example/other'), 'of another ledger'],
    ['cannot be compared', 'yesterday’s', 'is no head'],
  ])('compared with a kept head %s', async (_, kept, said) => {
    const text = await textOf(`/ledger/verified?${new URLSearchParams({ kept })}`);
    expect(text).toContain(said);
  });

  test('gives out its head, an entry with its proof, and the verifier', async () => {
    const head = await site.get('/ledger/head.txt');
    expect(head.text).toContain(`${LEDGER}\n12\n`);
    expect(head.headers['content-disposition']).toContain('head-12.txt');
    const proof = JSON.parse(await textOf('/ledger/entries/3/proof.json'));
    expect(proof).toMatchObject({ entry: ENTRY_TEXTS[3], proof: expect.any(Array) });
    const bundle = (await textOf('/ledger/bundle.ndjson')).split('\n');
    const { findings } = await verifyBundle(bundle.slice(0, -1), {
      trusted: parseKeys(LEDGER_KEY) ?? [],
    });
    expect([bundle.length, findings]).toEqual([1 + 3 + ENTRY_TEXTS.length + 1, []]);
    expect(await textOf('/ledger/verify-ledger.mjs')).toMatch(/^#!\/usr\/bin\/env node/);
  });

  test('shows an entry with its proof, and none beyond its head', async () => {
    const text = await textOf('/ledger/entries/3');
    expect(text).toContain('Proved');
    expect(text).toContain('href="/ledger/entries/2"');
    expect((await site.get('/ledger/entries/12')).status).toBe(404);
    expect(await textOf('/ledger')).toContain('href="/ledger/entries/5"');
  });
});

describe('a replay', () => {
  test('is shown before it is asked for, and asked for as it was shown', async () => {
    const form = { ...ASK, since: '2010-05-12T00:00', changeId: CHANGE };
    const { status, text } = await site.post('/replays/preview', form);
    expect(status).toBe(200);
    for (const said of ['42', 'luton', '3 seconds', 'until somebody else approves it']) {
      expect(text).toContain(said);
    }
    expect(bodiesOf('/v1/replays')).toEqual([]);
    const hidden = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
    const again = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
    for (const _ of ['once', 'and by a second click']) {
      const asked = await site.post('/replays', again);
      expect([asked.status, asked.headers['location']]).toEqual([303, `/replays/${REPLAY}`]);
    }
    const body = {
      ...{ kind: 'redeliver', reason: ASK.why, replayId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      filter: { agency: 'luton', changeId: CHANGE, since: '2010-05-11T23:00:00.000Z' },
    };
    const bodies = bodiesOf('/v1/replays');
    expect(bodies).toEqual([body, body]);
    expect(bodies[1]).toEqual(bodies[0]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['nothing chosen', { ...ASK, kind: '' }, 'Choose what to do'],
    ['nobody to deliver to', { ...ASK, agency: '' }, 'Choose the agency'],
    ['half an id', { ...ASK, changeId: '2b1c' }, 'Enter the id of a change in full'],
    ['no time', { ...ASK, since: 'yesterday' }, 'Enter a date and a time'],
    [
      'a period that ends before it begins',
      { ...ASK, since: '2010-05-12T00:00', until: '2010-05-11T00:00' },
      'must end after',
    ],
    ['no reason', { ...ASK, why: '' }, 'Say why'],
    ['a reason that names a person', { ...ASK, why: 'QQ123456C' }, 'must not name a person'],
  ])('is not asked for with %s', async (_, form, said) => {
    for (const path of ['/replays/preview', '/replays']) {
      const { status, text } = await site.post(path, form);
      expect([status, text]).toEqual([422, expect.stringContaining(said)]);
      expect(text).toContain('There is a problem');
    }
    expect(site.backEnds.called).toEqual([]);
  });

  test('is approved by somebody else, with the scope for it', async () => {
    expect(await textOf(`/replays/${REPLAY}`)).toContain('Approve and let it run');
    const done = await site.post(`/replays/${REPLAY}/approval`, {});
    expect([done.status, done.headers['location']]).toEqual([303, `/replays/${REPLAY}`]);
    const without = await textOf(`/replays/${REPLAY}`, 'ben');
    expect(without).toContain('Your role does not include approving it');
    expect(without).not.toContain('Approve and let it run');
    expect((await site.post(`/replays/${REPLAY}/approval`, {}, 'ben')).status).toBe(403);
  });

  test('is not approved by who asked for it, and the page says so', async () => {
    const own = await textOf(`/replays/${OWN_REPLAY}`);
    expect(own).toContain('You asked for it');
    expect(own).not.toContain('Approve and let it run');
    const { status, text } = await site.post(`/replays/${OWN_REPLAY}/approval`, {});
    expect([status, text]).toEqual([
      422,
      expect.stringContaining('somebody else has to approve it'),
    ]);
  });

  test('shows its report, what came out otherwise, and no value', async () => {
    const text = await textOf(`/replays/${DONE_REPLAY}`);
    for (const said of ['come out otherwise', '41', 'verdict', 'agreement', `/changes/${CHANGE}`]) {
      expect(text).toContain(said);
    }
  });
});

describe('the reconciliation', () => {
  test('shows each day, what does not add up, and where to look', async () => {
    const text = await textOf('/reconciliation?agency=luton');
    expect(text).toContain('Does not add up');
    expect(text).toContain('/reconciliation/differences?agency=luton&amp;kind=answer-unexplained');
    expect(text).toContain('cursor=bGF0ZXI');
    const differences = await textOf('/reconciliation/differences');
    expect(differences).toContain('href="/ledger/entries/7"');
  });

  test('says that not everything is counted yet rather than that it adds up', async () => {
    const page = JSON.parse(JSON.stringify({ items: [], next: null, kinds: {}, totals: {} }));
    const report = { ...page, size: 12, balanced: false, behind: 3 };
    site.backEnds.instead.set('/v1/reconciliation', report);
    const text = await textOf('/reconciliation');
    expect(text).toContain('Not everything is counted yet');
    expect(text).not.toContain('Adds up');
  });
});
