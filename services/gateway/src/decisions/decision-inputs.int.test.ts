import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Address, ChangeBody, ClaimantChange } from '@told/codec';
import { openTestGateway, type TestGateway } from '../../test/open-gateway.ts';
import { makeChange, makePerson, subjectKeyOf, type TestPerson } from '../../test/people.ts';
import { keepConsent } from '../consents/keep-consent.ts';

const COUNCIL = 'central-bedfordshire';
let gateway: TestGateway;
let number = 0;
let asha: TestPerson;
let ctb: string;

beforeAll(async () => {
  gateway = await openTestGateway((agreement) =>
    // A third party's case that has to do with where people live, so that only the rule keeps it from being told.
    agreement.capacities.includes('ctb-claimant')
      ? { ...agreement, capacities: [...agreement.capacities, 'partner-of-claimant'] }
      : agreement,
  );
});
afterAll(() => gateway.close());
beforeEach(async () => {
  number += 1;
  asha = makePerson(number);
  ctb = `CTB-${number}`;
  await gateway.emptyOutbox();
});

const lastDecision = async () => (await gateway.said()).decisions.at(-1);
const subject = async () =>
  (
    await gateway.rows<{ version: number; since: number | null }>(
      'SELECT version, protected_since AS since FROM subject WHERE subject_key = $1',
      [subjectKeyOf(asha)],
    )
  )[0];

describe('consent', () => {
  const form = () => ({ person: asha, caseReference: ctb, capacity: 'form-prefill' });
  const record = (action: 'given' | 'withdrawn') =>
    gateway.db.transaction((tx) =>
      keepConsent(
        tx,
        {
          ...{ subjectKey: subjectKeyOf(asha), recipient: COUNCIL, purpose: 'pre-filling-forms' },
          ...{ action, on: '2010-05-12', until: null, recordedBy: 'jobcentre' },
        },
        gateway.interests,
      ),
    );

  test('is needed, and said to be missing', async () => {
    await gateway.register(form());
    await gateway.decide(makeChange(asha, 1));
    expect(await lastDecision()).toMatchObject({
      recipients: [{ verdict: 'refused', reason: 'no-consent', consents: [] }],
    });
  });

  test('lets what rests on it go, and is on record with its version and fields', async () => {
    await gateway.register(form());
    await record('given');
    await gateway.decide(makeChange(asha, 1));
    const decision = await lastDecision();
    const [recipient] = decision?.recipients ?? [];
    expect(recipient).toMatchObject({
      ...{ verdict: 'trimmed', consents: [{ version: 1 }] },
      fields: [
        { field: 'income.who' },
        { field: 'income.kind' },
        { field: 'income.employer' },
        { field: 'income.startOn' },
      ],
    });
    expect(
      await gateway.rows(
        'SELECT release_id AS "releaseId", fields FROM release_consent WHERE consent_id = $1',
        [recipient?.consents?.[0]?.consentId],
      ),
    ).toEqual([
      {
        releaseId: recipient?.releaseId,
        fields: ['income.who', 'income.kind', 'income.employer', 'income.startOn'],
      },
    ]);
  });

  test('withdrawn is seen by the next decision, whatever was remembered of the subject', async () => {
    await gateway.register(form());
    await record('given');
    await gateway.decide(makeChange(asha, 1));
    await record('withdrawn');
    await gateway.decide(makeChange(asha, 2));
    expect(await lastDecision()).toMatchObject({
      subjectVersion: 3,
      recipients: [{ verdict: 'refused', reason: 'consent-withdrawn', consents: [{ version: 2 }] }],
    });
  });
});

