import { describe, expect, test } from '@jest/globals';
import { type SuppliedFact, verifyNeeded } from './verify-needed.ts';

const supplied: SuppliedFact = {
  scheme: 'ctb-2010-11',
  suppliedByDwp: true,
  usedOn: '2010-05-13',
  usedFor: 'jsa-ib',
  suppliedOn: '2010-05-14',
  localEvidenceOn: null,
  evidenceLevel: 'seen',
};

describe('SI 2007/2911 regulation 2', () => {
  test.each<[string, Partial<SuppliedFact>, string, string]>([
    ['used and supplied in time', {}, 'apply', 'SI2007/2911-r2(2)'],
    ['self-declared, yet used', { evidenceLevel: 'self-declared' }, 'apply', 'SI2007/2911-r2(2)'],
    ['not told when used', { usedOn: null }, 'to-verify', 'r2(3)(c)'],
    ['used after it was supplied', { usedOn: '2010-05-15' }, 'to-verify', 'r2(3)(c)'],
    ['12 months to the day', { suppliedOn: '2011-05-13' }, 'apply', 'SI2007/2911-r2(2)'],
    ['a day more than 12 months', { suppliedOn: '2011-05-14' }, 'to-verify', 'r2(3)(a)'],
    ['local evidence from between', { localEvidenceOn: '2010-05-14' }, 'to-verify', 'r2(3)(b)'],
    [
      'local evidence of the day of use',
      { localEvidenceOn: '2010-05-13' },
      'apply',
      'SI2007/2911-r2(2)',
    ],
    [
      'local evidence after the supply',
      { localEvidenceOn: '2010-05-15' },
      'apply',
      'SI2007/2911-r2(2)',
    ],
  ])('%s', (_name, changes, answer, reason) => {
    expect(verifyNeeded({ ...supplied, ...changes })).toEqual({
      answer,
      reason,
      unverified: false,
    });
  });

  test.each<[string, Partial<SuppliedFact>, string]>([
    ['a council told', { suppliedByDwp: false }, 'apply'],
    [
      'a council told what it was told',
      { suppliedByDwp: false, evidenceLevel: 'self-declared' },
      'to-verify',
    ],
    [
      'for jobseeker’s allowance',
      { scheme: 'jsa-ib-2010-11', evidenceLevel: 'verified-at-source' },
      'apply',
    ],
    [
      'used for a council’s benefit',
      { usedFor: 'hb', evidenceLevel: 'self-declared' },
      'to-verify',
    ],
    ['used for no named benefit', { usedFor: null, evidenceLevel: 'self-declared' }, 'to-verify'],
  ])('does not reach: %s; the level of evidence decides, unverified', (_name, changes, answer) => {
    const given = { ...supplied, ...changes };
    const reason = `evidence-${given.evidenceLevel}`;
    expect(verifyNeeded(given)).toEqual({ answer, reason, unverified: true });
  });
});
