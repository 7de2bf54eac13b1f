import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import {
  EARNINGS,
  makeChange,
  makePerson,
  subjectKeyOf,
  type TestPerson,
} from '../../test/people.ts';

let gateway: TestGateway;
/** Each test has a person and cases of its own. */
let asha: TestPerson;
let number = 0;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const council = () => ({ person: asha, caseReference: ctb });
const verdictsOf = async () =>
  (await gateway.said()).decisions.flatMap((one) =>
    one.recipients.map((to) => [to.agency, to.verdict, to.reason]),
  );

describe('a change told at JobCentre Plus', () => {
  test('reaches the council under its own case reference, cut down to the agreement', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1));
    const { releases, decisions } = await gateway.said();
    expect(releases).toHaveLength(1);
    expect(releases[0]).toMatchObject({
      to: 'central-bedfordshire',
      caseReference: ctb,
      releaseSequence: 1,
      kind: 'value',
      usedOn: '2010-05-13',
      withheld: [{ field: 'income.employer', reason: 'not-in-agreement' }],
      income: { ...EARNINGS, employer: null },
      basis: [{ agreement: 'dwp-to-council-ctb', version: 3 }],
    });
    expect(decisions).toMatchObject([
      {
        businessDate: '2010-05-13',
        run: 1,
        subjectVersion: 1,
        agreementSet: gateway.agreements.hash,
        recipients: [
          {
            verdict: 'trimmed',
            releaseId: releases[0]?.releaseId,
            releaseSequence: 1,
            matched: 'nino',
          },
        ],
      },
    ]);
  });

  test('carries nothing that names the person or counts what others got', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1));
    const [row] = await gateway.rows<{ value: Buffer; headers: string; key: Buffer }>(
      `SELECT key, value, headers FROM outbox WHERE topic LIKE 'told.releases.%'`,
    );
    const bytes = `${row?.key.toString('latin1')}${row?.value.toString('latin1')}${row?.headers}`;
    for (const secret of ['Sample Stores', subjectKeyOf(asha), asha.nino8, 'JSA-1', 'jsaps']) {
      expect(bytes).not.toContain(secret);
    }
  });

  test('keeps no value in any table but the outbox', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1, {}, { income: { ...EARNINGS, netPence: 7654321 } }));
    const kept = await gateway.rows<{ text: string }>(
      `SELECT d::text || r::text || coalesce(l::text, '') AS text
       FROM decision d JOIN decision_recipient r USING (change_id, run) LEFT JOIN release l USING (change_id, run)
       WHERE d.subject_key = $1`,
      [subjectKeyOf(asha)],
    );
    expect(kept).toHaveLength(1);
    expect(kept[0]?.text).not.toMatch(/7654321|Stores|Asha|1981-03-04/);
  });

  test('does not come back to its own case', async () => {
    await gateway.register(council(), {
      agency: 'jobcentre',
      capacity: 'jsa-claimant',
      caseReference: 'JSA-1',
      person: asha,
    });
    await gateway.decide(makeChange(asha, 1));
    expect(await verdictsOf()).toEqual([
      ['central-bedfordshire', 'trimmed', null],
      ['jobcentre', 'own', 'own-case'],
    ]);
    expect((await gateway.said()).releases.map((one) => one.to)).toEqual(['central-bedfordshire']);
  });

  test('is refused to whoever has no agreement', async () => {
    await gateway.register({ ...council(), agency: 'luton', capacity: 'council-tax-liable' });
    await gateway.decide(makeChange(asha, 1));
    expect(await verdictsOf()).toEqual([['luton', 'refused', 'no-basis']]);
    expect((await gateway.said()).releases).toEqual([]);
  });

  test('of whom nobody holds a case is refused without a recipient, and is on record', async () => {
    await gateway.decide(makeChange(asha, 1));
    expect(await verdictsOf()).toEqual([[null, 'refused', 'no-interest']]);
    const kept = await gateway.rows(
      `SELECT r.verdict, r.reason FROM decision_recipient r JOIN decision d USING (change_id, run) WHERE d.subject_key = $1`,
      [subjectKeyOf(asha)],
    );
    expect(kept).toEqual([{ verdict: 'refused', reason: 'no-interest' }]);
  });

  test('annulled later, still reaches the recipient, with the pointer and no field', async () => {
    await gateway.register(council());
    const first = makeChange(asha, 1);
    const annulment = makeChange(
      asha,
      2,
      { changeType: 'annulled', previousChangeId: first.change.changeId },
      {},
    );
    await gateway.decide(first, annulment);
    expect((await gateway.said()).releases[1]).toMatchObject({
      changeType: 'annulled',
      previousChangeId: first.change.changeId,
      releaseSequence: 2,
      income: null,
      withheld: [],
    });
  });

  test('of a protected address tells that there was a move, and not where', async () => {
    await gateway.register(council());
    const address = {
      role: 'moved-in' as const,
      toPostcode: 'MK45 1AA',
      protected: true,
      ...EMPTY_ADDRESS,
    };
    await gateway.decide(makeChange(asha, 1, { fact: 'address' }, { address }));
    const { decisions, releases } = await gateway.said();
    expect(releases[0]?.address).toMatchObject({
      role: 'moved-in',
      toPostcode: null,
      protected: true,
    });
    expect(decisions[0]?.recipients[0]?.verdict).toBe('trimmed');
    expect(decisions[0]?.recipients[0]?.withheld).toContainEqual({
      field: 'address.toPostcode',
      reason: 'protected',
    });
  });
});

const EMPTY_ADDRESS = {
  fromUprn: null,
  fromLines: null,
  fromPostcode: null,
  toUprn: null,
  toLines: null,
  movedOutOn: null,
  movedInOn: null,
  tenure: null,
  rentPence: null,
  rentPeriod: null,
  liablePersons: null,
};

test('decisions, recipients, releases, outcomes and agreements cannot be changed or deleted by the service', async () => {
  for (const table of ['decision', 'decision_recipient', 'release', 'outcome', 'agreement']) {
    await expect(gateway.rows(`DELETE FROM ${table}`)).rejects.toMatchObject({
      details: { sqlState: '42501' },
    });
    await expect(gateway.rows(`TRUNCATE ${table}`)).rejects.toMatchObject({
      details: { sqlState: '42501' },
    });
  }
  await expect(gateway.rows(`UPDATE decision SET fact = 'x'`)).rejects.toMatchObject({
    details: { sqlState: '42501' },
  });
});
