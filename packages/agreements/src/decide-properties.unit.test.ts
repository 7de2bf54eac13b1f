import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildAgreement } from '../test/build-agreement.ts';
import { OTHER, SAME, setOf, type Who } from '../test/deciding.ts';
import type { Agreement } from './agreement.ts';
import { decide } from './decide.ts';
import type { Deciding, RecipientDecision } from './deciding.ts';
import { fieldsOf, minimise } from './minimise.ts';
import { isLocating, isThirdParty } from './protect.ts';

const FIELDS = ['role', 'toLines', 'movedInOn', 'somethingNew'];
const agency = fc.constantFrom('jobcentre', 'central-bedfordshire', 'luton');
const capacity = fc.constantFrom('ctb-claimant', 'partner-of-claimant');
const fact = fc.constantFrom('income', 'address');
const purpose = fc.constantFrom('pre-filling-forms', 'referring');
const date = fc.constantFrom('2010-03-31', '2010-04-01', '2010-05-12', '2010-12-31');
const digests = fc.constantFrom(SAME, OTHER, { ...SAME, secretVersion: 2 });

const agreement = fc
  .record({
    from: agency,
    to: agency,
    capacity,
    fact,
    purpose,
    fields: fc.subarray(FIELDS, { minLength: 1 }),
    state: fc.constantFrom('in-force', 'in-force', 'suspended', 'draft'),
    type: fc.constantFrom('statutory', 'agreement', 'consent', 'consent'),
    validFrom: date,
    validUntil: fc.option(date),
    lookBackDays: fc.constantFrom(0, 31),
    signed: fc.boolean(),
  })
  .map(
    (one) => (version: number) =>
      buildAgreement({
        version,
        hash: String(version).padStart(64, '0'),
        from: [one.from],
        to: [one.to],
        capacities: [one.capacity],
        purpose: one.purpose,
        facts: { [one.fact]: one.fields },
        state: one.state as 'draft',
        basis: { ...buildAgreement().basis, type: one.type as 'consent' },
        validFrom: one.validFrom,
        validUntil: one.validUntil,
        lookBackDays: one.lookBackDays,
        ...(one.signed ? {} : { approvals: [] }),
      }),
  );
const agreements = fc
  .array(agreement, { maxLength: 6 })
  .map((make) => make.map((build, at) => build(at + 1)));

const interest = fc.record({
  interestId: fc.uuid(),
  agency,
  capacity,
  caseReference: fc.constantFrom('A', 'B'),
  state: fc.constantFrom(
    'final' as const,
    'final' as const,
    'provisional' as const,
    'pending' as const,
    'refused' as const,
  ),
  matched: fc.constantFrom('nino' as const, 'officer' as const),
  identityDigests: digests,
  from: date,
  until: fc.option(date),
  wasGiven: fc.boolean(),
  isChainWaiting: fc.boolean(),
  isCurrent: fc.boolean(),
});

const consents = fc.uniqueArray(
  fc.record({
    consentId: fc.uuid(),
    version: fc.integer({ min: 1, max: 9 }),
    recipient: agency,
    purpose,
    action: fc.constantFrom('given' as const, 'given' as const, 'withdrawn' as const),
    on: date,
    until: fc.option(date),
  }),
  { selector: (one) => `${one.recipient} ${one.purpose}`, maxLength: 6 },
);

interface World {
  readonly files: readonly Agreement[];
  readonly body: Record<string, Record<string, string | null> | null>;
  readonly deciding: Deciding<Who>;
}

const world: fc.Arbitrary<World> = fc
  .record({
    files: agreements,
    interests: fc.array(interest, { maxLength: 4 }),
    consents,
    source: fc.record({ agency, caseReference: fc.constantFrom('A', 'B', null) }),
    told: fact,
    names: fc.subarray(FIELDS),
    changeType: fc.constantFrom('created', 'corrected', 'annulled', 'ended'),
    occurredOn: date,
    businessDate: date,
    protectedAddress: fc.boolean(),
    protectedSince: fc.constantFrom(null, null, 4),
    before: fc.option(digests),
    isConfirmed: fc.boolean(),
    isHeld: fc.boolean(),
  })
  .map((one) => {
    const values = FIELDS.map((name) => [name, one.names.includes(name) ? `${name}!` : null]);
    const body = { income: null, address: null, [one.told]: Object.fromEntries(values) };
    return {
      files: one.files,
      body,
      deciding: {
        change: {
          source: one.source,
          fact: one.told,
          changeType: one.changeType,
          occurredOn: one.occurredOn,
          presentFields: fieldsOf(one.told, body),
          besideFields: [],
          identityDigests: SAME,
          identityDigestsBefore: one.before,
          protectedAddress: one.protectedAddress && one.told === 'address',
        },
        interests: one.interests,
        agreements: setOf(one.files),
        consents: one.consents,
        businessDate: one.businessDate,
        protectedSince: one.protectedSince,
        standingOfAgency: (id) => (id === 'luton' ? 'suspended' : 'live'),
        conflicts: (a, b) => a.who !== b.who,
        isConfirmed: () => one.isConfirmed,
        isHeld: () => one.isHeld,
      },
    };
  });