describe('a protected address', () => {
  const move = (
    sequence: number,
    isProtected: boolean | null,
    change: Partial<ClaimantChange> = {},
  ) => {
    const address = { ...ADDRESS, protected: isProtected };
    return makeChange(asha, sequence, { fact: 'address', ...change }, {
      address,
    } as Partial<ChangeBody>);
  };
  const both = () =>
    gateway.register(
      { person: asha, caseReference: ctb },
      { person: asha, caseReference: `${ctb}-partner`, capacity: 'partner-of-claimant' },
    );
  const reasons = async () =>
    (await lastDecision())?.recipients.map((one) => [one.capacity, one.verdict, one.reason]);

  test('is kept from a partner’s case from its change on, also in the same batch, and raises the version', async () => {
    await both();
    const version = (await subject())?.version ?? 0;
    await gateway.decide(makeChange(asha, 1), move(2, true), makeChange(asha, 3));
    const { decisions } = await gateway.said();
    expect(decisions.map((one) => [one.protectedSince, one.recipients[1]?.reason])).toEqual([
      [null, null],
      [2, 'protected'],
      [2, 'protected'],
    ]);
    expect(await subject()).toEqual({ version: version + 1, since: 2 });
    await gateway.decide(makeChange(asha, 4));
    expect(await lastDecision()).toMatchObject({ protectedSince: 2, subjectVersion: version + 1 });
    expect(await reasons()).toEqual([
      ['ctb-claimant', 'trimmed', null],
      ['partner-of-claimant', 'refused', 'protected'],
    ]);
  });

  test('is not undone by another office’s form, nor by an annulment; by the office that said so it is', async () => {
    await both();
    const luton = { source: { agency: 'luton', system: null, caseReference: null } };
    await gateway.decide(move(1, true));
    await gateway.decide(move(2, false, luton));
    await gateway.decide(move(3, null));
    const told = move(1, true).change.changeId;
    const annulled = { changeType: 'annulled', previousChangeId: told, fact: 'address' } as const;
    await gateway.decide(makeChange(asha, 4, annulled, {}));
    expect((await subject())?.since).toBe(1);
    await gateway.decide(move(5, false), makeChange(asha, 6));
    expect((await subject())?.since).toBeNull();
    expect((await reasons())?.[1]).toEqual(['partner-of-claimant', 'trimmed', null]);
  });

  test('is told to the person’s own cases without where it is, also by changes that say nothing of it', async () => {
    await both();
    await gateway.decide(move(1, true), move(2, null));
    const { releases } = await gateway.said();
    expect(releases.map((one) => [one.caseReference, one.address?.toPostcode])).toEqual([
      [ctb, null],
      [ctb, null],
    ]);
  });
});

const ADDRESS: Address = {
  role: 'moved-in',
  fromUprn: null,
  fromLines: null,
  fromPostcode: null,
  toUprn: null,
  toLines: null,
  toPostcode: 'MK45 1AA',
  movedOutOn: null,
  movedInOn: '2010-05-12',
  tenure: null,
  rentPence: null,
  rentPeriod: null,
  liablePersons: null,
  protected: null,
};

describe('suspensions', () => {
  const move = async (action: 'suspended' | 'resumed') => {
    const [fence] = await gateway.rows<{ version: number }>(
      'UPDATE suspension_fence SET version = version + 1 RETURNING version',
    );
    await gateway.rows(
      `INSERT INTO suspension (version, target, id, action, reason, recorded_at_micros)
       VALUES ($1, 'agency', $2, $3, 'a test', 0)`,
      [fence?.version, COUNCIL, action],
    );
    return fence?.version;
  };

  test('are seen at once, and their version is on record', async () => {
    await gateway.register({ person: asha, caseReference: ctb });
    const suspended = await move('suspended');
    await gateway.decide(makeChange(asha, 1));
    expect(await lastDecision()).toMatchObject({
      suspensionVersion: suspended,
      recipients: [{ verdict: 'refused', reason: 'agency-suspended' }],
    });
    const resumed = await move('resumed');
    await gateway.decide(makeChange(asha, 2));
    expect(await lastDecision()).toMatchObject({
      suspensionVersion: resumed,
      recipients: [{ verdict: 'trimmed' }],
    });
  });
});
