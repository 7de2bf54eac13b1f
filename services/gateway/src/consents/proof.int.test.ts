import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
import { type HttpGateway, openHttpGateway } from '../../test/http-gateway.ts';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { ADVICE, addSecondConsent } from '../../test/second-consent.ts';
import { consentIdOf } from '../ids.ts';

const COUNCIL = 'central-bedfordshire';
const PURPOSE = 'pre-filling-forms';
const READ = ['consents:read'];
const AUDIT = ['consents:read', 'audit:read'];
let gateway: TestGateway;
let http: HttpGateway;
let number = 0;
let asha: TestPerson;

beforeAll(async () => {
  gateway = await openTestGateway(addSecondConsent);
  http = await openHttpGateway(gateway);
});
afterAll(async () => {
  await http.close();
  await gateway.close();
});
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  await gateway.emptyOutbox();
  await gateway.register(
    { person: asha, capacity: 'form-prefill', caseReference: `FORM-${number}` },
    { person: asha, agency: 'jobcentre', capacity: 'jsa-claimant', caseReference: `J-${number}` },
  );
});

const record = (verb: '' | '/withdraw', more: object = {}) =>
  http.call('jobcentre', `POST /v1/consents${verb}`, {
    ...{ caseReference: `J-${number}`, recipient: COUNCIL, purpose: PURPOSE, on: '2010-05-12' },
    ...more,
  });
const idOf = (purpose = PURPOSE) => consentIdOf(subjectKeyOf(asha), COUNCIL, purpose);
const prove = (as = 'auditor', scopes: readonly string[] = AUDIT, id = idOf()) =>
  http.call(as, `GET /v1/consents/${id}/withdrawal-proof`, undefined, scopes);
const released = async () =>
  (await gateway.said()).releases.filter(({ capacity }) => capacity === 'form-prefill');
const answer = ({ releaseId, caseReference, releaseSequence }: Release) =>
  gateway.answer(COUNCIL, {
    ...{ releaseId, outcomeNo: 1, caseReference, releaseSequence, kind: 'applied', reason: null },
    ...{ effectiveOn: null, businessDate: '2010-05-14', decidedAt: 1_273_830_000_000_007 },
  });

describe('the proof of a withdrawal', () => {
  test('says who holds what, who has answered, and who is silent', async () => {
    await record('');
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2));
    const [first] = await released();
    await gateway.emptyOutbox();
    await gateway.decide(makeChange(asha, 3));
    await record('/withdraw');
    const following = (await released()).filter(({ kind }) => kind === 'withdrawn');
    const { status, body } = await prove();
    expect([status, body.given, body.unsent, body.silent, body.isAnswered]).toEqual([
      ...[200, 3, 1, 2, false],
    ]);
    expect(body.items.map((one: { state: string }) => one.state)).toEqual([
      'told',
      'told',
      'unsent',
    ]);
    expect(body.items[0]).toMatchObject({
      ...{ releaseId: first?.releaseId, agency: COUNCIL, delivery: 'waiting', silentHours: 0 },
      ...{ toldBy: following[0]?.releaseId, toldKind: 'withdrawn', answer: null },
      fields: expect.arrayContaining(['income.employer']),
    });
    expect(body).toMatchObject({ recordedBy: 'jobcentre', on: '2010-05-12', version: 2 });
    expect(JSON.stringify(body)).not.toMatch(
      new RegExp(`${subjectKeyOf(asha)}|FORM-|J-${number}|Sample|9280`),
    );
    await gateway.emptyOutbox();
    for (const one of following) await answer(one);
    expect((await prove()).body).toMatchObject({
      ...{ answered: 2, silent: 0, silentSince: null, isAnswered: true },
      items: [{ state: 'answered', delivery: 'delivered', answer: 'applied' }, {}, {}],
    });
  });

  test('names what the ledger finds its entries by', async () => {
    await record('');
    await gateway.decide(makeChange(asha, 1));
    await gateway.emptyOutbox();
    await record('/withdraw');
    const [following] = await released();
    await answer(following as Release);
    const { body } = await prove();
    const { changeId } = makeChange(asha, 1).change;
    const at = Date.parse('2010-05-13T10:00:00Z') * 1000;
    expect(body.entry).toEqual({ kind: 'consent', at, consentId: idOf(), version: 2 });
    expect(body.items[0].entries).toEqual([
      { kind: 'decision', changeId, run: 1 },
      {
        ...{ kind: 'outcome', at: 1_273_830_000_000_007 },
        ...{ releaseId: following?.releaseId, outcomeNo: 1 },
      },
    ]);
  });

  test('leaves out what rests on a consent that was given anew', async () => {
    await record('');
    await gateway.decide(makeChange(asha, 1));
    await gateway.emptyOutbox();
    await record('/withdraw');
    await record('', { on: '2010-05-13' });
    await gateway.decide(makeChange(asha, 2));
    expect((await prove()).body).toMatchObject({ given: 1, version: 2 });
  });

  test('tells what another consent keeps from what nobody was told of', async () => {
    await record('');
    await record('', { purpose: ADVICE });
    await gateway.decide(makeChange(asha, 1));
    await gateway.emptyOutbox();
    await record('/withdraw');
    const [item] = (await prove()).body.items;
    const [withdrawn] = (await released()).filter(({ kind }) => kind === 'withdrawn');
    const named = withdrawn?.withheld.map(({ field }) => field) ?? [];
    expect(item).toMatchObject({ state: 'told', toldBy: withdrawn?.releaseId, takenOut: [] });
    expect([...item.takenBack].sort()).toEqual([...named].sort());
    // What the other one allows as well stays, and is not said to be taken back.
    expect(item.fields).toContain('income.kind');
    expect(named).not.toContain('income.kind');
    expect(named).toContain('income.employer');
  });

  test('is for its recipient alone, or for who may read the audit: others are answered as if there were none', async () => {
    await record('');
    await gateway.decide(makeChange(asha, 1));
    expect((await prove(COUNCIL, READ)).body.code).toBe('consent-not-withdrawn');
    expect((await prove('jobcentre', READ)).body.code).toBe('consent-unknown');
    await record('/withdraw');
    expect((await prove(COUNCIL, READ)).status).toBe(200);
    const nobody = await prove('luton', READ, '00000000-0000-5000-8000-000000000000');
    for (const [as, scopes] of [
      ['jobcentre', READ],
      ['luton', READ],
      ['auditor', READ],
    ] as const) {
      const { status, body } = await prove(as, scopes);
      expect([status, body.code, body.detail]).toEqual([
        404,
        'consent-unknown',
        nobody.body.detail,
      ]);
    }
    expect((await prove(COUNCIL, ['audit:read'])).status).toBe(403);
    expect((await prove(COUNCIL, READ, 'x')).status).toBe(422);
  });
});
