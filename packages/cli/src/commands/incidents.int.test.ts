import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweringServices, openAnsweringServices } from '../../test/answering-services.ts';
import { runTold } from '../../test/run-told.ts';
import { examineIncidents } from '../doctor/examine-incidents.ts';
import { readProfile } from '../profile.ts';

const ID = '1f0c2a34-9b7e-4c11-8d2e-0a1b2c3d4e5f';
const OTHER = '2f0c2a34-9b7e-4c11-8d2e-0a1b2c3d4e5f';
const PREVIEW = {
  ...{ disclosures: 12, toldBefore: 1, cases: 4, persons: 3, hasMorePersons: false, looked: 40 },
  ...{ agencies: [{ agency: 'luton', disclosures: 12 }], fields: ['income.netPence'] },
  ...{ firstReleasedAt: '2010-05-13T09:00:00.000Z', lastReleasedAt: '2010-05-13T10:00:00.000Z' },
};
const INCIDENT = {
  ...{ incidentId: ID, reason: 'a test', state: 'opened', isOverdue: false, preview: PREVIEW },
  target: { kind: 'agreement', agreement: 'dwp-to-luton-ctb', agreementVersion: null },
  ...{ awareAt: '2010-05-13T10:00:00.000Z', deadline: '2010-05-16T10:00:00.000Z' },
  ...{ done: 0, voided: 0, followed: 0, openedBy: 'auditor', openedAt: '2010-05-13T10:00:00.000Z' },
  ...{ stoppedBy: null, stoppedAt: null, tellBy: null, toldAt: null },
  ...{ closedBy: null, closedAt: null, closingReason: null },
};
const REPORT = {
  ...{ incidentId: ID, state: 'told', deadline: '2010-05-16T10:00:00.000Z', at: null },
  ...{ disclosures: 12, voided: 0, told: 12, untold: 0, answered: 5, silent: 7 },
  ...{ silentSince: '2010-05-13T11:00:00.000Z', lastAnsweredAt: null, isOverdue: true },
};

let gateway: AnsweringServices;
/** What is answered to each line that is asked, one after the other; the last for ever. */
let said: Record<string, object[]>;

beforeAll(async () => {
  gateway = await openAnsweringServices({
    services: ['gateway'],
    clients: { auditor: ['incidents:run', 'audit:read'], operator: ['incidents:run'] },
    answerTo(line) {
      const answers = said[line] ?? [];
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? INCIDENT;
    },
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.forget();
  said = {};
});

const told = (...args: string[]) => runTold(['incidents', ...args], { profile: gateway.profile });

describe('told incidents', () => {
  test('open sends what is named, and says what comes next', async () => {
    const args = ['--agreement', 'dwp-to-luton-ctb', '--reason', 'a test'];
    const { out } = await told('open', ...args);
    expect(gateway.asked()).toEqual([
      { line: 'POST /v1/incidents', body: { agreement: 'dwp-to-luton-ctb', reason: 'a test' } },
    ]);
    expect(out).toMatch(/^disclosures +12 releases, 3 persons, 4 cases$/m);
    expect(out).toContain(`then: told incidents stop ${ID}`);
  });

  test('open of a range, and a dry run, which keeps nothing', async () => {
    said = { 'POST /v1/incidents/preview': [PREVIEW] };
    const range = ['--releases', 'luton', '--case', 'CTB-1', '--from', '2', '--to', '9'];
    await told('open', ...range, '--reason', 'a test', '--dry-run', '--as', 'operator');
    expect(gateway.asked()).toEqual([
      {
        line: 'POST /v1/incidents/preview',
        body: {
          ...{ reason: 'a test' },
          releases: { agency: 'luton', caseReference: 'CTB-1', fromSequence: 2, toSequence: 9 },
        },
      },
    ]);
  });

  test.each([
    ['nothing', []],
    ['two things', ['--agreement', 'a', '--interest', ID]],
    ['a range of an agreement', ['--agreement', 'a', '--since', '1h']],
    ['an interest that is no id', ['--interest', 'CTB-1']],
  ])('open of %s is refused before anything is asked', async (_, args) => {
    const { code } = await told('open', ...args, '--reason', 'a test');
    expect([code, gateway.asked()]).toEqual([2, []]);
  });

  test('tell asks again until it is through', async () => {
    const line = `POST /v1/incidents/${ID}/tell`;
    said = {
      [line]: [
        { ...INCIDENT, state: 'telling', done: 10 },
        { ...INCIDENT, state: 'telling', done: 30 },
        { ...INCIDENT, state: 'told', followed: 12 },
      ],
    };
    const { out } = await told('tell', ID);
    expect(gateway.asked().map((one) => one.line)).toEqual([line, line, line]);
    expect(out).toMatch(/^voided, told not to rely +0, 12$/m);
    expect(out).toContain(`then: told incidents close ${ID} --reason …`);
  });

  test('show prints who is silent, since when, and who must be told otherwise', async () => {
    const standing = { ...REPORT, silent: 7, agency: 'luton', isReachable: false };
    said = { [`GET /v1/incidents/${ID}/report`]: [{ ...REPORT, agencies: [standing] }] };
    const { out } = await told('show', ID);
    expect(out).toMatch(
      /^luton +12 +0 +12 +5 +7 +2010-05-13T11:00:00.000Z +overdue, no topic: tell it otherwise$/m,
    );
  });

  test('list, disclosures and close', async () => {
    said = {
      'GET /v1/incidents?open=true': [{ items: [{ ...INCIDENT, isOverdue: true }] }],
      [`GET /v1/incidents/${ID}/disclosures?after=${OTHER}`]: [{ items: [], next: OTHER }],
    };
    expect((await told('list', '--open')).out).toMatch(
      new RegExp(`^${ID} +agreement dwp-to-luton-ctb +12 +opened, overdue`, 'm'),
    );
    expect((await told('disclosures', ID, '--after', OTHER)).out).toContain(
      `more: --after ${OTHER}`,
    );
    await told('close', ID, '--reason', 'done');
    expect(gateway.asked().at(-1)).toEqual({
      ...{ line: `POST /v1/incidents/${ID}/close`, body: { reason: 'done' } },
    });
  });
});

describe('told doctor', () => {
  const examine = () => examineIncidents(readProfile(gateway.profile, '/'));

  test('is red for an incident whose recipients are silent beyond the deadline', async () => {
    said = {
      'GET /v1/incidents?open=true': [{ items: [{ ...INCIDENT, state: 'told' }] }],
      [`GET /v1/incidents/${ID}/report`]: [
        { ...REPORT, agencies: [{ ...REPORT, agency: 'luton', isReachable: true }] },
      ],
    };
    expect(await examine()).toMatchObject([
      {
        ok: false,
        part: 'incidents',
        state: expect.stringContaining('7 unanswered'),
        fix: expect.stringContaining('ask luton'),
      },
    ]);
  });

  test('is green while the clock runs, and asks for no report', async () => {
    const deadline = new Date(Date.now() + 3_600_000).toISOString();
    said = { 'GET /v1/incidents?open=true': [{ items: [{ ...INCIDENT, deadline }] }] };
    expect(await examine()).toEqual([
      { ok: true, part: 'incidents', state: '1 open, none overdue' },
    ]);
    expect(gateway.asked()).toHaveLength(1);
  });
});
