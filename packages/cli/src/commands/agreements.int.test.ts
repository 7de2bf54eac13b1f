import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { composeSet, parseAgreement, standingOf, suspend } from '@told/agreements';
import { factFields } from '@told/codec';
import { type AnsweringServices, openAnsweringServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

const FILE = 'dwp-to-council-prefill.yaml';
const SHIPPED = path.join(import.meta.dirname, '../../../../infra/agreements/2010', FILE);
const agreement = parseAgreement(fs.readFileSync(SHIPPED), { file: FILE, facts: factFields });
const set = suspend(composeSet('2010', [{ file: FILE, agreement }]), new Set([agreement.id]));

/** A gateway that suspended the agreement before, and an issuer beside it. */
let gateway: AnsweringServices;

const LIST = {
  ...{ set: '2010', hash: set.hash, businessDate: '2010-05-13', suspensionVersion: 4 },
  agreements: set.agreements.map((one) => ({ ...one, standing: standingOf(one, '2010-05-13') })),
};
const answerTo = (line: string): object => {
  if (line === 'GET /v1/agreements') return LIST;
  const changed = line.endsWith('/resume');
  return { target: 'agreement', id: agreement.id, version: changed ? 5 : 4, changed };
};

beforeAll(async () => {
  gateway = await openAnsweringServices({
    services: ['gateway'],
    clients: { auditor: ['why:read'], operator: ['operations:write'] },
    answerTo,
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.forget();
});

const told = (...args: string[]) => runTold(['agreements', ...args], { profile: gateway.profile });

describe('told agreements', () => {
  test('list says how each stands at the gateway', async () => {
    const { out } = await told('list');
    expect(out).toContain('set 2010 on 2010-05-13');
    expect(out).toMatch(/^dwp-to-council-prefill +1 +suspended +jobcentre → /m);
  });

  test('show gives basis, marks, fields and approvals', async () => {
    const { out } = await told('show', agreement.id);
    expect(out).toContain('income: who, kind, employer, startOn');
    expect(out).toMatch(/unverified +Data Protection Act 1998 Schedule 2 paragraph 1/);
    expect(out).toMatch(/2010-03-24 +jobcentre: Head of Data Sharing.*\(PIA-2010-TOLD-07\)$/m);
  });

  test('show of an agreement that the gateway does not go by is refused', async () => {
    const { code, err } = await told('show', 'no-such-agreement');
    expect([code, err]).toEqual([1, 'the gateway goes by no agreement "no-such-agreement".\n']);
  });

  test('suspend and resume are the operator’s, with a reason', async () => {
    const reason = 'under investigation';
    expect((await told('suspend', agreement.id, '--reason', reason)).out).toContain(
      'stood so before',
    );
    expect((await told('resume', agreement.id, '--reason', reason)).out).toContain(
      'in force again',
    );
    expect(gateway.asked()).toEqual([
      { line: `POST /v1/agreements/${agreement.id}/suspend`, body: { reason } },
      { line: `POST /v1/agreements/${agreement.id}/resume`, body: { reason } },
    ]);
  });

  test('nothing is suspended without a reason, and nothing on a dry run', async () => {
    expect((await told('suspend', agreement.id)).code).toBe(2);
    const dry = await told('suspend', agreement.id, '--reason', 'a drill', '--dry-run');
    expect(dry.out).toBe(`would suspend ${agreement.id}\n`);
    expect(gateway.asked()).toEqual([]);
  });
});
