import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createOpeningReader, lineSchemaOf } from '@told/agency-sdk';
import { createCouncilTaxOffice } from '../office.ts';

const office = createCouncilTaxOffice('central-bedfordshire');
const read = (file: string): string =>
  fs.readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');

describe('a case as it is opened', () => {
  test('is what case.schema.json says', () => {
    expect(JSON.parse(read('case.schema.json'))).toEqual(lineSchemaOf(office));
  });

  test('is what the README shows', () => {
    const example = /```json\n(.*?)```/s.exec(read('README.md'))?.[1] ?? '';
    const opened = createOpeningReader(office, 'synthetic')(JSON.parse(example));
    expect(opened).toMatchObject({ ok: true, claim: { person: { nino: 'QQ123456C' } } });
  });

  test('has one partner at most', () => {
    const example = JSON.parse(/```json\n(.*?)```/s.exec(read('README.md'))?.[1] ?? '');
    const household = [{ relation: 'partner' }, { relation: 'partner' }];
    const opened = createOpeningReader(office, 'synthetic')({ ...example, household });
    expect(opened).toMatchObject({ ok: false, errors: [{ pointer: '/household' }] });
  });
});
