import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

/** A gateway that answers each line. */
let services: OpenServices;
let dir: string;
let asked: { readonly url: string; readonly type: string; readonly lines: string[] }[];
/** How many requests it fails before it answers again. */
let failing = 0;

/** As the gateway does: what is not whole is refused by its number. */
function answerLine(line: string, number: number, isCsv: boolean): object {
  const isWhole = isCsv ? line.split(',').length === 3 : line.endsWith('}');
  return isWhole
    ? { line: number, status: 'registered', state: number % 10 === 0 ? 'pending' : 'final' }
    : {
        ...{ line: number, status: 'refused', code: 'malformed-json', detail: 'not JSON' },
        errors: [],
      };
}

beforeAll(async () => {
  services = await openServices(
    { services: { gateway: '' }, clients: { luton: ['interests:write', 'interests:read'] } },
    ({ url, type = '', text }, response) => {
      if (failing > 0) {
        failing -= 1;
        response.writeHead(503).end('{}');
        return;
      }
      const lines = text.split('\n').filter((line) => line !== '');
      asked.push({ url, type, lines });
      if (url.startsWith('/v1/interests/drift')) {
        response.end('');
        return;
      }
      const isCsv = type === 'text/csv';
      const answers = lines
        .map((line, index) => answerLine(line, index + 1, isCsv))
        .slice(isCsv ? 1 : 0);
      response.end(answers.map((one) => `${JSON.stringify(one)}\n`).join(''));
    },
  );
  dir = services.dir;
});
afterAll(() => services.close());
beforeEach(() => {
  asked = [];
  failing = 0;
});

const told = (...args: readonly string[]) =>
  runTold(['--profile', 'one.json', '--json', 'interests', ...args, '--as', 'luton'], { cwd: dir });
const write = (name: string, text: string): string => {
  fs.writeFileSync(path.join(dir, name), text);
  return name;
};
const lineOf = (at: number) =>
  JSON.stringify({
    ...{ capacity: 'ctb-claimant', caseReference: `CTB-${at}`, from: '2010-04-01' },
    person: { nino: `QQ${String(at % 1_000_000).padStart(6, '0')}A` },
  });

interface Report {
  readonly lines: number;
  readonly registered: number;
  readonly uncertain: number;
  readonly doneThroughLine: number;
  readonly refused: readonly { readonly line: number; readonly code: string }[];
}

