import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Action } from '@told/codec';
import { problem, recordAction, systemClock } from '@told/service';
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
import type { ToldChange, ToldPage } from './ask-told.ts';
import { addSubjectAccess } from './route.ts';

const PARTNER = 'a'.repeat(32);
const ENDED = 'b'.repeat(32);
const START = 1_273_740_300_000_000;
const ERASED_UNTIL = START + 5;
const uuid = (tail: string): string => `0190a000-0000-7000-8000-${tail.padStart(12, '0')}`;
const CHANGE = uuid('c1');
const RELEASE = uuid('d1');
const OWN_CASE = { agency: 'luton', caseReference: 'LTN-OWN' };
const PARTNER_CASE = { agency: 'jobcentre', caseReference: 'JSA-PARTNER' };

let audit: TestAudit;
let http: FastifyInstance;
let recorded: Action[] = [];
/** What intake answers: of whom, and page by page. */
let found: string | null;
let pages: readonly ToldPage[];
let isAway: boolean;
let erasedUntil: number | undefined;

const told = (more: Partial<ToldChange> = {}): ToldChange => ({
  ...{ changeId: CHANGE, agency: 'jobcentre', fact: 'income', bodyState: 'open' },
  body: { who: 'claimant', employer: 'Example Ltd', netPence: 9_280, endOn: null },
  ...more,
});
const pageOf = (items: readonly ToldChange[], more: Partial<ToldPage> = {}): ToldPage => ({
  ...{ subjectKeys: [SUBJECT, ENDED], items, next: null, ...more },
});

beforeAll(async () => {
  audit = await openTestAudit();
  http = await openAuditHttp();
  addSubjectAccess(http, {
    ...audit,
    clock: { nowMs: () => Date.parse('2010-06-01T12:00:00Z') },
    findPerson: async () => found,
    findErased: async () => erasedUntil,
    async *readTold() {
      if (isAway) throw problem('dependency-unavailable');
      yield* pages;
    },
    record: async (tx, action) => {
      const ports = { ...audit, clock: systemClock, origin: 'audit' };
      recorded.push(await recordAction(tx, action, ports));
    },
  });
  await http.ready();
  await openLedger({ ...audit, logger: { error: () => undefined } as never }, LEDGER_ID);
  const one = { changeId: null, subjectKey: null };
  await audit.enter([
    arrive({
      ...{ kind: 'interest', at: START, changeId: null, cases: [OWN_CASE] },
      facts: { agency: 'luton', capacity: 'ctb-claimant', action: 'registered', state: 'final' },
    }),
    // The person as somebody else's partner: the case is that one's.
    arrive({
      ...{ kind: 'interest', at: START, changeId: null, subjectKey: ENDED, cases: [PARTNER_CASE] },
      facts: { agency: 'jobcentre', capacity: 'partner-of-claimant', action: 'registered' },
    }),
    arrive({
      ...{ kind: 'interest', at: START, changeId: null, subjectKey: PARTNER },
      ...{ cases: [PARTNER_CASE], facts: { agency: 'jobcentre', capacity: 'jsa-claimant' } },
    }),
    arrive({ at: START + 1, changeId: CHANGE, cases: [] }),
    arrive({
      ...{ kind: 'decision', at: START + 2, changeId: CHANGE, cases: [OWN_CASE, PARTNER_CASE] },
      facts: {
        cause: 'told',
        recipients: [
          {
            ...{ agency: 'luton', capacity: 'ctb-claimant', verdict: 'trimmed', reason: null },
            ...{ releaseId: RELEASE, interestId: uuid('11') },
            basis: [
              { agreement: 'dwp-to-council', version: 2, hash: 'ab', fields: ['income.who'] },
            ],
            withheld: [{ reason: 'no-basis', fields: ['income.employer'] }],
          },
          { agency: 'central-bedfordshire', verdict: 'refused', reason: 'no-basis', basis: [] },
        ],
      },
    }),
    arrive({
      ...{ kind: 'outcome', at: START + 3, ...one, cases: [OWN_CASE] },
      facts: { agency: 'luton', releaseId: RELEASE, kind: 'applied', reason: null },
    }),
    // Of the partner, in a case of both.
    arrive({
      ...{ kind: 'outcome', at: START + 3, ...one, cases: [PARTNER_CASE] },
      facts: { agency: 'jobcentre', releaseId: uuid('d9'), kind: 'rejected', reason: 'zz-partner' },
    }),
    arrive({
      ...{ kind: 'action', at: START + 4, ...one, cases: [PARTNER_CASE] },
      facts: { action: 'case-decided', origin: 'jobcentre', actor: 'zz-officer' },
    }),
    arrive({
      ...{ kind: 'action', at: START + 4, changeId: null, cases: [] },
      facts: { action: 'timeline-viewed', origin: 'audit', actor: 'zz-officer' },
    }),
    arrive({
      ...{ kind: 'consent', at: START + 4, changeId: null, cases: [] },
      facts: { recipient: 'luton', purpose: 'housing', action: 'given', recordedBy: 'luton' },
    }),
  ]);
  await audit.signerFor(LEDGER_ID).sign();
});
afterAll(async () => {
  await http.close();
  await audit.close();
});
beforeEach(() => {
  recorded = [];
  found = SUBJECT;
  pages = [pageOf([told()])];
  isAway = false;
  erasedUntil = undefined;
});

