import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { AGREEMENT_TEXT, FACTS } from '../test/agreement-text.ts';
import { standingOf } from './agreement.ts';
import { composeSet } from './agreement-set.ts';
import { AGREEMENT_ERRORS, AgreementError } from './errors.ts';
import { hashTerms, parseAgreement } from './parse.ts';

const text = AGREEMENT_TEXT;
const known = { file: 'one.yaml', facts: FACTS };

function problemsOf(run: () => unknown): { code: string; lines: string[] } {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(AgreementError);
    const { code, details } = error as AgreementError;
    expect(AGREEMENT_ERRORS).toHaveProperty(code);
    return { code, lines: details.problems.map((one) => `${one.file} ${one.path}: ${one.rule}`) };
  }
  return { code: 'none', lines: [] };
}

function parseWith(change: (document: Record<string, unknown>) => void) {
  const document = parse(text);
  change(document);
  return problemsOf(() => parseAgreement(stringify(document), known));
}

describe('parseAgreement', () => {
  test('reads a file and hashes its very bytes', () => {
    const agreement = parseAgreement(text, known);
    expect(agreement).toMatchObject({ id: 'example-ctb', version: 1, set: '2010' });
    expect(agreement.hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(parseAgreement(`${text}\n`, known).hash).not.toBe(agreement.hash);
    expect(parseAgreement(`${text}\n`, known).termsHash).toBe(agreement.termsHash);
  });

  type Edit = (document: Record<string, unknown>) => void;
  const edits: readonly (readonly [string, Edit, string])[] = [
    ['a missing key', (d) => delete d['purpose'], 'one.yaml purpose: is required'],
    ['an unknown key', (d) => Object.assign(d, { x: 1 }), 'one.yaml x: is not part of the format'],
    [
      'a set that is a number',
      (d) => Object.assign(d, { set: 2010 }),
      'one.yaml set: must be one of the texts 2010, current',
    ],
    [
      'an unknown state',
      (d) => Object.assign(d, { state: 'live' }),
      'one.yaml state: must be one of the texts draft, approved, in-force, suspended, ended',
    ],
    ['no recipient', (d) => Object.assign(d, { to: [] }), 'one.yaml to: must name at least one'],
    [
      'a recipient twice',
      (d) => Object.assign(d, { to: ['luton', 'luton'] }),
      'one.yaml to: must name each only once',
    ],
    [
      'a wildcard',
      (d) => Object.assign(d, { facts: { income: ['*'] } }),
      'one.yaml facts.income[0]: must name one field: no wildcards',
    ],
    [
      'an unknown field',
      (d) => Object.assign(d, { facts: { income: ['shoeSize'] } }),
      'one.yaml facts.income[0]: is not a field of income',
    ],
    [
      'an unknown fact',
      (d) => Object.assign(d, { facts: { health: ['x'] } }),
      'one.yaml facts.health: is not a fact of the bus',
    ],
    [
      'a fact without a field',
      (d) => Object.assign(d, { facts: { income: [] } }),
      'one.yaml facts.income: must name at least one',
    ],
    ['no fact', (d) => Object.assign(d, { facts: {} }), 'one.yaml facts: must name at least one'],
    [
      'a day that does not exist',
      (d) => Object.assign(d, { validFrom: '2010-02-30' }),
      'one.yaml validFrom: must be a day of the calendar, YYYY-MM-DD',
    ],
    [
      'an end before the start',
      (d) => Object.assign(d, { validUntil: '2009-01-01' }),
      'one.yaml validUntil: must not be before validFrom',
    ],
    [
      'the Act of another time',
      (d) =>
        Object.assign(d, {
          dataProtection: { act: 'Data Protection Act 2018', conditions: ['x'] },
        }),
      'one.yaml dataProtection.act: must be the Data Protection Act 1998 in this set',
    ],
    [
      'a negative look-back',
      (d) => Object.assign(d, { lookBackDays: -1 }),
      'one.yaml lookBackDays: must be a whole number from 0 to 3660',
    ],
    [
      'a plain http link',
      (d) => Object.assign(d['basis'] as object, { link: 'http://x.example' }),
      'one.yaml basis.link: must be an https address',
    ],
    [
      'an approval without its hash',
      (d) => Object.assign((d['approvals'] as object[])[0] as object, { terms: 'yes' }),
      'one.yaml approvals[0].terms: must be a SHA-256 in hex',
    ],
  ];
  test.each(edits)('refuses %s, naming file, path and rule', (_, edit, line) => {
    expect(parseWith(edit)).toEqual({ code: 'agreement-invalid', lines: [line] });
  });

  test('names every broken rule at once', () => {
    const { lines } = parseWith((d) =>
      Object.assign(d, { version: 0, title: '', reviewBy: 'soon' }),
    );
    expect(lines).toHaveLength(3);
  });

  const levels = (count: number) => `id: ${'['.repeat(count)}${']'.repeat(count)}`;
  const steps = Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n');
  test.each([
    ['nothing', '', 'must be a mapping'],
    ['a list', '- a', 'must be a mapping'],
    ['text that is not YAML', 'a: [b', 'must be one YAML 1.2 document'],
    ['a key twice', `${text}\nid: other\n`, 'must be one YAML 1.2 document'],
    ['two documents', `${text}\n---\n${text}`, 'must be one YAML 1.2 document'],
    ['an unknown tag', text.replace('version: 1', 'version: !!js/eval 1'), 'must be one YAML 1.2'],
    ['an alias', 'a: &x [1]\nb: *x\n', 'must be one YAML 1.2 document without aliases'],
    [
      'aliases that would multiply',
      `a: &a [x, x]\n${[...'bcdefghijklmnopqrst'].map((one, at) => `${one}: &${one} [*${'abcdefghijklmnopqrst'[at]}, *${'abcdefghijklmnopqrst'[at]}]`).join('\n')}`,
      'must be one YAML 1.2 document without aliases',
    ],
    [
      'a merge key',
      'a: &x { y: 1 }\nb: { <<: *x }\n',
      'must be one YAML 1.2 document without aliases',
    ],
    ['nine levels', levels(8), 'must nest at most 8 levels'],
    ['a level a line', steps, 'must nest at most 8 levels'],
    ['levels that exhaust the parser', levels(20_000), 'must be one YAML 1.2 document'],
    ['a huge file', `# ${'x'.repeat(70_000)}`, 'must have at most 65536 bytes'],
  ])('refuses %s', (_, content, rule) => {
    const { code, lines } = problemsOf(() => parseAgreement(content, known));
    expect(code).toBe('agreement-invalid');
    expect(lines[0]).toContain(`one.yaml : ${rule}`);
  });
});

describe('standingOf', () => {
  const agreement = parseAgreement(text, known);
  const edited = parseAgreement(text.replace('lookBackDays: 31', 'lookBackDays: 99'), known);

  test.each([
    ['in force once valid and signed', agreement, '2010-04-05', 'in-force'],
    ['not before its first day', agreement, '2010-03-31', 'not-yet'],
    ['not after its last day', { ...agreement, validUntil: '2010-06-30' }, '2010-07-01', 'expired'],
    ['not as a draft', { ...agreement, state: 'draft' as const }, '2010-04-05', 'draft'],
    [
      'not when suspended',
      { ...agreement, state: 'suspended' as const },
      '2010-04-05',
      'suspended',
    ],
    ['not unsigned', { ...agreement, approvals: [] }, '2010-04-05', 'unsigned'],
    [
      'not signed by one party only',
      { ...agreement, approvals: agreement.approvals.slice(1) },
      '2010-04-05',
      'unsigned',
    ],
    ['not when edited after it was signed', edited, '2010-04-05', 'unsigned'],
    [
      'not before the last party signed',
      {
        ...agreement,
        approvals: agreement.approvals.map((a) => ({ ...a, approvedOn: '2010-04-06' })),
      },
      '2010-04-05',
      'unsigned',
    ],
  ] as const)('%s', (_, one, on, standing) => {
    expect(standingOf(one, on)).toBe(standing);
  });

  test('a signature covers the terms whatever the order of the keys, and no state', () => {
    const document = parse(text);
    const turned = Object.fromEntries(Object.entries(document).reverse());
    expect(hashTerms(turned)).toBe(hashTerms(document));
    expect(hashTerms({ ...document, state: 'ended' })).toBe(hashTerms(document));
    expect(hashTerms({ ...document, version: 2 })).not.toBe(hashTerms(document));
  });
});

describe('sets', () => {
  const agreement = parseAgreement(text, known);

  test('are never mixed', () => {
    const { code, lines } = problemsOf(() =>
      composeSet('current', [{ file: 'one.yaml', agreement }]),
    );
    expect([code, lines]).toEqual([
      'agreement-other-set',
      ['one.yaml set: must be current in this set'],
    ]);
  });
  test('hold each version once', () => {
    const files = ['one.yaml', 'two.yaml'].map((file) => ({ file, agreement }));
    expect(problemsOf(() => composeSet('2010', files)).code).toBe('agreement-twice');
  });
  test('have a hash that any edit of any file changes', () => {
    const one = composeSet('2010', [{ file: 'a', agreement }]);
    const other = composeSet('2010', [
      { file: 'a', agreement: { ...agreement, hash: 'f'.repeat(64) } },
    ]);
    expect(one.hash).not.toBe(other.hash);
  });
});