describe('interests register --file', () => {
  test('100,000 lines cut in the middle: every whole line is kept, the cut one named, and again is safe', async () => {
    const all = `${Array.from({ length: 100_000 }, (_, at) => lineOf(at + 1)).join('\n')}\n`;
    const half = Math.floor(all.length / 2);
    const cut = all.slice(0, half);
    const whole = cut.split('\n').length - 1;
    const file = write('cases.ndjson', cut.endsWith('\n') ? cut.slice(0, -1) : cut);
    const { code, err, document } = await told('register', '--file', file);
    expect(code).toBe(1);
    const report = document<Report>();
    expect([report.lines, report.registered]).toEqual([whole + 1, whole]);
    expect(report.refused.map((one) => [one.line, one.code])).toEqual([
      [whole + 1, 'malformed-json'],
    ]);
    expect(asked.every((one) => one.lines.length <= 500)).toBe(true);
    expect(err).toContain('10,000 lines sent');
    expect(JSON.stringify(report)).not.toMatch(/QQ\d/);
    const rest = write('whole.ndjson', all);
    asked = [];
    const again = await told('register', '--file', rest, '--from-line', String(whole + 1));
    expect([again.code, again.document<Report>().registered]).toEqual([0, 100_000 - whole]);
    expect(asked[0]?.lines[0]).toBe(lineOf(whole + 1));
  });

  test('each request of a CSV file carries its header, and a line is named as an editor numbers it', async () => {
    const rows = Array.from({ length: 700 }, (_, at) => `ctb-claimant,CTB-${at},2010-04-01`);
    rows[650] = 'ctb-claimant,CTB-650';
    const header = 'capacity,caseReference,from';
    const file = write('cases.csv', [header, ...rows, ''].join('\r\n'));
    const { document } = await told('register', '--file', file);
    expect(document<Report>().refused.map((one) => one.line)).toEqual([652]);
    expect(asked.map((one) => [one.type, one.lines[0], one.lines.length])).toEqual([
      ['text/csv', `${header}\r`, 501],
      ['text/csv', `${header}\r`, 201],
    ]);
  });

  test.each([
    ['one case and no header', 'ctb-claimant,CTB-1,2010-04-01\n'],
    ['nothing', ''],
  ])('refuses a CSV file of %s, and sends nothing', async (_, lines) => {
    const file = write('headless.csv', lines);
    const columns = 'The first line must name the columns capacity, caseReference, from';
    for (const more of [[], ['--dry-run']]) {
      const { code, document } = await told('register', '--file', file, ...more);
      expect([code, document()]).toMatchObject([
        1,
        { code: 'csv-header', detail: expect.stringContaining(columns) },
      ]);
    }
    expect(asked).toEqual([]);
  });

  test.each([
    ['nothing', 'empty.ndjson', ''],
    ['blank lines', 'blank.ndjson', '\n \n\r\n'],
    ['a header alone', 'header.csv', 'capacity,caseReference,from\n'],
  ])(
    'says of a file of %s that there is no case in it, and sends nothing',
    async (_, name, lines) => {
      const file = write(name, lines);
      for (const more of [[], ['--dry-run']]) {
        const { code, document } = await told('register', '--file', file, ...more);
        const detail = `there is no case in ${name}: nothing was sent.`;
        expect([code, document()]).toEqual([2, { code: 'usage', detail }]);
      }
      expect(asked).toEqual([]);
    },
  );

  test('says so of the lines asked for, too', async () => {
    const file = write('two.ndjson', `${lineOf(1)}\n${lineOf(2)}\n`);
    const { code, document } = await told('register', '--file', file, '--from-line', '3');
    const detail = 'there is no case in two.ndjson from line 3 on: nothing was sent.';
    expect([code, document()]).toEqual([2, { code: 'usage', detail }]);
  });

  test('tries again while nobody answers, and says from which line to go on when it gives up', async () => {
    const file = write('two.ndjson', `${lineOf(1)}\n${lineOf(10)}\n`);
    failing = 1;
    expect((await told('register', '--file', file)).document<Report>().registered).toBe(2);
    failing = 100;
    const { code, document } = await told('register', '--file', file, '--from-line', '2');
    expect([code, document<{ doneThroughLine: number }>().doneThroughLine]).toEqual([3, 1]);
  });

  test('with --back-fill asks for one for every line', async () => {
    const file = write('two.ndjson', `${lineOf(1)}\n${lineOf(2)}\n`);
    await told('register', '--file', file, '--back-fill');
    await told('register', '--file', file);
    expect(asked.map(({ url }) => url)).toEqual([
      '/v1/interests/bulk?backFill=true',
      '/v1/interests/bulk',
    ]);
  });

  test('with --dry-run sends nothing; beside options of one case it is refused', async () => {
    const file = write('two.ndjson', `${lineOf(1)}\n${lineOf(2)}\n`);
    const dry = await told('register', '--file', file, '--dry-run');
    expect([dry.document(), asked]).toEqual([{ lines: 2, status: 'not-sent' }, []]);
    expect((await told('register', '--file', file, '--case', 'C-1')).code).toBe(2);
    expect((await told('register', '--case', 'C-1')).code).toBe(2);
    expect((await told('register', '--file', 'nowhere.csv')).code).toBe(2);
  });
});

describe('interests drift', () => {
  test('covers every case reference there is, in spans that meet and do not overlap', async () => {
    const rows = Array.from({ length: 12_000 }, (_, at) => `ctb-claimant,C-${at},2010-04-01`);
    const file = write('open.csv', ['capacity,caseReference,from', ...rows, ''].join('\n'));
    const { code, document } = await told('drift', '--file', file);
    expect([code, document()]).toEqual([0, { lines: 12_000, differences: [], refused: [] }]);
    const spans = asked.map(({ url }) => new URL(url, 'http://gateway').searchParams);
    const edges = spans.map((one) => [one.get('after'), one.get('through')]);
    expect(edges).toEqual([
      [null, edges[0]?.[1]],
      [edges[0]?.[1], edges[1]?.[1]],
      [edges[1]?.[1], null],
    ]);
    expect(asked.reduce((sum, one) => sum + one.lines.length, 0)).toBe(12_000);
  });

  test('a line that tells a key twice is not compared by one of them', async () => {
    const line = '{"capacity":"ctb-claimant","caseReference":"C-1","from":"2010-04-01"}';
    const twice = line.replace('}', ',"from":"2010-05-01"}');
    const file = write('twice.ndjson', `${line}\n${twice}\nno JSON\n`);
    const { code, document } = await told('drift', '--file', file);
    const { refused } = document<Report>();
    expect([code, refused]).toMatchObject([
      1,
      [
        { line: 2, code: 'repeated-key', errors: [{ pointer: '/from' }] },
        { line: 3, code: 'malformed-json' },
      ],
    ]);
    expect(asked.flatMap(({ lines }) => lines)).toEqual([line]);
  });

  test('an empty list is compared too: all that the bus has is missing from it', async () => {
    await told('drift', '--file', write('empty.csv', 'capacity,caseReference,from\n'));
    expect(asked.map((one) => [one.url, one.lines])).toEqual([['/v1/interests/drift', []]]);
  });
});
