import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweringServices, openAnsweringServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

const ID = '1f0c2a34-9b7e-4c11-8d2e-0a1b2c3d4e5f';
const FOLDER = path.join(import.meta.dirname, '../../../../infra');
const REPLAY = {
  ...{
    replayId: ID,
    kind: 're-decide',
    asOf: 'then',
    filter: { fact: 'income' },
    reason: 'a test',
  },
  ...{ askedBy: 'auditor', askedAt: '2010-05-13T10:00:00.000Z', approvedBy: null, failure: null },
  preview: { records: 40, agencies: ['luton'], estimatedSeconds: 1 },
  ...{ done: 20, total: 40, counts: { equal: 20 }, groups: [] },
};
const GROUP = {
  ...{ agency: 'luton', capacity: 'ctb-claimant', field: 'income.netPence' },
  ...{ before: 'given', after: 'no-basis', count: 7, examples: [ID] },
};

let gateway: AnsweringServices;
/** How a replay stands when it is looked at. */
let looked: object;

const answerTo = (line: string): object => {
  if (line === 'POST /v1/replays') return { ...REPLAY, state: 'running' };
  if (line === 'POST /v1/replays/preview') return REPLAY.preview;
  if (line === 'GET /v1/replays') return { items: [{ ...REPLAY, state: 'running' }] };
  if (line.includes('/differences')) {
    const difference = { kind: 'different', changeId: ID, run: 1, agency: null };
    return {
      items: [{ number: 1, ...difference, fields: ['recipients[0].verdict'], causes: [] }],
      next: null,
    };
  }
  return { ...REPLAY, done: 40, counts: { equal: 39, different: 1 }, state: 'done', ...looked };
};

beforeAll(async () => {
  gateway = await openAnsweringServices({
    services: ['gateway'],
    clients: { auditor: ['replay:ask'], operator: ['replay:approve'] },
    answerTo,
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.forget();
  looked = {};
});

const told = (...args: string[]) => runTold(args, { profile: gateway.profile });

describe('told replay', () => {
  test('run asks, waits until it is through, and prints the report', async () => {
    const { out } = await told(
      'replay',
      'run',
      're-decide',
      '--fact',
      'income',
      '--reason',
      'a test',
    );
    expect(gateway.asked()[0]).toEqual({
      line: 'POST /v1/replays',
      body: { kind: 're-decide', asOf: 'then', filter: { fact: 'income' }, reason: 'a test' },
    });
    expect(out).toMatch(/^different +1$/m);
    expect(out).toMatch(new RegExp(`^${ID} +1 +different +recipients\\[0\\].verdict$`, 'm'));
  });

  test('one that waits for its approval says how it is given', async () => {
    looked = { state: 'asked', kind: 'redeliver', asOf: null };
    const { out } = await told('replay', 'show', ID);
    expect(out).toContain(`then: told replay approve ${ID} --as operator`);
  });

  test('one that could not go on is unsound, and says why', async () => {
    looked = { state: 'failed', failure: 'dependency-unavailable' };
    const { code, err } = await told('replay', 'run', 're-decide', '--reason', 'a test');
    expect([code, err]).toEqual([4, expect.stringContaining('dependency-unavailable')]);
  });

  test('approve is the operator’s', async () => {
    await told('replay', 'approve', ID);
    expect(gateway.asked()).toEqual([{ line: `POST /v1/replays/${ID}/approval`, body: null }]);
  });

  test('preview and list', async () => {
    const preview = await told('replay', 'preview', 'redeliver', '--agency', 'luton');
    expect(preview.out).toMatch(/^estimated time +1 s$/m);
    expect((await told('replay', 'list')).out).toMatch(
      new RegExp(`^${ID} +re-decide as of then`, 'm'),
    );
  });

  test('a moment may be how long ago it was', async () => {
    await told('replay', 'preview', 're-decide', '--since', '30m');
    const body = gateway.asked()[0]?.body as { filter: { since: string } } | undefined;
    const ago = Date.now() - Date.parse(body?.filter.since ?? '');
    expect(ago).toBeGreaterThanOrEqual(30 * 60_000);
    expect(ago).toBeLessThan(60 * 60_000);
  });

  test('refuses what is no moment', async () => {
    const { code } = await told('replay', 'preview', 're-decide', '--since', 'yesterday');
    expect(code).toBe(2);
  });
});

describe('told agreements diff', () => {
  const copy = (change: (text: string) => string): string => {
    const folder = fs.mkdtempSync(path.join(path.dirname(gateway.profile), 'set-'));
    const from = path.join(FOLDER, 'agreements/2010');
    for (const name of fs.readdirSync(from)) {
      fs.writeFileSync(
        path.join(folder, name),
        change(fs.readFileSync(path.join(from, name), 'utf8')),
      );
    }
    return folder;
  };

  test('compares folders without a stack', async () => {
    const folder = copy((text) => text.replace(/^reviewBy: .*$/m, 'reviewBy: 2012-01-01'));
    const { out } = await told('agreements', 'diff', FOLDER, folder);
    expect(out).toMatch(/^dwp-to-council-ctb \d+ +reviewBy +\S+ +2012-01-01$/m);
    expect(gateway.asked()).toEqual([]);
    expect((await told('agreements', 'diff', FOLDER, FOLDER)).out).toBe('the files say the same\n');
  });

  test('asks the gateway to decide under both', async () => {
    looked = { kind: 'compare-agreements', asOf: null, groups: [GROUP] };
    const hash = 'a'.repeat(64);
    const { out } = await told('agreements', 'diff', hash, FOLDER, '--since', '30d');
    expect(gateway.asked()[0]).toMatchObject({
      line: 'POST /v1/replays',
      body: { kind: 'compare-agreements', sets: [{ hash }, { set: '2010' }] },
    });
    expect(out).toMatch(/^luton +ctb-claimant +income.netPence +given +no-basis +7 /m);
  });

  test('refuses what is neither folder, commit nor hash', async () => {
    const { code, err } = await told('agreements', 'diff', FOLDER, '--upload-pack=x');
    expect(code).toBe(2);
    const { code: unknown, err: why } = await told('agreements', 'diff', FOLDER, 'no-such-thing');
    expect([unknown, why]).toEqual([2, expect.stringContaining('no-such-thing')]);
    expect(err).not.toBe('');
  });

  test('does not compare files that only the gateway knows', async () => {
    const { code } = await told('agreements', 'diff', 'a'.repeat(64), FOLDER);
    expect(code).toBe(2);
  });
});
