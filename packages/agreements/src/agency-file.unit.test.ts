import { describe, expect, test } from '@jest/globals';
import { parseAgency } from './agency-file.ts';
import { AgreementError } from './errors.ts';

const FACTS = { income: ['who', 'netPence'], address: ['toUprn'] };

const GOOD = `id: luton
legalName: Luton Borough Council
controller: Luton Borough Council
gssCode: E06000032
privacyContact: privacy@luton.example
incidentContact: incidents@luton.example
capacities: [ctb-claimant, council-tax-liable]
transports: [bus]
state: live
scopes: [changes:write, why:read]
reads:
  ctb-claimant:
    income: [who, netPence]
  council-tax-liable: {}
`;

const parse = (text: string, file = 'luton.yaml') => parseAgency(text, { file, facts: FACTS });

/** Each broken rule as `path: rule`. */
function problemsOf(text: string, file?: string): readonly string[] {
  try {
    parse(text, file);
  } catch (error) {
    if (!(error instanceof AgreementError)) throw error;
    expect(error.code).toBe('agency-invalid');
    return error.details.problems.map(({ path, rule }) => `${path}: ${rule}`);
  }
  return [];
}

test('reads who joins, in which roles, how far its tokens reach, and what it uses', () => {
  const agency = parse(GOOD);
  expect(agency).toMatchObject({
    id: 'luton',
    gssCode: 'E06000032',
    state: 'live',
    scopes: ['changes:write', 'why:read'],
    reads: { 'ctb-claimant': { income: ['who', 'netPence'] }, 'council-tax-liable': {} },
  });
  expect(parse(`${GOOD}# reviewed again\n`).hash).not.toBe(agency.hash);
});

describe('refuses', () => {
  test.each<[string, string, string, string]>([
    [
      'a key that is not of the format',
      'id: luton',
      'id: luton\nmotto: x',
      'motto: is not part of the format',
    ],
    ['a missing key', 'gssCode: E06000032\n', '', 'gssCode: is required'],
    [
      'an unknown state',
      'state: live',
      'state: paused',
      'state: must be one of the texts onboarding, live, suspended',
    ],
    [
      'a malformed GSS code',
      'E06000032',
      'E0600003',
      'gssCode: must be a GSS code: E, N, S or W and eight digits',
    ],
    [
      'a GSS code of digits',
      'E06000032',
      '06000032',
      'gssCode: must be a text of 1 to 2000 characters',
    ],
    [
      'a contact that is no address',
      'privacy@luton.example',
      'ask',
      'privacyContact: must be an e-mail address',
    ],
    [
      'a capacity twice',
      '[ctb-claimant, council',
      '[ctb-claimant, ctb-claimant, council',
      'capacities: must name each only once',
    ],
    [
      'an unknown transport',
      '[bus]',
      '[post]',
      'transports[0]: must be one of the texts bus, push, pull',
    ],
    [
      'a scope of the bus itself',
      'why:read]',
      'identities:resolve]',
      'scopes[1]: must be one of the texts changes:write, changes:read, interests:write, interests:read, consents:write, consents:read, why:read, cases:write, cases:read',
    ],
    [
      'reads of a role it has not',
      '  council-tax-liable: {}',
      '  council-tax-liable: {}\n  jsa-claimant: {}',
      'reads.jsa-claimant: is not part of the format',
    ],
    [
      'a role without reads',
      '  council-tax-liable: {}\n',
      '',
      'reads.council-tax-liable: is required',
    ],
    [
      'reads of a fact that does not exist',
      '    income:',
      '    salary:',
      'reads.ctb-claimant.salary: is not a fact of the bus',
    ],
    [
      'reads of a field that does not exist',
      'netPence',
      'wages',
      'reads.ctb-claimant.income[1]: is not a field of income',
    ],
    [
      'reads of what every object has',
      '    income:',
      '    constructor:',
      'reads.ctb-claimant.constructor: is not a fact of the bus',
    ],
    [
      'a repeated key',
      'state: live',
      'state: live\nstate: suspended',
      ': must be one YAML 1.2 document without aliases, unknown tags and repeated keys',
    ],
  ])('%s', (_name, good, bad, problem) => {
    expect(GOOD).toContain(good);
    expect(problemsOf(GOOD.replace(good, bad))).toEqual([problem]);
  });

  test.each(['told', 'auditor', 'operator'])('an agency that would speak as %s', (id) => {
    expect(problemsOf(GOOD.replace('id: luton', `id: ${id}`), `${id}.yaml`)).toEqual([
      'id: must be none of the bus’s own: told, auditor, operator',
    ]);
  });

  test('a file of another name, so that two files cannot be one agency', () => {
    expect(problemsOf(GOOD, 'luton-2.yaml')).toEqual(['id: must be the name of its file']);
  });

  test('everything at once', () => {
    const bad = GOOD.replace('state: live', 'state: paused')
      .replace('E06000032', 'X1')
      .replace('[bus]', '[]');
    expect(problemsOf(bad).map((one) => one.split(':')[0])).toEqual([
      'gssCode',
      'transports',
      'state',
    ]);
  });

  test.each<[string, string]>([
    ['an alias', 'a: &a [x, x]\nb: *a\n'],
    [
      'aliases of aliases that would grow',
      Array.from({ length: 20 }, (_, at) =>
        at === 0 ? 'l0: &l0 [x, x]' : `l${at}: &l${at} [*l${at - 1}, *l${at - 1}]`,
      ).join('\n'),
    ],
    ['an unknown tag', GOOD.replace('state: live', 'state: !run live')],
    ['depth', `a: ${'['.repeat(40)}${']'.repeat(40)}`],
    ['brackets without end', '['.repeat(16_000)],
    ['nothing', ''],
    ['a list', '- luton'],
    ['more than a reviewer reads', `${GOOD}#${'x'.repeat(16_384)}`],
  ])('%s, quickly', (_name, text) => {
    const startedMs = performance.now();
    expect(problemsOf(text)).toHaveLength(1);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});
