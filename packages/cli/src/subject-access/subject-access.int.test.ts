import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

const PARTS = [
  {
    ...{ part: 'about', preparedAt: '2010-06-01T12:00:00.000Z', hasProtectedAddress: false },
    ...{ ledger: { id: 'told.example/a', size: 7 }, erasedUntil: null },
  },
  {
    ...{ part: 'told', agency: 'jobcentre', fact: 'household', changeType: 'created' },
    ...{ changeId: '1', occurredOn: '2010-05-01', receivedOn: '2010-05-02' },
    ...{ body: { relation: 'partner' }, removed: [{ reason: 'third-party', fields: ['member'] }] },
  },
  {
    ...{ part: 'decided', at: '2010-05-02T09:00:00Z', entry: 3 },
    recipients: [
      {
        ...{ agency: 'luton', capacity: 'ctb-claimant', verdict: 'trimmed', reason: null },
        basis: [{ agreement: 'dwp-to-council', version: 2, fields: ['household.relation'] }],
        withheld: [{ reason: 'no-basis', fields: ['household.member'] }],
      },
    ],
  },
  { part: 'kept', topic: 'told.releases.luton', days: 90, isKnown: true },
];

let services: OpenServices;
let asked: unknown[];
let answer: string;
let status: number;

beforeAll(async () => {
  services = await openServices(
    { services: { audit: '' }, clients: { auditor: ['subject-access:run'] } },
    (request, response) => {
      asked.push(JSON.parse(request.text));
      response.statusCode = status;
      response.end(answer);
    },
  );
});
afterAll(() => services.close());
beforeEach(() => {
  fs.rmSync(path.join(services.dir, 'out'), { recursive: true, force: true });
  asked = [];
  status = 200;
  const lines = PARTS.map((part) => `${JSON.stringify(part)}\n`).join('');
  answer = `${lines}${endOf(lines)}`;
});

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const endOf = (lines: string): string =>
  `${JSON.stringify({ part: 'end', lines: PARTS.length, sha256: hashOf(lines) })}\n`;
const run = (...args: readonly string[]) =>
  runTold(
    ['--profile', 'one.json', 'subject-access', '--reason', 'request 21', '--out', 'out', ...args],
    { cwd: services.dir },
  );
const NAMED = ['--nino', 'QQ123456C'];
const read = (name: string): string =>
  fs.readFileSync(path.join(services.dir, 'out', name), 'utf8');

describe('subject-access', () => {
  test('writes what arrived, the same for reading, and the hashes of both', async () => {
    expect((await run(...NAMED)).code).toBe(0);
    expect(asked).toEqual([
      { person: { nino: 'QQ123456C' }, reason: 'request 21', withProtectedAddress: false },
    ]);
    expect(read('bundle.ndjson')).toBe(answer);
    const text = read('bundle.txt');
    for (const said of [
      'jobcentre told household (created)',
      'relation: partner',
      'left out, third-party: member',
      'luton as ctb-claimant: trimmed',
      'under dwp-to-council version 2: household.relation',
      'withheld, no-basis: household.member',
      'Kept on told.releases.luton: 90 days',
    ])
      expect(text).toContain(said);
    expect(JSON.parse(read('manifest.json'))).toMatchObject({
      ...{ manifest: 'told-subject-access/1', ledger: { id: 'told.example/a', size: 7 } },
      files: [
        { file: 'bundle.ndjson', sha256: hashOf(answer) },
        { file: 'bundle.txt', sha256: hashOf(text) },
      ],
    });
  });

  test('names the person by a case, and says that the address may be given', async () => {
    expect((await run('--case', 'luton/CTB-1', '--with-protected-address')).code).toBe(0);
    const named = { case: { agency: 'luton', caseReference: 'CTB-1' } };
    expect(asked).toEqual([{ ...named, reason: 'request 21', withProtectedAddress: true }]);
  });

  test.each([
    ['broke off', () => answer.slice(0, answer.lastIndexOf('{"part":"end"')), 3],
    ['was changed on its way', () => answer.replace('partner', 'someone'), 4],
  ])('leaves no manifest of a bundle that %s', async (_, change, code) => {
    answer = change();
    expect((await run(...NAMED)).code).toBe(code);
    expect(fs.existsSync(path.join(services.dir, 'out', 'manifest.json'))).toBe(false);
  });

  test('prints a refusal', async () => {
    status = 422;
    answer = JSON.stringify({ code: 'person-unknown', detail: 'Nobody.' });
    const { code, err } = await run(...NAMED);
    expect([code, err.includes('person-unknown')]).toEqual([1, true]);
  });

  test('asks for nothing where a folder holds anything, or nobody is named', async () => {
    fs.mkdirSync(path.join(services.dir, 'out'));
    expect((await run()).code).toBe(2);
    fs.writeFileSync(path.join(services.dir, 'out', 'kept'), '');
    expect((await run(...NAMED)).code).toBe(2);
    expect(asked).toEqual([]);
  });
});
