import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AGREEMENT_SETS, standingOf } from './agreement.ts';
import { lintAgreements } from './lint/lint-agreements.ts';
import { loadAgreements, readAgencyFiles } from './load.ts';
import { isThirdParty } from './protect.ts';

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
  '2010': {
    'central-bedfordshire-to-luton-ctb 1':
      '8ea5bc5574f19e1496fd71d0e5466ea71f54ca7a2814454c8cf6911ee4ebcf02',
    'council-to-dwp-births-deaths 1':
      '02f4ee41255cc91b45fe63d403f9832aa581bc46b25a316cfa9484af80e400f0',
    'council-to-dwp-jsa 1': 'd2b59ff9994d35488f0d9d148e1e1e398f1ecffc0add0f3001c1e4bbd502502a',
    'council-to-dwp-jsa 2': '72558a1d2f8feb098ac1bf5652c0cc98cc5250befb3d13e4b08e6c5a40433b4e',
    'dwp-to-council-ctb 1': 'd1252af93c14c752babc1f7455020570ac9c38ada6bcf26e89ac041c83a08b60',
    'dwp-to-council-ctb 2': '5aa18d60decff24c0e93674ebc34daa86095b606a2405cd9cc406ebe305121c4',
    'dwp-to-council-ctb 3': 'd0771d08c870c08a1423809f087befdd500fb69e737e8bf2ca7eb437e1702fa2',
    'dwp-to-council-partner 1': '40eb2565317409d64964b6a15ee29ce9fa01ec7dc70fc4fb6f0733221efdf462',
    'dwp-to-council-prefill 1': 'dc14cc7594f4fe1a8ef08d0c6748766f9105b580aaa3b64b4bfb403e74ef00a0',
    'dwp-to-luton-ctb 1': '04071f46db40d0f89c2917bcf813b379ef8e8dc3ebf873ca6ec13aa6a0638ceb',
    'dwp-to-luton-ctb 2': 'f85ee3e213ea7a56171d54918936d10cbcc112f8129fea48cd64b58e55c81a3d',
    'luton-to-central-bedfordshire-ctb 1':
      '76f8e97d9161d60bc4b7e88b191d7ef5ccf4efd9275ed885c3b593956da5b96b',
    'luton-to-dwp-jsa 1': '26cd7a88870474d522db926b1f7b6153afc041cf4132d1d35322748733cc4b94',
  },
  current: {
    'council-to-dwp-births-deaths-current 1':
      '6514ad74b8df90f407c450e198cb37fd9e9532863987a5f4860a9a8187924d78',
    'dwp-to-council-ctr 1': '9b5c4865cc844bd65bafb318e178ba3f2c29e9f44b3419ee3105094424cd913c',
    'dwp-to-council-ctr-partner 1':
      '6adb04662079d0cf846ad10a0235b01f0f76f8b53878189d1bf02a391568683f',
    'dwp-to-council-multiple-disadvantage 1':
      'c4b4369a38e6b98fa3f42782c19098a75686bba4dfc6c5262c2e58262eb08583',
    'dwp-to-council-prefill-current 1':
      'ec01c0a3f36f535d73099e38ec804df4422d954edd5853e21b33ea528a0f555d',
  },
};
const SUPERSEDED = [
  'council-to-dwp-jsa 1',
  'dwp-to-council-ctb 1',
  'dwp-to-council-ctb 2',
  'dwp-to-luton-ctb 1',
];
/** The first day of the example, and a day on which all agreements of the current set are in force. */
const DAYS = { '2010': '2010-04-05', current: '2025-05-13' };

describe('the agreements shipped', () => {
  describe.each(AGREEMENT_SETS)('in set %s', (id) => {
    const load = () => loadAgreements(FOLDER, { set: id, facts });

    test('are valid and in force', async () => {
      const { agreements, hash } = await load();
      const standings = agreements.map(
        (one) => [`${one.id} ${one.version}`, standingOf(one, DAYS[id])] as const,
      );
      expect(standings).toEqual(
        Object.keys(SIGNED[id]).map((one) => [
          one,
          SUPERSEDED.includes(one) ? 'ended' : 'in-force',
        ]),
      );
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
    });

    test('keep the terms that each version was signed with, superseded ones too', async () => {
      const { agreements } = await load();
      const terms = agreements.map((one) => [`${one.id} ${one.version}`, one.termsHash]);
      expect(Object.fromEntries(terms)).toEqual(SIGNED[id]);
      for (const { approvals, termsHash } of agreements) {
        expect(approvals.map((one) => one.terms)).toEqual(approvals.map(() => termsHash));
      }
    });

    test('leave a reviewer nothing to find', async () => {
      const agencies = await readAgencyFiles(path.join(ROOT, 'infra/agencies'), facts);
      expect(lintAgreements(await load(), { on: DAYS[id], agencies, facts })).toEqual([]);
    });

    test('say of each provision how well it is known, and where it can be read', async () => {
      const { agreements } = await load();
      for (const { basis } of agreements) {
        expect(basis.provisions.length).toBeGreaterThan(0);
        const read = basis.provisions.filter((one) => one.mark !== 'unverified');
        expect(read.filter((one) => one.link === null)).toEqual([]);
      }
    });

    test('give what rests on consent, or on a power to help, in capacities of their own', async () => {
      const { agreements } = await load();
      const optional = agreements.filter((one) => one.basis.type !== 'statutory');
      const duties = agreements.filter((one) => one.basis.type === 'statutory');
      expect(optional.length).toBeGreaterThan(0);
      for (const { capacities } of optional) {
        expect(duties.filter((one) => one.capacities.some((c) => capacities.includes(c)))).toEqual(
          [],
        );
      }
    });

    test('give nobody the digest of a new number, and nobody liable for the tax alone anything', async () => {
      const { agreements } = await load();
      for (const { facts: given, capacities } of agreements) {
        expect(given['identity'] ?? []).not.toContain('newNinoDigest');
        expect(capacities).not.toContain('council-tax-liable');
      }
    });

    test('tell a third party nothing of where the person lives, and nobody’s name', async () => {
      const { agreements } = await load();
      for (const { facts: given } of agreements.filter((one) =>
        one.capacities.some(isThirdParty),
      )) {
        expect(given['address']).toBeUndefined();
        expect(given['household']).not.toContain('member');
      }
    });
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
    'address.tenure',
    'address.rentPence',
    'address.rentPeriod',
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
});

test('a set without files is unreadable, never empty', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'agreements-'));
  try {
    mkdirSync(path.join(dir, 'current'));
    const failure = { code: 'agreements-unreadable', retryable: true };
    await expect(loadAgreements(dir, { set: 'current', facts })).rejects.toMatchObject(failure);
    await expect(loadAgreements(dir, { set: '2010', facts })).rejects.toMatchObject(failure);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('a file of another set refuses the whole set', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'agreements-'));
  try {
    cpSync(path.join(FOLDER, 'current'), path.join(dir, 'current'), { recursive: true });
    const stray = 'dwp-to-luton-ctb.yaml';
    cpSync(path.join(FOLDER, '2010', stray), path.join(dir, 'current', stray));
    await expect(loadAgreements(dir, { set: 'current', facts })).rejects.toMatchObject({
      code: 'agreement-other-set',
      details: { problems: [{ file: stray }] },
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
});
