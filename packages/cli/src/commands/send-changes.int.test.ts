import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

/** An intake that accepts each key once. */
let services: OpenServices;
let dir: string;
let accepted: Set<string>;
let asked: string[][];
/** How many requests it fails before it answers again. */
let failing = 0;

function answerLine(text: string, line: number): object {
  try {
    const { idempotencyKey } = JSON.parse(text) as { readonly idempotencyKey: string };
    const status = accepted.has(idempotencyKey) ? 'duplicate' : 'accepted';
    accepted.add(idempotencyKey);
    return { line, status, changeId: `id-${idempotencyKey}` };
  } catch {
    return { line, status: 'refused', code: 'malformed-json', detail: 'not JSON', errors: [] };
  }
}

beforeAll(async () => {
  services = await openServices(
    { services: { intake: '' }, clients: { luton: ['changes:write'] } },
    ({ text }, response) => {
      if (failing > 0) {
        failing -= 1;
        response.writeHead(503).end('{}');
        return;
      }
      const lines = text.split('\n').filter((line) => line !== '');
      asked.push(lines);
      const answers = lines.map((line, index) => answerLine(line, index + 1));
      response.end(answers.map((one) => `${JSON.stringify(one)}\n`).join(''));
    },
  );
  dir = services.dir;
});
afterAll(() => services.close());
beforeEach(() => {
  accepted = new Set();
  asked = [];
  failing = 0;
});

const send = (...args: readonly string[]) =>
  runTold(['--profile', 'one.json', '--json', 'changes', 'send', '--as', 'luton', ...args], {
    cwd: dir,
  });
const write = (name: string, text: string): string => {
  fs.writeFileSync(path.join(dir, name), text);
  return name;
};
const lineOf = (at: number) => JSON.stringify({ idempotencyKey: `notice-${at}`, change: {} });
const linesOf = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${lineOf(at + 1)}\n`).join('');

interface Report {
  readonly lines: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly doneThroughLine: number;
  readonly refused: readonly { readonly line: number; readonly code: string }[];
}

describe('changes send without a key', () => {
  test('tells a line each, in requests of five hundred, with progress; a cut line is named, and again is safe', async () => {
    const whole = linesOf(12_000);
    const cut = write('cut.ndjson', whole.slice(0, whole.length - 10));
    const { code, err, document } = await send('--file', cut);
    const { refused, ...counts } = document<Report>();
    expect([code, counts]).toEqual([
      1,
      { lines: 12_000, accepted: 11_999, duplicate: 0, doneThroughLine: 12_000 },
    ]);
    expect(refused.map((one) => [one.line, one.code])).toEqual([[12_000, 'malformed-json']]);
    expect(asked.every((lines) => lines.length <= 500)).toBe(true);
    expect(err).toContain('10,000 lines sent');
    const again = await send('--file', write('whole.ndjson', whole));
    expect([again.code, again.document<Report>()]).toMatchObject([
      0,
      { accepted: 1, duplicate: 11_999 },
    ]);
  });

  test('goes on from a line, and says which one when nobody answers', async () => {
    const file = write('three.ndjson', linesOf(3));
    const { document } = await send('--file', file, '--from-line', '3');
    expect([document<Report>().lines, asked]).toEqual([1, [[lineOf(3)]]]);
    failing = 100;
    const given = await send('--file', file, '--from-line', '2');
    expect([given.code, given.document<Report>().doneThroughLine]).toEqual([3, 1]);
  });

  test('with --dry-run counts and sends nothing', async () => {
    const { document } = await send('--file', write('two.ndjson', linesOf(2)), '--dry-run');
    expect([document(), asked]).toEqual([{ lines: 2, status: 'not-sent' }, []]);
  });

  test('says of an empty file that there is no change in it, and refuses --from-line beside --key', async () => {
    const { code, document } = await send('--file', write('empty.ndjson', ''));
    const detail = 'there is no change in empty.ndjson: nothing was sent.';
    expect([code, document()]).toEqual([2, { code: 'usage', detail }]);
    expect((await send('--file', 'one.json', '--key', 'k', '--from-line', '2')).code).toBe(2);
  });
});
