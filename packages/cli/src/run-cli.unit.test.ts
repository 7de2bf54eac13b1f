import { describe, expect, test } from '@jest/globals';
import { runTold } from '../test/run-told.ts';
import { EXIT_CODES } from './exit-codes.ts';

const NO_ID = '00000000-0000-0000-0000-000000000000';
const SEND = ['changes', 'send', '--as', 'jobcentre', '--key', 'k', '--file', '-'];
const JOB = {
  fact: 'income',
  changeType: 'created',
  occurredOn: '2010-05-12',
  notifiedOn: '2010-04-05',
  receivedOn: '2010-04-05',
  person: { nino: 'QQ123456C', surname: 'Sample', forename: 'Asha', birthDate: '1980-02-29' },
  caseReference: 'JSA-1',
  evidence: { level: 'self-declared' },
  income: {
    who: 'claimant',
    kind: 'employed',
    grossPence: 9280,
    netPence: 9280,
    payPeriod: 'weekly',
  },
};

describe('the command line', () => {
  test('explains itself and names every exit code', async () => {
    const { code, out, err } = await runTold(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const [name, exit] of Object.entries(EXIT_CODES)) {
      expect(out).toContain(`${exit.code} ${name}`);
    }
    expect(out).toContain('docs/reference/cli.md');
  });

  test('prints its version', async () => {
    expect(await runTold(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n' });
  });

  test('has distinct exit codes', () => {
    const codes = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  const MISUSES: readonly (readonly [string, string[], RegExp])[] = [
    ['no command at all', [], /Usage: told/],
    ['an unknown command', ['chagnes'], /unknown command 'chagnes'\n\(Did you mean changes\?\)/],
    [
      'a missing option',
      ['cases', 'list'],
      /required option '--as, --agency <agency>' not specified/,
    ],
    ['an unknown option', ['doctor', '--quick'], /unknown option '--quick'/],
    ['a missing argument', ['why'], /missing required argument 'changeId'/],
    ['an id that is none', ['why', 'abc', 'luton'], /It is an id such as/],
    ['an agency that cannot be', ['token', '--as', 'A B'], /It is an agency’s id/],
    ['a count that is none', ['cases', 'list', '--as', 'luton', '--limit', 'x'], /from 1 to 1000/],
    [
      'a day that does not exist',
      ['interests', 'end', NO_ID, '--as', 'luton', '--until', '2010-02-30'],
      /a day that exists/,
    ],
    ['another bus', ['demo', '--bus', 'rabbit'], /It is embedded or kafka\./],
    ['another number of brokers', ['stack', '--bus', 'kafka', '--brokers', '2'], /It is 1 or 3\./],
    ['brokers without Kafka', ['demo', '--brokers', '3'], /--brokers goes with --bus kafka\./],
    ['another shell', ['completion', 'fish'], /bash and zsh, not for "fish"/],
    ['a file that is not there', [...SEND.slice(0, -1), '/nowhere'], /\/nowhere cannot be read/],
    ['input that is not JSON', SEND, /standard input does not hold JSON/],
  ];

  test.each(MISUSES)('%s: says so on standard error, with code 2', async (_, args, message) => {
    const { code, out, err } = await runTold(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  test.each(MISUSES)('%s, with --json: one document, nothing else', async (_, args) => {
    const told = await runTold([...args, '--json']);
    expect([told.code, told.err]).toEqual([2, '']);
    expect(told.document()).toEqual({ code: 'usage', detail: expect.stringMatching(/./) });
  });

  test('without a stack, says how to start one', async () => {
    const { code, err } = await runTold(['doctor'], { cwd: '/' });
    expect(code).toBe(3);
    expect(err).toMatch(/no stack runs here.*\nFix: start one with "npm start"/s);
  });

  test('--json has the place of the error that has no answer', async () => {
    const told = await runTold(['doctor', '--json'], { cwd: '/' });
    expect([told.code, told.err]).toEqual([3, '']);
    expect(told.document()).toMatchObject({ code: 'unavailable' });
  });
});

describe('changes send --dry-run', () => {
  test('needs no deployment, and says what the id would be', async () => {
    const told = await runTold([...SEND, '--dry-run', '--json'], { input: JSON.stringify(JOB) });
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.document()).toEqual({
      changeId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'not-sent',
    });
  });

  test('names every field at fault, and no value', async () => {
    const input = JSON.stringify({ ...JOB, occurredOn: '2010-13-01', shoeSize: 43 });
    const { code, out, err } = await runTold([...SEND, '--dry-run'], { input });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('/occurredOn');
    expect(err).toContain('/shoeSize');
    expect(err).not.toMatch(/2010-13-01|43/);
  });
});