/** Agreements in force, from this source to this recipient in this capacity, with their consent live: told again, plainly. */
function findAllowing({ files, deciding }: World, one: RecipientDecision): readonly Agreement[] {
  const { businessDate: on, change } = deciding;
  return files.filter((a) => {
    const isSigned = a.state === 'in-force' && a.approvals.length > 0;
    const isInTime = a.validFrom <= on && (a.validUntil === null || on <= a.validUntil);
    const isBetween = a.from[0] === change.source.agency && a.to[0] === one.agency;
    const consent = deciding.consents.find(
      (c) => c.recipient === one.agency && c.purpose === a.purpose,
    );
    const hasConsent =
      consent?.action === 'given' &&
      consent.on <= on &&
      (consent.until === null || on <= consent.until);
    const isAllowed = a.basis.type !== 'consent' || hasConsent;
    return isSigned && isInTime && isBetween && a.capacities[0] === one.capacity && isAllowed;
  });
}

const RUNS = { numRuns: 1000 };
/** Checks each recipient of many worlds. */
function checkEach(check: (world: World, one: RecipientDecision, at: number) => void): void {
  fc.assert(
    fc.property(world, (made) => {
      for (const [at, one] of decide(made.deciding).entries()) check(made, one, at);
    }),
    RUNS,
  );
}

/** A field that rests on several consents is named by each. */
const namesOf = (fields: readonly { readonly field: string }[]): readonly string[] => [
  ...new Set(fields.map((one) => one.field)),
];

describe('whatever the input', () => {
  test('there is one answer an interest, or one refusal', () => {
    fc.assert(
      fc.property(world, ({ deciding }) => {
        expect(decide(deciding)).toHaveLength(Math.max(1, deciding.interests.length));
      }),
      RUNS,
    );
  });

  test('a field is given only under an agreement in force, its consent live, that names it for this very disclosure', () => {
    checkEach((made, one) => {
      const { fact: told } = made.deciding.change;
      if (one.fields.length > 0) expect(['release', 'trimmed']).toContain(one.verdict);
      const allowing = findAllowing(made, one);
      for (const { field, version } of one.fields) {
        const [kind, name] = field.split('.');
        expect(kind).toBe(told);
        const basis = allowing.find((a) => a.version === version);
        expect(basis?.facts[told]).toContain(name);
      }
    });
  });

  test('the minimised body holds the given fields and no other, and each field told is given or accounted for', () => {
    checkEach(({ body, deciding }, one) => {
      const told = deciding.change.fact;
      const given = namesOf(one.fields);
      expect(fieldsOf(told, minimise(body, given))).toEqual(given);
      if (one.verdict !== 'release' && one.verdict !== 'trimmed') return;
      const split = [...given, ...one.withheld.map((f) => f.field)].sort();
      expect(split).toEqual([...fieldsOf(told, body)].sort());
    });
  });

  test('what nothing but a consent allows is named as resting on it, and nothing else is', () => {
    checkEach((made, one) => {
      const allowing = findAllowing(made, one);
      const told = made.deciding.change.fact;
      const isFree = (field: string) =>
        allowing.some(
          (a) => a.basis.type !== 'consent' && a.facts[told]?.includes(field.split('.')[1] ?? ''),
        );
      const resting = new Set(one.restsOnConsent.flatMap((r) => r.fields));
      const byConsent = one.fields.filter(
        (f) => allowing.find((a) => a.version === f.version)?.basis.type === 'consent',
      );
      expect([...resting].sort()).toEqual([...namesOf(byConsent)].sort());
      // Once for each consent that it rests on.
      const times = one.restsOnConsent.flatMap((r) => r.fields).sort();
      expect(times).toEqual(byConsent.map((f) => f.field).sort());
      for (const { field } of one.fields) if (!isFree(field)) expect(resting).toContain(field);
      const looked = one.consents.map((c) => c.consentId);
      for (const { consentId } of one.restsOnConsent) expect(looked).toContain(consentId);
    });
  });

  test('what takes back carries no field and no basis, and only for a correction or annulment of what was given', () => {
    checkEach(({ deciding }, one, at) => {
      if (!one.takesBack) return;
      expect(one).toMatchObject({ verdict: 'refused', fields: [], basis: [], restsOnConsent: [] });
      expect(deciding.interests[at]?.wasGiven).toBe(true);
      expect(['corrected', 'annulled']).toContain(deciding.change.changeType);
    });
  });

  test('a wrong link, a case of somebody else and a suspended agency are given no field', () => {
    checkEach(({ deciding }, one, at) => {
      const held = deciding.interests[at];
      if (held?.state === 'final' && held.isCurrent && held.agency !== 'luton') return;
      expect(one.fields).toEqual([]);
    });
  });

  test('where a protected person lives is told to nobody, and nothing of the person to a third party', () => {
    checkEach(({ deciding }, one) => {
      const isProtected = deciding.change.protectedAddress || deciding.protectedSince !== null;
      if (!isProtected) return;
      expect(one.fields.filter((f) => isLocating(f.field))).toEqual([]);
      if (isThirdParty(one.capacity ?? '')) expect(one.fields).toEqual([]);
    });
  });
});
