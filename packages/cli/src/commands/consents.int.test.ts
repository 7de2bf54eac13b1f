import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweringServices, openAnsweringServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

let services: AnsweringServices;

const CONSENT = '0a1b2c3d-0000-4000-8000-000000000001';
const VERSION = {
  ...{ consentId: CONSENT, action: 'given', recipient: 'luton', purpose: 'pre-filling-forms' },
  ...{ on: '2010-05-12', until: null, version: 1, recordedBy: 'jobcentre' },
  recordedAt: '2010-05-12T10:00:00.000Z',
};

beforeAll(async () => {
  services = await openAnsweringServices({
    services: ['gateway'],
    clients: { jobcentre: ['consents:write'], auditor: ['consents:write'] },
    answerTo: (line) => (line.startsWith('GET') ? { items: [VERSION] } : VERSION),
  });
});
afterAll(() => services.close());
beforeEach(() => {
  services.forget();
});

const told = (...args: readonly string[]) =>
  runTold(['--json', 'consents', ...args], { profile: services.profile, cwd: services.dir });
const WHAT = ['--recipient', 'luton', '--purpose', 'pre-filling-forms', '--on', '2010-05-12'];

describe('told consents', () => {
  test('give names the person by case or by number', async () => {
    await told('give', '--as', 'jobcentre', '--case', 'JSA-1', ...WHAT, '--until', '2011-05-11');
    await told('give', '--as', 'jobcentre', '--nino', 'QQ123456C', ...WHAT);
    const what = { recipient: 'luton', purpose: 'pre-filling-forms', on: '2010-05-12' };
    expect(services.asked()).toEqual([
      {
        line: 'POST /v1/consents',
        body: { caseReference: 'JSA-1', ...what, until: '2011-05-11' },
      },
      {
        line: 'POST /v1/consents',
        body: { person: { nino: 'QQ123456C' }, ...what, until: null },
      },
    ]);
  });

  test('give says that it renews, when it does', async () => {
    await told('give', '--as', 'jobcentre', '--case', 'JSA-1', ...WHAT, '--renews');
    expect(services.asked()).toMatchObject([{ line: 'POST /v1/consents', body: { renews: true } }]);
  });

  test('withdraw asks for no last day', async () => {
    const answer = await told('withdraw', '--as', 'jobcentre', '--case', 'JSA-1', ...WHAT);
    expect(answer.document()).toMatchObject({ consentId: CONSENT });
    expect(services.asked()).toEqual([
      {
        line: 'POST /v1/consents/withdraw',
        body: {
          ...{ caseReference: 'JSA-1', recipient: 'luton', purpose: 'pre-filling-forms' },
          on: '2010-05-12',
        },
      },
    ]);
  });

  test.each([
    ['nobody', []],
    ['one person twice', ['--case', 'JSA-1', '--nino', 'QQ123456C']],
  ])('%s is no person', async (_, named) => {
    const answer = await told('give', '--as', 'jobcentre', ...named, ...WHAT);
    expect(answer.code).not.toBe(0);
    expect(answer.out + answer.err).not.toContain('QQ123456C');
    expect(services.asked()).toEqual([]);
  });

  test('a dry run sends nothing, and does not print the person', async () => {
    const answer = await told(
      ...['give', '--as', 'jobcentre', '--nino', 'QQ123456C', ...WHAT, '--dry-run'],
    );
    expect(answer.document()).toMatchObject({ status: 'not-sent', action: 'given' });
    expect(answer.out).not.toContain('QQ123456C');
    expect(services.asked()).toEqual([]);
  });

  test('list and history read', async () => {
    await told('list', '--as', 'auditor', '--case', 'JSA-1', '--agency', 'jobcentre');
    const history = await told('history', CONSENT, '--as', 'jobcentre');
    expect(history.document()).toMatchObject({ items: [{ version: 1 }] });
    expect(services.asked().map((one) => one.line)).toEqual([
      'GET /v1/consents?caseReference=JSA-1&agency=jobcentre',
      `GET /v1/consents/${CONSENT}/history`,
    ]);
  });
});
