import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findViolations, type SourceFile } from './tidy.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** What git knows and what it would add. */
function readTree(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
  });
  return listed
    .toString()
    .split('\0')
    .filter((file) => file && fs.existsSync(path.join(ROOT, file)))
    .map((file) => ({ path: file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') }));
}

const rulesBroken = (...files: [path: string, text: string][]): string[] => [
  ...new Set(
    findViolations(files.map(([at, text]) => ({ path: at, text }))).map(({ rule }) => rule),
  ),
];
// Bad examples are put together here, so that this file does not break the rules that it tests.
const from = (specifier: string): string => `import { x } from '${specifier}';`;

test('the house is tidy', () => {
  expect(findViolations(readTree())).toEqual([]);
});

describe('imports point inward', () => {
  test.each([
    ['a service another', 'services/intake/src/a.ts', from('@told/gateway')],
    ['a service another by its path', 'services/intake/src/a.ts', from('../../gateway/src/b.ts')],
    ['a library a service', 'packages/service/src/a.ts', from('@told/intake')],
    ['even the stack a service', 'packages/stack/src/a.ts', from('@told/intake')],
    ['a pure room any other', 'packages/benefits/src/a.ts', from('@told/codec')],
    ['a pure room another pure one', 'packages/identity/src/a.ts', from('@told/benefits')],
    ['a lower room a higher', 'packages/event-log/src/a.ts', from('@told/service')],
    ['service the SDK', 'packages/service/src/a.ts', from('@told/agency-sdk')],
    ['a service a driver', 'services/intake/src/a.ts', from('@told/event-log-kafka')],
    ['product code the testing room', 'services/intake/src/a.ts', from('@told/testing')],
    ['product code a tool', 'packages/service/src/a.ts', from('../../../tools/test-database.ts')],
    ['a type from outside', 'packages/benefits/src/a.ts', "import type { x } from '@told/codec';"],
    ['dynamically', 'services/intake/src/a.ts', `const a = await ${'import'}('@told/gateway');`],
    ['by re-export', 'packages/benefits/src/a.ts', "export * from '@told/codec';"],
    ['over several lines', 'packages/benefits/src/a.ts', "import {\n  x,\n} from '@told/codec';"],
  ])('%s', (_case, at, text) => {
    expect(rulesBroken([at, text])).toEqual(['imports point inward']);
  });

  test.each([
    ['a service uses its libraries', 'services/jobcentre/src/a.ts', from('@told/agency-sdk')],
    ['the one place that opens a log', 'packages/service/src/a.ts', from('@told/event-log-kafka')],
    ['a test uses people', 'services/intake/src/a.int.test.ts', from('@told/testing')],
    ['a test uses tools', 'packages/service/src/a.int.test.ts', from('../../../tools/a.ts')],
    ['the command line uses the stack', 'packages/cli/src/a.ts', from('@told/stack')],
    ['a room uses itself', 'packages/benefits/src/a/b.ts', from('../c.ts')],
  ])('but %s', (_case, at, text) => {
    expect(rulesBroken([at, text])).toEqual([]);
  });
});

test('packages in a circle are found', () => {
  expect(
    rulesBroken(
      ['packages/stack/src/a.ts', from('@told/testing')],
      ['packages/testing/src/a.ts', from('@told/cli')],
      ['packages/cli/src/a.ts', from('@told/stack')],
    ),
  ).toEqual(['no cycles']);
});

describe('restricted modules', () => {
  test.each([
    ['kafkajs', 'packages/service/src/a.ts'],
    ['kafkajs', 'packages/service/src/a.int.test.ts'],
    ['avsc', 'services/gateway/src/a.ts'],
    ['@kafkajs/confluent-schema-registry', 'packages/cli/src/a.ts'],
    ['pg', 'services/gateway/src/a.ts'],
    ['node:fs', 'services/gateway/src/a.ts'],
    ['node:fs/promises', 'packages/event-log/src/a.ts'],
  ])('%s in %s', (specifier, at) => {
    expect(rulesBroken([at, from(specifier)])).toEqual(['restricted modules']);
  });

  test.each([
    ['kafkajs', 'packages/event-log-kafka/src/a.ts'],
    ['avsc', 'packages/codec/src/a.ts'],
    ['pg', 'services/gateway/src/a.int.test.ts'],
    ['node:fs', 'packages/agreements/src/load.ts'],
  ])('but %s in %s', (specifier, at) => {
    expect(rulesBroken([at, from(specifier)])).toEqual([]);
  });
});

test('a pure room does not reach outside', () => {
  expect(rulesBroken(['packages/benefits/src/a.ts', from('node:net')])).toEqual([
    'pure rooms do nothing but compute',
  ]);
  expect(rulesBroken(['packages/identity/src/a.ts', from('node:crypto')])).toEqual([]);
});

test('a name that says nothing, or is not kebab-case, is found', () => {
  for (const name of ['utils.ts', 'date-helpers.ts', 'common/a.ts', 'CaseManager.ts', 'data.ts']) {
    expect(rulesBroken([`packages/benefits/src/${name}`, ''])).toEqual([
      'names that say something',
    ]);
  }
});

test('a long file is found, unless a program wrote it', () => {
  const text = 'const a = 1;\n'.repeat(401);
  expect(rulesBroken(['packages/benefits/src/a.ts', text])).toEqual(['short files']);
  expect(rulesBroken(['packages/codec/src/generated/a.ts', text])).toEqual([]);
});

test.each([
  ['test', 'skip'],
  ['test', 'only'],
  ['describe', 'skip'],
  ['it', 'todo'],
  ['test.each', 'only'],
])('a test that does not run is found: %s %s', (call, how) => {
  expect(rulesBroken(['packages/a/src/a.unit.test.ts', `${call}.${how}('x', run);`])).toEqual([
    'every test runs',
  ]);
});

test.each([
  ['a folder of a machine', `see ${'/'}work/main/a.ts`],
  ['a home', `see ${'/'}home/someone/a.ts`],
  ['a folder beside the repository', `see ..${'/'}shared/a.md`],
  ['a lock file with addresses', `"resolved": "${'https'}://registry.example/a"`],
  ['an archive to download', `fetch ${'https'}://example.org/a.tgz`],
  ['a registry setting', `registry${'='}https://registry.example`],
])('%s is found', (_case, text) => {
  expect(rulesBroken(['docs/a.md', text])).toEqual(['no foreign places']);
});
