import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { standingOf } from './agreement.ts';
import { loadAgreements } from './load.ts';
import { rightsFor } from './rights.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const FOLDER = path.join(ROOT, 'infra/agreements');

/** The facts and fields as the schemas have them. */
const facts: Record<string, readonly string[]> = Object.fromEntries(
  readdirSync(path.join(ROOT, 'schemas/facts')).map((file) => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, 'schemas/facts', file), 'utf8'));
    const fact = schema.name.charAt(0).toLowerCase() + schema.name.slice(1);
    const duty = ['household', 'death'].includes(fact) ? ['dutyDischarged'] : [];
    return [
      fact,
      [...schema.fields.map((field: { readonly name: string }) => field.name), ...duty],
    ];
  }),
);

describe('the agreements shipped', () => {
  test('are valid and in force on the first day of the example', async () => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    expect(set.agreements.map((one) => [one.id, standingOf(one, '2010-04-05')])).toEqual(
      [
        'central-bedfordshire-to-luton-ctb',
        'council-to-dwp-births-deaths',
        'council-to-dwp-jsa',
        'dwp-to-council-ctb',
        'dwp-to-luton-ctb',
        'luton-to-central-bedfordshire-ctb',
        'luton-to-dwp-jsa',
      ].map((id) => [id, 'in-force']),
    );
    expect(set.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  /** What no agreement in force gives the recipient, of all that the source could tell. */
  const withheldFrom = async (recipient: string, capacity: string, source: string) => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    return Object.entries(facts).flatMap(([fact, names]) => {
      const rights = rightsFor(set, '2010-04-05', { source, recipient, capacity, fact });
      const isGiven = (name: string) => rights.some(({ fields }) => fields.has(`${fact}.${name}`));
      if (rights.length === 0) return [`${fact}.*`];
      return names.filter((name) => !isGiven(name)).map((name) => `${fact}.${name}`);
    });
  };

  const COUNCIL_WANTS_NOT = [
    'death.reportedBy',
    'death.dutyDischarged',
    'household.dutyDischarged',
    'identity.newNinoDigest',
    'income.employer',
  ];
  test.each(['central-bedfordshire', 'luton'])(
    'give %s what its awards rest on, and no more',
    async (council) => {
      expect(await withheldFrom(council, 'ctb-claimant', 'jobcentre')).toEqual(COUNCIL_WANTS_NOT);
    },
  );

  const DWP_WANTS_NOT = [
    'address.tenure',
    'address.rentPence',
    'address.rentPeriod',
    'address.liablePersons',
    'household.grossWeeklyIncomePence',
    'household.benefits',
    'household.childBenefitInPayment',
    'identity.newNinoDigest',
  ];
  test.each(['central-bedfordshire', 'luton'])(
    'give DWP what %s is told, births and deaths with the duty that is discharged',
    async (council) => {
      expect(await withheldFrom('jobcentre', 'jsa-claimant', council)).toEqual(DWP_WANTS_NOT);
    },
  );

  test.each([
    ['luton', 'central-bedfordshire'],
    ['central-bedfordshire', 'luton'],
  ])('give %s a move told at %s, and nothing else', async (recipient, source) => {
    expect(await withheldFrom(recipient, 'ctb-claimant', source)).toEqual([
      'address.tenure',
      'address.rentPence',
      'address.rentPeriod',
      'address.liablePersons',
      'benefitAward.*',
      'capital.*',
      'death.*',
      'household.*',
      'identity.*',
      'income.*',
    ]);
  });

  test('give nobody the digest of a new number, and nobody without a benefit case anything', async () => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    for (const { facts: given, capacities } of set.agreements) {
      expect(given['identity'] ?? []).not.toContain('newNinoDigest');
      expect(capacities).not.toContain('council-tax-liable');
    }
  });
});

test('a set without files is unreadable, never empty', async () => {
  await expect(loadAgreements(FOLDER, { set: 'current', facts })).rejects.toMatchObject({
    code: 'agreements-unreadable',
    retryable: true,
  });
});