interface Given {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever was answered
  readonly parts: readonly any[];
}
async function ask(payload: object = {}, scope = 'subject-access:run'): Promise<Given> {
  const answer = await http.inject({
    ...{ method: 'POST', url: '/v1/subject-access' },
    headers: { authorization: `Bearer ${Buffer.from(scope).toString('base64url')}` },
    payload: { person: { nino: 'QQ123456C' }, reason: 'request 21', ...payload },
  });
  const lines = answer.body.split('\n').filter((line) => line !== '');
  return {
    ...{ status: answer.statusCode, text: answer.body },
    parts: lines.map((line) => JSON.parse(line)),
  };
}
const partsOf = ({ parts }: Given, part: string) => parts.filter((one) => one.part === part);

describe('a person’s bundle', () => {
  test('has what was told, who was given which fields on which basis, who was refused, and who answered what', async () => {
    const given = await ask();
    expect(given.status).toBe(200);
    expect(given.parts.map(({ part }) => part).filter((part) => part !== 'kept')).toEqual([
      ...['about', 'told', 'answered', 'decided', 'case', 'consent', 'done', 'case', 'end'],
    ]);
    expect(partsOf(given, 'told')).toMatchObject([
      { agency: 'jobcentre', body: { employer: 'Example Ltd', netPence: 9_280 }, removed: [] },
    ]);
    expect(partsOf(given, 'decided')[0].recipients).toEqual([
      {
        ...{ agency: 'luton', capacity: 'ctb-claimant', verdict: 'trimmed', reason: null },
        releaseId: RELEASE,
        basis: [{ agreement: 'dwp-to-council', version: 2, hash: 'ab', fields: ['income.who'] }],
        withheld: [{ reason: 'no-basis', fields: ['income.employer'] }],
      },
      {
        ...{ agency: 'central-bedfordshire', capacity: null, verdict: 'refused' },
        ...{ reason: 'no-basis', releaseId: null, basis: [], withheld: [] },
      },
    ]);
    expect(partsOf(given, 'answered')).toMatchObject([{ agency: 'luton', kind: 'applied' }]);
    expect(partsOf(given, 'about')).toMatchObject([
      { hasProtectedAddress: false, erasedUntil: null, ledger: { id: LEDGER_ID, size: 10 } },
    ]);
    expect(partsOf(given, 'kept')).toContainEqual({
      ...{ part: 'kept', topic: 'told.changes', days: null, isKnown: true },
    });
  });

  test('has nothing of anybody else: no case of theirs, no answer about them, no officer', async () => {
    pages = [
      pageOf([told({ fact: 'household', body: { member: 'Zz Partner', relation: 'partner' } })]),
    ];
    const given = await ask();
    expect(given.text).not.toMatch(/zz[- ]|JSA-PARTNER/i);
    expect(given.text).not.toContain(SUBJECT);
    expect(partsOf(given, 'case')).toMatchObject([
      { caseReference: OWN_CASE.caseReference },
      { capacity: 'partner-of-claimant', caseReference: null },
    ]);
    expect(partsOf(given, 'told')[0].removed).toEqual([
      { reason: 'third-party', fields: ['member'] },
    ]);
  });

  test.each([
    [false, undefined],
    [true, 'LU1 3AA'],
  ])(
    'once an address is protected, tells where the person lives only if asked to: %p',
    async (withProtectedAddress, place) => {
      const body = { role: 'moved-in', toPostcode: 'LU1 3AA' };
      const first = pageOf([told({ fact: 'address', body })], { next: { at: 1 } });
      const moved = told({
        changeId: uuid('c2'),
        fact: 'address',
        body: { ...body, protected: true },
      });
      pages = [first, pageOf([moved])];
      const given = await ask({ withProtectedAddress });
      expect(partsOf(given, 'told').map((one) => one.body.toPostcode)).toEqual([place, place]);
      expect(partsOf(given, 'about')[0].hasProtectedAddress).toBe(true);
    },
  );

  test('ends with the hash of all before it', async () => {
    const { text, parts } = await ask();
    const before = text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);
    const sha256 = createHash('sha256').update(before).digest('hex');
    expect(parts.at(-1)).toEqual({ part: 'end', lines: parts.length - 1, sha256 });
  });

  test('says of whom was erased what is left, and keeps no key of theirs', async () => {
    found = 'd'.repeat(32);
    erasedUntil = ERASED_UNTIL;
    pages = [
      pageOf([told({ changeId: uuid('c9'), body: null, bodyState: 'erased' })], {
        subjectKeys: [found],
      }),
    ];
    const given = await ask();
    expect(partsOf(given, 'about')[0].erasedUntil).toBe('2010-05-13T08:45:00.000005Z');
    expect(partsOf(given, 'told')).toMatchObject([{ body: null, bodyState: 'erased' }]);
    expect(recorded).toMatchObject([{ action: 'subject-access-given', targetKind: 'agency' }]);
  });

  test('is on record, with who asked and why', async () => {
    await ask();
    expect(recorded).toMatchObject([
      {
        ...{ action: 'subject-access-given', target: SUBJECT },
        ...{ reason: 'request 21', actor: 'auditor' },
      },
    ]);
  });

  test('is not begun while intake is away, nor is it on record then', async () => {
    isAway = true;
    expect(await ask()).toMatchObject({ status: 503, parts: [{ code: 'dependency-unavailable' }] });
    expect(recorded).toEqual([]);
  });

  test.each([
    ['without the scope', {}, 'audit:read', 403, 'forbidden'],
    [
      'with a person in the reason',
      { reason: 'QQ123456C asked' },
      undefined,
      422,
      'names-a-person',
    ],
    ['with two people', { case: OWN_CASE }, undefined, 422, 'invalid-request'],
    ['of nobody', {}, undefined, 422, 'person-unknown'],
  ])('is refused %s, and nothing is on record', async (what, payload, scope, status, code) => {
    if (what === 'of nobody') {
      found = 'e'.repeat(32); // a number has a key whether or not anything was told
      pages = [pageOf([])];
    }
    const given = await ask(payload, scope);
    expect([given.status, given.parts[0].code]).toEqual([status, code]);
    expect(recorded).toEqual([]);
  });
});
