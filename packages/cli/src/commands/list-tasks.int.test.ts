import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenServices, openServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';

/** One office that answers, and a place where nobody does. */
let services: OpenServices;
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
  services = await openServices(
    {
      services: {
        'council-tax-luton': '',
        // A port of no service.
        'council-tax-bedford': 'http://127.0.0.1:1',
      },
      clients: { luton: ['cases:read'], bedford: ['cases:read'] },
    },
    ({ url }, response) => {
      asked.push(url);
      response.end(JSON.stringify({ items: [TASK], next: null }));
    },
  );
});
afterAll(() => services.close());

const tasks = (...options: readonly string[]) => {
  asked = [];
  return runTold(['--profile', services.profile, 'cases', 'tasks', ...options]);
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
