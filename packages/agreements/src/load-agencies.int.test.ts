import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AgreementError } from './errors.ts';
import { readAgencyFiles } from './load.ts';

const FILE = `legalName: Somebody
controller: Somebody
gssCode: null
privacyContact: privacy@agency.example
incidentContact: incidents@agency.example
capacities: [jsa-claimant]
transports: [bus]
state: live
scopes: [why:read]
reads: { jsa-claimant: { capital: [owner] } }
`;
const FACTS = { capital: ['owner'] };
let dir: string;

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-agencies-'));
  write('luton', FILE);
  write('jobcentre', FILE);
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const write = (id: string, text: string): void =>
  fs.writeFileSync(path.join(dir, `${id}.yaml`), `id: ${id}\n${text}`);
const refusal = (): Promise<AgreementError> =>
  readAgencyFiles(dir, FACTS).then(
    () => Promise.reject(new Error('was not refused')),
    (error: AgreementError) => error,
  );

test('reads every file of the folder, in the order of the ids', async () => {
  fs.writeFileSync(path.join(dir, 'notes.txt'), 'not an agency');
  const agencies = await readAgencyFiles(dir, FACTS);
  expect(agencies.map(({ id }) => id)).toEqual(['jobcentre', 'luton']);
});

describe('one bad file refuses all', () => {
  test('naming every broken rule of every file', async () => {
    write('luton', FILE.replace('state: live', 'state: paused'));
    fs.writeFileSync(path.join(dir, 'zetland.yaml'), `id: luton\n${FILE}`);
    const { code, details } = await refusal();
    expect(code).toBe('agency-invalid');
    expect(details.problems.map(({ file, path: at }) => `${file} ${at}`)).toEqual([
      'luton.yaml state',
      'zetland.yaml id',
    ]);
  });
});

test.each(['missing', 'empty'])('a folder that is %s is not read as "no agencies"', async (how) => {
  const folder = path.join(dir, how);
  if (how === 'empty') fs.mkdirSync(folder);
  const asked = readAgencyFiles(folder, FACTS);
  await expect(asked).rejects.toMatchObject({ code: 'agencies-unreadable', retryable: true });
});
