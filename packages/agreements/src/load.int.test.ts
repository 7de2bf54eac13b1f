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

/**
 * Each version's terms, by SHA-256. Decisions name a version: other terms are another version, with a line of its own here, and no line
 * ever changes.
 */
const SIGNED = {
  'central-bedfordshire-to-luton-ctb 1':
    '8ea5bc5574f19e1496fd71d0e5466ea71f54ca7a2814454c8cf6911ee4ebcf02',
  'council-to-dwp-births-deaths 1':
    '02f4ee41255cc91b45fe63d403f9832aa581bc46b25a316cfa9484af80e400f0',
  'council-to-dwp-jsa 1': 'd2b59ff9994d35488f0d9d148e1e1e398f1ecffc0add0f3001c1e4bbd502502a',
  'council-to-dwp-jsa 2': '72558a1d2f8feb098ac1bf5652c0cc98cc5250befb3d13e4b08e6c5a40433b4e',
  'dwp-to-council-ctb 1': 'd1252af93c14c752babc1f7455020570ac9c38ada6bcf26e89ac041c83a08b60',
  'dwp-to-council-ctb 2': '5aa18d60decff24c0e93674ebc34daa86095b606a2405cd9cc406ebe305121c4',
  'dwp-to-luton-ctb 1': '04071f46db40d0f89c2917bcf813b379ef8e8dc3ebf873ca6ec13aa6a0638ceb',
  'luton-to-central-bedfordshire-ctb 1':
    '76f8e97d9161d60bc4b7e88b191d7ef5ccf4efd9275ed885c3b593956da5b96b',
  'luton-to-dwp-jsa 1': '26cd7a88870474d522db926b1f7b6153afc041cf4132d1d35322748733cc4b94',
};
const SUPERSEDED = ['council-to-dwp-jsa 1', 'dwp-to-council-ctb 1'];

describe('the agreements shipped', () => {
  test('are valid and in force on the first day of the example', async () => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    const standings = set.agreements.map(
      (one) => [`${one.id} ${one.version}`, standingOf(one, '2010-04-05')] as const,
    );
    expect(standings).toEqual(
      Object.keys(SIGNED).map((one) => [one, SUPERSEDED.includes(one) ? 'ended' : 'in-force']),
    );
    expect(set.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('keep the terms that each version was signed with, superseded ones too', async () => {
    const set = await loadAgreements(FOLDER, { set: '2010', facts });
    const terms = set.agreements.map((one) => [`${one.id} ${one.version}`, one.termsHash]);
    expect(Object.fromEntries(terms)).toEqual(SIGNED);
    for (const { approvals, termsHash } of set.agreements) {
      expect(approvals.map((one) => one.terms)).toEqual(approvals.map(() => termsHash));
    }
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
