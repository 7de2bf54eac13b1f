import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Action } from '@told/codec';
import { recordAction, type ServiceAnswer, type ServiceCall, systemClock } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { openAuditHttp } from '../../test/audit-http.ts';
import {
  arrive,
  LEDGER_ID,
  openTestAudit,
  SUBJECT,
  type TestAudit,
} from '../../test/open-audit.ts';
import { openLedger } from '../restore/open-ledger.ts';
import { createFindPerson } from './ask-intake.ts';
import { addFindPeople } from './find-route.ts';

let audit: TestAudit;
let http: FastifyInstance;
let recorded: Action[] = [];
let asked: ServiceCall[] = [];
/** What intake says of the one person asked for. */
let result: { readonly subjectKey: string } | { readonly code: string };

const ERASED = 'd'.repeat(32);
const person = { nino: 'QQ123456C', surname: 'Sample' };
const reason = 'subject access 17';

beforeAll(async () => {
  audit = await openTestAudit();
  http = await openAuditHttp();
  const call = async (path: string, wanted: ServiceCall) => {
    expect(path).toBe('/v1/identities/resolve');
    asked.push(wanted);
    return { ok: true, status: 200, body: { results: [result] } } as ServiceAnswer<{
      results: readonly (typeof result)[];
    }>;
  };
  addFindPeople(http, {
    db: audit.db,
    findPerson: createFindPerson(call),
    findErased: async (subjectKey) => (subjectKey === ERASED ? 1 : undefined),
    record: async (tx, action) => {
      const ports = { ...audit, clock: systemClock, origin: 'audit' };
      recorded.push(await recordAction(tx, action, ports));
    },
  });
  await http.ready();
  await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
  await audit.enter([arrive()]);
});
afterAll(async () => {
  await http.close();
  await audit.close();
});
beforeEach(() => {
  recorded = [];
  asked = [];
  result = { subjectKey: SUBJECT };
});

async function find(payload: object, scope = 'audit:read') {
  const answer = await http.inject({
    method: 'POST',
    url: '/v1/people/find',
    headers: { authorization: `Bearer ${Buffer.from(scope).toString('base64url')}` },
    payload,
  });
  return { status: answer.statusCode, body: answer.json(), text: answer.body };
}

describe('POST /v1/people/find', () => {
  test('asks intake who it is, remembers nothing there, and keeps who asked and why', async () => {
    expect(await find({ person, reason })).toMatchObject({
      status: 200,
      body: { subjectKey: SUBJECT },
    });
    expect(asked).toEqual([{ body: { persons: [{ agency: 'told', person, purpose: 'find' }] } }]);
    expect(recorded).toMatchObject([
      { action: 'person-looked-up', target: SUBJECT, records: 1, reason, actor: 'auditor' },
    ]);
    expect(JSON.stringify(recorded)).not.toContain('QQ123456C');
  });

  test('finds whose case it is', async () => {
    const named = { agency: 'luton', caseReference: 'LTN-1' };
    expect((await find({ case: named, reason })).status).toBe(200);
    expect(asked).toEqual([{ body: { persons: [{ ...named, person: {}, purpose: 'find' }] } }]);
  });

  test.each([
    { code: 'person-unknown' },
    { subjectKey: 'a'.repeat(32) }, // a number has a key whether or not anything was told
  ])('keeps that somebody asked who found nobody', async (nobody) => {
    result = nobody;
    const { status, body, text } = await find({ person, reason });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'person-unknown' });
    expect(text).not.toContain('QQ123456C');
    expect(recorded).toMatchObject([
      { action: 'person-looked-up', targetKind: 'agency', target: 'auditor', records: 0 },
    ]);
  });

  test('says of whom was erased that it was so, and keeps no key of theirs', async () => {
    result = { subjectKey: ERASED };
    expect(await find({ person, reason })).toMatchObject({
      status: 410,
      body: { code: 'person-erased' },
    });
    expect(recorded).toMatchObject([{ targetKind: 'agency', target: 'auditor', records: 0 }]);
  });

  test('says that a number is none, without repeating it', async () => {
    result = { code: 'nino-invalid' };
    const { status, body, text } = await find({ person, reason });
    expect({ status, errors: body.errors }).toMatchObject({
      status: 422,
      errors: [{ pointer: '/person/nino' }],
    });
    expect(text).not.toContain('QQ123456C');
    expect(recorded).toEqual([]);
  });

  test.each([
    ['without the scope', { person, reason }, 'ledger:read', 403],
    ['without a reason', { person }, 'audit:read', 422],
    ['with a person in the reason', { person, reason: 'QQ123456C asked' }, 'audit:read', 422],
    ['without anybody', { reason }, 'audit:read', 422],
    [
      'with two people',
      { person, case: { agency: 'luton', caseReference: 'LTN-1' }, reason },
      'audit:read',
      422,
    ],
  ])('is refused %s, and nobody is asked', async (_, payload, scope, status) => {
    expect((await find(payload, scope)).status).toBe(status);
    expect({ asked, recorded }).toEqual({ asked: [], recorded: [] });
  });
});
