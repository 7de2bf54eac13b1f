import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

/** A gateway that answers, and its issuer. */
let server: http.Server;
let dir: string;
let asked: { readonly request: string; readonly body: unknown }[];

const CONSENT = '0a1b2c3d-0000-4000-8000-000000000001';
const VERSION = {
  ...{ consentId: CONSENT, action: 'given', recipient: 'luton', purpose: 'pre-filling-forms' },
  ...{ on: '2010-05-12', until: null, version: 1, recordedBy: 'jobcentre' },
  recordedAt: '2010-05-12T10:00:00.000Z',
};

const readBody = async (request: http.IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-consents-'));
  server = http.createServer(async (request, response) => {
    const text = await readBody(request);
    response.setHeader('content-type', 'application/json');
    if (request.url === '/token') {
      response.end('{"access_token":"synthetic","token_type":"Bearer","expires_in":600}');
      return;
    }
    asked.push({
      request: `${request.method} ${request.url}`,
      body: text === '' ? null : JSON.parse(text),
    });
    response.end(JSON.stringify(request.method === 'GET' ? { items: [VERSION] } : VERSION));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (agency: string) => ({
    ...{ agency, clientId: agency, clientSecret: 'synthetic', scopes: ['consents:write'] },
  });
  const profile = {
    ...{ databases: {}, log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' } },
    ...{ registry: {}, auth: { tokenUrl: `${url}/token`, audience: 'told' } },
    services: { gateway: { url } },
    clients: [client('jobcentre'), client('auditor')],
  };
  fs.writeFileSync(path.join(dir, 'one.json'), JSON.stringify(profile));
});
afterAll(() => {
  server.close();
  fs.rmSync(dir, { recursive: true });
});
beforeEach(() => {
  asked = [];
});

const told = (...args: readonly string[]) =>
  runTold(['--json', 'consents', ...args], { profile: path.join(dir, 'one.json'), cwd: dir });
const WHAT = ['--recipient', 'luton', '--purpose', 'pre-filling-forms', '--on', '2010-05-12'];

describe('told consents', () => {
  test('give names the person by case or by number', async () => {
    await told('give', '--as', 'jobcentre', '--case', 'JSA-1', ...WHAT, '--until', '2011-05-11');
    await told('give', '--as', 'jobcentre', '--nino', 'QQ123456C', ...WHAT);
    const what = { recipient: 'luton', purpose: 'pre-filling-forms', on: '2010-05-12' };
    expect(asked).toEqual([
      {
        request: 'POST /v1/consents',
        body: { caseReference: 'JSA-1', ...what, until: '2011-05-11' },
      },
      {
        request: 'POST /v1/consents',
        body: { person: { nino: 'QQ123456C' }, ...what, until: null },
      },
    ]);
  });

  test('give says that it renews, when it does', async () => {
    await told('give', '--as', 'jobcentre', '--case', 'JSA-1', ...WHAT, '--renews');
    expect(asked).toMatchObject([{ request: 'POST /v1/consents', body: { renews: true } }]);
  });

  test('withdraw asks for no last day', async () => {
    const answer = await told('withdraw', '--as', 'jobcentre', '--case', 'JSA-1', ...WHAT);
    expect(answer.document()).toMatchObject({ consentId: CONSENT });
    expect(asked).toEqual([
      {
        request: 'POST /v1/consents/withdraw',
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
    expect(asked).toEqual([]);
  });

  test('a dry run sends nothing, and does not print the person', async () => {
    const answer = await told(
      ...['give', '--as', 'jobcentre', '--nino', 'QQ123456C', ...WHAT, '--dry-run'],
    );
    expect(answer.document()).toMatchObject({ status: 'not-sent', action: 'given' });
    expect(answer.out).not.toContain('QQ123456C');
    expect(asked).toEqual([]);
  });

  test('list and history read', async () => {
    await told('list', '--as', 'auditor', '--case', 'JSA-1', '--agency', 'jobcentre');
    const history = await told('history', CONSENT, '--as', 'jobcentre');
    expect(history.document()).toMatchObject({ items: [{ version: 1 }] });
    expect(asked.map((one) => one.request)).toEqual([
      'GET /v1/consents?caseReference=JSA-1&agency=jobcentre',
      `GET /v1/consents/${CONSENT}/history`,
    ]);
  });
});
