import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Release } from '@told/codec';
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
      basis: [{ agreement: 'dwp-to-council-ctb', version: 1 }],
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

  test('of a protected address goes to nobody else', async () => {
    await gateway.register(council());
    const address = {
      role: 'moved-in' as const,
      toPostcode: 'MK45 1AA',
      protected: true,
      ...EMPTY_ADDRESS,
    };
    await gateway.decide(makeChange(asha, 1, { fact: 'address' }, { address }));
    const { decisions, releases } = await gateway.said();
    expect(releases).toEqual([]);
    expect(decisions[0]?.recipients[0]).toMatchObject({ verdict: 'refused', reason: 'no-field' });
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

describe('holds', () => {
  test('a birth date that disagrees holds the change, and later ones of that case wait behind it, in the batch and after it', async () => {
    await gateway.register(council(), {
      agency: 'jobcentre',
      capacity: 'jsa-claimant',
      caseReference: `JSA-${ctb}`,
      person: asha,
    });
    const other = { ...asha, birthDate: '1981-04-03' };
    const source = { agency: 'central-bedfordshire', system: null, caseReference: 'elsewhere' };
    await gateway.decide(makeChange(other, 1, { source }), makeChange(asha, 2, { source }));
    await gateway.decide(makeChange(asha, 3, { source }));
    const toJobcentre = (await verdictsOf()).filter(([agency]) => agency === 'jobcentre');
    expect(toJobcentre).toEqual([
      ['jobcentre', 'hold', 'match-unconfirmed'],
      ['jobcentre', 'hold', 'behind-hold'],
      ['jobcentre', 'hold', 'behind-hold'],
    ]);
    expect((await gateway.said()).releases).toEqual([]);
  });

  test('another case of the same person flows on', async () => {
    await gateway.register(
      { ...council(), person: { ...asha, birthDate: '1981-04-03' } },
      { ...council(), caseReference: `${ctb}-b` },
    );
    await gateway.decide(makeChange(asha, 1));
    expect((await gateway.said()).releases.map((one) => one.caseReference)).toEqual([`${ctb}-b`]);
  });
});

describe('order', () => {
  const sequencesOf = (releases: readonly Release[]) =>
    releases.map((one) => [one.caseReference, one.releaseSequence]);

  test('sequences are dense for each case, over refusals and batches', async () => {
    await gateway.register(council());
    const refused = { source: { agency: 'luton', system: null, caseReference: null } };
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 2, refused), makeChange(asha, 3));
    await gateway.decide(makeChange(asha, 4));
    expect(sequencesOf((await gateway.said()).releases)).toEqual([
      [ctb, 1],
      [ctb, 2],
      [ctb, 3],
    ]);
  });

  test('a change that comes twice is decided once', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1), makeChange(asha, 1));
    await gateway.decide(makeChange(asha, 1));
    const { releases, decisions } = await gateway.said();
    expect([releases.length, decisions.length]).toEqual([1, 1]);
  });

  test('a gap parks the subject and nobody else', async () => {
    const ben = makePerson(500_000 + number);
    await gateway.register(council(), { person: ben, caseReference: `${ctb}-ben` });
    await gateway.decide(makeChange(asha, 2), makeChange(ben, 1), makeChange(asha, 1));
    expect(sequencesOf((await gateway.said()).releases)).toEqual([[`${ctb}-ben`, 1]]);
    expect(
      await gateway.rows('SELECT reason FROM parked_key WHERE stream = $1 AND key = $2', [
        'told.changes',
        subjectKeyOf(asha),
      ]),
    ).toEqual([{ reason: 'gap' }]);
  });

  test('a fork parks the subject', async () => {
    await gateway.register(council());
    await gateway.decide(makeChange(asha, 1));
    const forked = { changeId: '00000000-0000-4000-8000-000000000001' };
    await gateway.decide(makeChange(asha, 1, forked));
    expect((await gateway.said()).releases).toHaveLength(1);
    expect(
      await gateway.rows('SELECT reason FROM parked_key WHERE key = $1', [subjectKeyOf(asha)]),
    ).toEqual([{ reason: 'fork' }]);
  });
});

describe('what cannot be read', () => {
  const deadOf = () => gateway.rows('SELECT cause FROM dead_letter ORDER BY "offset" DESC LIMIT 1');

  test('is a dead letter, and its subject waits while others flow', async () => {
    const ben = makePerson(600_000 + number);
    await gateway.register(council(), { person: ben, caseReference: `${ctb}-ben` });
    const broken = { ...gateway.recordOf(makeChange(asha, 1)), value: Buffer.from('nonsense') };
    await gateway.db.transaction((tx) =>
      gateway.handle(tx, [
        broken,
        gateway.recordOf(makeChange(asha, 2)),
        gateway.recordOf(makeChange(ben, 1)),
      ]),
    );
    expect((await gateway.said()).releases.map((one) => one.caseReference)).toEqual([`${ctb}-ben`]);
    expect(await deadOf()).toEqual([{ cause: 'undecodable' }]);
  });

  test('waits for a schema that cannot be had: nothing is guessed, nobody is parked', async () => {
    const record = gateway.recordOf(makeChange(asha, 1));
    const value = Buffer.from(record.value);
    value.writeInt32BE(999_999, 1); // the schema id in the framing
    const deciding = gateway.db.transaction((tx) => gateway.handle(tx, [{ ...record, value }]));
    await expect(deciding).rejects.toMatchObject({ code: 'unknown-schema', retryable: true });
    expect(
      await gateway.rows('SELECT 1 FROM parked_key WHERE key = $1', [subjectKeyOf(asha)]),
    ).toEqual([]);
    expect((await gateway.said()).decisions).toEqual([]);
  });

  test('a body of bytes that are no body is a dead letter', async () => {
    const encode = gateway.codec.encoder('ClaimantChange', 'told.changes');
    const { change } = makeChange(asha, 1);
    const record = gateway.recordOf(makeChange(asha, 1));
    const value = encode({ ...change, body: Buffer.from([0, 0, 0, 0, 2, 9]) });
    await gateway.db.transaction((tx) => gateway.handle(tx, [{ ...record, value }]));
    expect(await deadOf()).toEqual([{ cause: 'undecodable' }]);
  });

  test('a change under another subject’s key is a dead letter', async () => {
    const record = gateway.recordOf(makeChange(asha, 1));
    const key = Buffer.from(subjectKeyOf(makePerson(700_000 + number)));
    await gateway.db.transaction((tx) => gateway.handle(tx, [{ ...record, key }]));
    expect(await deadOf()).toEqual([{ cause: 'key-mismatch' }]);
  });
});

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
