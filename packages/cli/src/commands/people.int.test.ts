import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createValidator, type JsonSchema } from '@told/service';
import { FAULT_NAMES } from '@told/testing';
import { runTold } from '../../test/run-told.ts';
import type { Manifest } from '../people/manifest.ts';

let dir: string;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-people-'));
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

const generate = (...args: readonly string[]) =>
  runTold(['--json', 'people', 'generate', ...args], { cwd: dir });
const SMALL = ['--households', '400', '--changes', '1500'] as const;
const read = (name: string) => fs.readFileSync(path.join(dir, name), 'utf8');
const linesOf = (name: string): readonly string[] => read(name).trimEnd().split('\n');
const manifestOf = (set: string) => JSON.parse(read(`${set}/manifest.json`)) as Manifest;
/** What the office's route holds each line against. */
const caseSchema = (service: string): JsonSchema =>
  JSON.parse(
    fs.readFileSync(
      path.join(import.meta.dirname, `../../../../services/${service}/case.schema.json`),
      'utf8',
    ),
  );

describe('people generate', () => {
  test('writes a file for each office and route, and a manifest that fits them', async () => {
    const { code, document } = await generate(...SMALL, '--out', 'one');
    expect(code).toBe(0);
    const manifest = manifestOf('one');
    expect(document()).toEqual({ out: path.join(dir, 'one'), ...manifest });
    expect(manifest).toMatchObject({ seed: 2010, households: 400, changes: 1500, first: 0 });
    expect(Object.keys(manifest.faults)).toEqual(FAULT_NAMES);
    expect(manifest.faults.repeatedNotice).toMatchObject({ stated: 0.05, of: 'lines' });
    for (const [name, { lines, bytes, sha256 }] of Object.entries(manifest.files)) {
      const text = read(`one/${name}`);
      expect([name, lines, bytes]).toEqual([
        name,
        linesOf(`one/${name}`).length,
        Buffer.byteLength(text),
      ]);
      expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
    }
    const changes = Object.entries(manifest.files).filter(([name]) =>
      name.endsWith('changes.ndjson'),
    );
    expect(changes.reduce((sum, [, { lines }]) => sum + lines, 0)).toBe(1500);
  });

  test('every case keeps the schema of its office', () => {
    for (const [office, service] of [
      ['central-bedfordshire', 'council-tax'],
      ['luton', 'council-tax'],
      ['jobcentre', 'jobcentre'],
    ] as const) {
      const validate = createValidator(caseSchema(service));
      const lines = linesOf(`one/${office}/cases.ndjson`).map((line) => JSON.parse(line) as object);
      expect(lines.length).toBeGreaterThan(100);
      expect(lines.flatMap((line) => validate(line))).toEqual([]);
      const references = lines.map((line) => (line as { caseReference: string }).caseReference);
      expect(new Set(references).size).toBe(references.length);
    }
  });

  test('writes the same bytes for the same seed, others for another', async () => {
    await generate(...SMALL, '--out', 'again');
    expect(manifestOf('again')).toEqual(manifestOf('one'));
    await generate(...SMALL, '--seed', '7', '--out', 'other');
    expect(manifestOf('other').files).not.toEqual(manifestOf('one').files);
  });

  test('more households begin with the same ones', async () => {
    await generate('--households', '100', '--out', 'few');
    const file = 'luton/cases.ndjson';
    expect(read(`one/${file}`).startsWith(read(`few/${file}`))).toBe(true);
    expect(read('few/luton/changes.ndjson')).toBe('');
  });

  test('takes other rates, and none', async () => {
    await generate(
      '--households',
      '50',
      '--out',
      'rated',
      '--rate',
      'nickname=1',
      '--rate',
      'twins=0',
    );
    expect(manifestOf('rated').faults.nickname).toMatchObject({ stated: 1, drawn: 50, hit: 50 });
    expect(manifestOf('rated').faults.twins).toMatchObject({ stated: 0, hit: 0 });
    expect(manifestOf('rated').faults.oldAddress.stated).toBe(0.04);
    await generate(...SMALL, '--out', 'plain', '--faults', 'none', '--rate', 'malformedLine=0.1');
    const { faults, refused } = manifestOf('plain');
    const hit = FAULT_NAMES.filter((name) => faults[name].hit > 0);
    expect(hit).toEqual(['malformedLine']);
    const counts = Object.values(refused).reduce((sum, count) => sum + count, 0);
    expect(counts).toBe(faults.malformedLine.hit);
  });

  test('refuses a folder that holds anything, and writes over it with --force', async () => {
    fs.mkdirSync(path.join(dir, 'held'));
    fs.writeFileSync(path.join(dir, 'held/letter.txt'), 'kept');
    const refused = await generate(...SMALL, '--out', 'held');
    expect([refused.code, refused.document()]).toMatchObject([2, { code: 'usage' }]);
    expect(fs.readdirSync(path.join(dir, 'held'))).toEqual(['letter.txt']);
    expect((await generate(...SMALL, '--out', 'held', '--force')).code).toBe(0);
    expect(manifestOf('held')).toEqual(manifestOf('one'));
    expect(read('held/letter.txt')).toBe('kept');
  });

  test.each([
    ['a folder that cannot be', ['--households', '1', '--out', '/proc/people'], 78],
    ['no folder', ['--households', '1'], 2],
    ['no households', ['--out', 'none'], 2],
    ['too many', ['--households', '1000001', '--out', 'none'], 2],
    ['too many from there', ['--households', '2', '--first', '999999', '--out', 'none'], 2],
    ['an unknown fault', ['--households', '1', '--out', 'none', '--rate', 'typo=0.5'], 2],
    ['a rate that is no share', ['--households', '1', '--out', 'none', '--rate', 'twins=2'], 2],
    [
      'a day that does not exist',
      ['--households', '1', '--out', 'none', '--today', '2010-02-30'],
      2,
    ],
  ])('says what is wrong with %s', async (_, args, code) => {
    const told = await generate(...args);
    expect(told.code).toBe(code);
    expect(told.document<{ detail: string }>().detail).not.toBe('');
    expect(fs.existsSync(path.join(dir, 'none'))).toBe(false);
  });

  test('prints for people what was stated and what came out', async () => {
    const { out, err } = await runTold(
      ['people', 'generate', '--households', '10000', '--out', 'shown'],
      { cwd: dir },
    );
    expect(out).toMatch(/fault +stated +came out/);
    expect(out).toMatch(/nickname +0.02 +0.0\d+ /);
    expect(out).toContain('intake will refuse: nothing');
    expect(err).toContain('10,000 of 10,000 households');
  });
});

describe('people load', () => {
  test('wants a whole set', async () => {
    fs.mkdirSync(path.join(dir, 'cut'));
    const told = await runTold(['--json', 'people', 'load', '--dir', 'cut'], { cwd: dir });
    expect([told.code, told.document()]).toMatchObject([
      2,
      { detail: expect.stringContaining('holds no whole set of people') },
    ]);
  });
});
