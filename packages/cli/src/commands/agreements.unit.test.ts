import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';
import type { SetChecked } from '../agreements/check-set.ts';

const SHIPPED = path.join(import.meta.dirname, '../../../../infra');
const CONSENT = 'agreements/2010/dwp-to-council-prefill.yaml';
const ON = ['--set', '2010', '--on', '2010-05-13'];

let infra: string;
beforeEach(() => {
  infra = fs.mkdtempSync(path.join(os.tmpdir(), 'told-agreements-'));
  for (const folder of ['agreements', 'agencies']) {
    fs.cpSync(path.join(SHIPPED, folder), path.join(infra, folder), { recursive: true });
  }
});
afterEach(() => fs.rmSync(infra, { recursive: true }));

const check = (...args: string[]) =>
  runTold(['agreements', 'check', '--infra', infra, ...ON, ...args]);

function edit(file: string, change: (text: string) => string): void {
  const place = path.join(infra, file);
  fs.writeFileSync(place, change(fs.readFileSync(place, 'utf8')));
}

describe('told agreements check', () => {
  test('finds nothing in the sets shipped', async () => {
    const told = await runTold(['agreements', 'check', '--on', '2025-05-13', '--set', 'current']);
    expect([told.code, told.err]).toEqual([0, '']);
    expect(told.out).toBe('set current on 2025-05-13: 5 agreements, nothing found\n');
    expect((await check()).out).toContain('nothing found');
  });

  test('looks at all sets, the one of 2010 on its first day', async () => {
    const { sets } = (await runTold(['--json', 'agreements', 'check'])).document<{
      readonly sets: readonly SetChecked[];
    }>();
    expect(sets.map((one) => one.set)).toEqual(['2010', 'current']);
    expect(sets[0]).toMatchObject({ on: '2010-04-05', sound: true, findings: [] });
  });

  test('an edit after signing is an error, with the parties and the terms to sign', async () => {
    edit(CONSENT, (text) => text.replace('lookBackDays: 0', 'lookBackDays: 1'));
    const told = await check('--json');
    expect(told.code).toBe(4);
    const [checked] = told.document<{ readonly sets: readonly SetChecked[] }>().sets;
    expect(checked?.findings.map((one) => `${one.severity} ${one.rule} ${one.path}`)).toEqual([
      'error unsigned approvals of jobcentre',
      'error unsigned approvals of central-bedfordshire',
      'error unsigned approvals of luton',
    ]);
    expect(checked?.findings[0]?.fix).toMatch(/sign the terms [0-9a-f]{64}$/);
  });

  test('warnings alone are no error', async () => {
    edit('agencies/luton.yaml', (text) => text.replace('[who, kind, employer, startOn]', '[who]'));
    const told = await check();
    expect(told.code).toBe(0);
    expect(told.out).toContain(
      'warning  dwp-to-council-prefill 1, luton form-prefill income.employer\n  gives a field that',
    );
    expect(told.out).toContain('(unused-field)\n  Fix: sign a version without it');
  });

  test('names every rule that a file breaks, and uses none of the set', async () => {
    edit(CONSENT, (text) =>
      text.replace('- employer', "- '*'").replace('validFrom: 2010-04-01', 'validFrom: 2010-02-30'),
    );
    const told = await check();
    expect(told.code).toBe(4);
    expect(told.out.split('\n')).toEqual([
      'set 2010: not one of its files is used, since',
      '  dwp-to-council-prefill.yaml facts.income[2]: must name one field: no wildcards',
      '  dwp-to-council-prefill.yaml validFrom: must be a day of the calendar, YYYY-MM-DD',
      '',
    ]);
  });

  test('a file of the other set is refused', async () => {
    fs.copyFileSync(
      path.join(infra, 'agreements/current/dwp-to-council-ctr.yaml'),
      path.join(infra, 'agreements/2010/dwp-to-council-ctr.yaml'),
    );
    expect((await check()).out).toContain('dwp-to-council-ctr.yaml set: must be 2010 in this set');
  });

  test('a folder that is not there is said, with the fix', async () => {
    const told = await runTold(['agreements', 'check', '--infra', '/nowhere']);
    expect(told.code).toBe(78);
    expect(told.err).toContain('Fix: give --infra');
  });

  test.each([
    [['--set', '2011'], 'It is one of 2010, current.'],
    [['--on', '2010-02-30'], 'It is a day that exists'],
  ])('refuses %j', async (args, why) => {
    const told = await check(...args);
    expect([told.code, told.err]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('told agreements matrix', () => {
  test('says which agreement gives which field to whom', async () => {
    const told = await runTold(['agreements', 'matrix']);
    expect(told.code).toBe(0);
    expect(told.out).toMatch(
      /^luton +form-prefill +income\.employer +dwp-to-council-prefill 1 \(consent\)$/m,
    );
    expect(told.out).not.toMatch(/tenure|rentPence/);
  });

  test('as a document, with the hash that a decision records', async () => {
    const told = await runTold([
      '--json',
      'agreements',
      'matrix',
      '--set',
      'current',
      '--on',
      '2025-05-13',
    ]);
    expect(told.document()).toMatchObject({
      set: 'current',
      on: '2025-05-13',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: expect.arrayContaining([
        {
          ...{ recipient: 'jobcentre', capacity: 'uc-claimant', fact: 'death', field: 'diedOn' },
          allowedBy: [expect.objectContaining({ version: 1, basis: 'statutory' })],
        },
      ]),
    });
  });

  test('gives nothing out of files that must not be loaded', async () => {
    edit(CONSENT, (text) => `${text}state: draft\n`);
    const told = await runTold(['agreements', 'matrix', '--infra', infra]);
    expect([told.code, told.out]).toEqual([4, '']);
    expect(told.err).toContain('agreements check --set 2010');
  });
});
