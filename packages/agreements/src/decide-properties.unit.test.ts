import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildAgreement } from '../test/build-agreement.ts';
import { composeSet } from './agreement-set.ts';
import { decide } from './decide.ts';
import { fieldsOf, minimise } from './minimise.ts';

describe('whatever the input', () => {
  const FIELDS = ['who', 'netPence', 'employer', 'kind'];
  const agency = fc.constantFrom('jobcentre', 'central-bedfordshire', 'luton');
  const capacity = fc.constantFrom('ctb-claimant', 'jsa-claimant');
  const fact = fc.constantFrom('income', 'address');
  const fields = fc.subarray(FIELDS, { minLength: 1 });
  const date = fc.constantFrom('2010-03-31', '2010-04-01', '2010-05-12', '2010-12-31');
  const agreement = fc
    .record({
      from: agency,
      to: agency,
      capacity,
      fact,
      fields,
      state: fc.constantFrom('in-force', 'suspended', 'draft'),
      type: fc.constantFrom('statutory', 'agreement', 'consent'),
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
          facts: { [one.fact]: one.fields },
          state: one.state as 'draft',
          basis: { ...buildAgreement().basis, type: one.type as 'consent' },
          validFrom: one.validFrom,
          validUntil: one.validUntil,
          lookBackDays: one.lookBackDays,
          ...(one.signed ? {} : { approvals: [] }),
        }),
    );
  const interest = fc.record({
    interestId: fc.uuid(),
    agency,
    capacity,
    caseReference: fc.constantFrom('A', 'B'),
    state: fc.constantFrom('final' as const, 'provisional' as const),
    identityDigests: fc.constantFrom('same', 'other'),
    from: date,
    until: fc.option(date),
  });

  test('a field is given only under an agreement in force that names it for this very disclosure, and the minimised body holds no other', () => {
    fc.assert(
      fc.property(
        fc.array(agreement, { maxLength: 5 }),
        fc.array(interest, { maxLength: 4 }),
        fc.record({ agency, caseReference: fc.constantFrom('A', 'B', null) }),
        fact,
        fields,
        date,
        date,
        fc.boolean(),
        (make, interests, source, told, names, occurredOn, businessDate, protectedAddress) => {
          const agreements = make.map((build, at) => build(at + 1));
          const body = {
            income: null,
            address: null,
            [told]: Object.fromEntries(FIELDS.map((n) => [n, names.includes(n) ? `${n}!` : null])),
          };
          const decisions = decide({
            change: {
              source,
              fact: told,
              occurredOn,
              presentFields: fieldsOf(told, body),
              besideFields: [],
              identityDigests: 'same',
              protectedAddress,
            },
            interests,
            agreements: composeSet(
              '2010',
              agreements.map((agreement) => ({ file: agreement.hash, agreement })),
            ),
            businessDate,
            conflicts: (a, b) => a !== b,
            isLive: (one) => one !== 'luton',
            isHeld: () => false,
          });
          expect(decisions).toHaveLength(Math.max(1, interests.length));
          for (const one of decisions) {
            if (one.fields.length > 0) expect(['release', 'trimmed']).toContain(one.verdict);
            const allowing = agreements.filter(
              (a) =>
                a.state === 'in-force' &&
                a.approvals.length > 0 &&
                a.basis.type !== 'consent' &&
                a.validFrom <= businessDate &&
                (a.validUntil === null || businessDate <= a.validUntil) &&
                a.from[0] === source.agency &&
                a.to[0] === one.agency &&
                a.capacities[0] === one.capacity,
            );
            for (const { field } of one.fields) {
              const [kind, name] = field.split('.');
              expect(kind).toBe(told);
              expect(allowing.some((a) => a.facts[told]?.includes(String(name)))).toBe(true);
            }
            const least = minimise(
              body,
              one.fields.map((f) => f.field),
            );
            expect(fieldsOf(told, least)).toEqual(one.fields.map((f) => f.field));
            const split = [...one.fields, ...one.withheld].map((f) => f.field).sort();
            if (one.verdict === 'release' || one.verdict === 'trimmed') {
              expect(split).toEqual([...fieldsOf(told, body)].sort());
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
