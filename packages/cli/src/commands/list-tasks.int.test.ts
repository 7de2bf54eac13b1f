import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runTold } from '../../test/run-told.ts';

/** One office that answers, its issuer, and two places where nobody does. */
let server: http.Server;
let dir: string;
let asked: string[];

const TASK = {
  ...{
    kind: 'to-verify',
    state: 'open',
    caseReference: 'CTB-1',
    changeId: 'c',
    since: '2010-04-05',
  },
  ...{ fact: 'income', changeType: 'created', reason: 'r2(3)(c)', closedBy: null },
};

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'told-tasks-'));
  server = http.createServer((request, response) => {
    const isToken = request.method === 'POST';
    if (!isToken) asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        isToken
          ? { access_token: 'synthetic', token_type: 'Bearer', expires_in: 600 }
          : { items: [TASK], next: null },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (agency: string) => ({
    ...{ agency, clientId: agency, clientSecret: 'synthetic', scopes: ['cases:read'] },
  });
  const profile = {
    ...{ databases: {}, log: { kind: 'embedded', url: 'postgres://nobody@nowhere/told_log' } },
    ...{ registry: {}, auth: { tokenUrl: `${url}/token`, audience: 'told' } },
    services: {
      'council-tax-luton': { url },
      // A port of no service.
      'council-tax-bedford': { url: 'http://127.0.0.1:1' },
    },
    clients: [client('luton'), client('bedford')],
  };
  fs.writeFileSync(path.join(dir, 'both.json'), JSON.stringify(profile));
});
afterAll(() => {
  server.close();
  fs.rmSync(dir, { recursive: true });
});

const tasks = (...options: readonly string[]) => {
  asked = [];
  return runTold(['--profile', 'both.json', 'cases', 'tasks', ...options], { cwd: dir });
};

describe('cases tasks, while an office does not answer', () => {
  test('lists the others’ and names the one that is away', async () => {
    const { code, out, err } = await tasks();
    expect(code).toBe(3);
    expect(out).toContain('CTB-1');
    expect(err).toContain('bedford: council-tax-bedford (http://127.0.0.1:1) does not answer');
  });

  test('says so in the one JSON document', async () => {
    const { code, document } = await tasks('--json');
    expect(code).toBe(3);
    expect(document()).toMatchObject({
      ...{ offices: [{ agency: 'luton', items: [{ caseReference: 'CTB-1' }] }], away: ['bedford'] },
    });
  });

  test('has no answer when nobody has one', async () => {
    const { code, out } = await tasks('--agency', 'bedford');
    expect([code, out]).toEqual([3, '']);
  });

  test('asks for a case by its caseReference', async () => {
    await tasks('--agency', 'luton', '--case', 'CTB-1');
    expect(asked).toEqual(['/v1/tasks?limit=100&state=open&caseReference=CTB-1']);
  });
});
