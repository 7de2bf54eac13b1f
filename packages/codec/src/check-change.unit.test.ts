import { describe, expect, test } from '@jest/globals';
import { checkChange } from './check-change.ts';
import { completeChange } from './complete-change.ts';
import { factFields, NO_FACTS, requiredFields } from './fact-fields.ts';
import { FACTS, type SubmittedChange } from './generated/types.ts';

const TODAY = '2010-04-05';

const told = (change: Partial<SubmittedChange> = {}): SubmittedChange =>
  completeChange({
    fact: 'income',
    changeType: 'created',
    occurredOn: '2010-04-05',
    notifiedOn: '2010-04-05',
    receivedOn: '2010-04-05',
    income: { who: 'claimant', kind: 'employed' } as SubmittedChange['income'],
    ...change,
  });

const faults = (change: Partial<SubmittedChange>) =>
  checkChange(told(change), TODAY).map(({ pointer, code }) => `${pointer} ${code}`);

const bornOn = (birthDate: string) => ({ birthDate }) as SubmittedChange['person'];
const paperSeenOn = (seenOn: string): SubmittedChange['evidence'] => ({
  level: 'seen',
  documents: [{ type: 'payslip', seenOn, officerReference: null, sha256: null }],
});

const DEATH: Partial<SubmittedChange> = {
  ...{ fact: 'death', income: null },
  death: { who: 'partner', diedOn: '2010-04-05' } as SubmittedChange['death'],
};
const PREVIOUS = '00000000-0000-5000-8000-000000000001';

describe('a change by itself', () => {
  test.each<[string, Partial<SubmittedChange>, readonly string[]]>([
    ['a fact told today', {}, []],
    ['a fact that will happen soon', { occurredOn: '2010-04-07' }, []],
    ['notified after received', { notifiedOn: '2010-04-06' }, ['/notifiedOn date-order']],
    ['received tomorrow', { receivedOn: '2010-04-06' }, ['/receivedOn date-in-future']],
    ['used tomorrow', { usedOn: '2010-04-06', usedFor: 'jsa-ib' }, ['/usedOn date-in-future']],
    [
      'used before it was received',
      { usedOn: '2010-04-04', usedFor: 'jsa-ib' },
      ['/usedOn date-order'],
    ],
    ['used for nothing', { usedOn: '2010-04-05' }, ['/usedFor required']],
    ['used on no day', { usedFor: 'jsa-ib' }, ['/usedOn required']],
    ['a year ahead', { occurredOn: '2011-04-05' }, []],
    ['more than a year ahead', { occurredOn: '2011-04-06' }, ['/occurredOn date-in-future']],
    [
      'before the birth',
      { occurredOn: '2010-04-04', person: bornOn('2010-04-05') },
      ['/occurredOn date-order'],
    ],
    [
      'told before the birth',
      { notifiedOn: '2010-04-04', person: bornOn('2010-04-05') },
      ['/notifiedOn date-order'],
    ],
    [
      'a birth tomorrow',
      { occurredOn: '2010-04-07', person: bornOn('2010-04-06') },
      ['/person/birthDate date-in-future', '/notifiedOn date-order'],
    ],
    [
      'a paper seen tomorrow',
      { evidence: paperSeenOn('2010-04-06') },
      ['/evidence/documents/0/seenOn date-in-future'],
    ],
    [
      'a paper seen before the birth',
      { evidence: paperSeenOn('1980-01-01'), person: bornOn('1980-02-29') },
      ['/evidence/documents/0/seenOn date-order'],
    ],
    ['a duty discharged by a job', { dutyDischarged: 'SI 2010/444' }, ['/dutyDischarged shape']],
    ['a duty discharged by a death', { ...DEATH, dutyDischarged: 'SI 2010/444' }, []],
    [
      'a duty discharged by a death that never was',
      {
        ...{ ...DEATH, death: null, dutyDischarged: 'SI 2010/444' },
        ...{ changeType: 'annulled', previousChangeId: PREVIOUS },
      },
      ['/dutyDischarged shape'],
    ],
    ['no record of its fact', { income: null }, ['/income required']],
    [
      'a record without what it must carry',
      { income: { who: 'claimant' } as SubmittedChange['income'] },
      ['/income/kind required'],
    ],
    [
      'two facts at once',
      { household: { relation: 'partner' } as SubmittedChange['household'] },
      ['/household shape'],
    ],
    ['a correction of nothing', { changeType: 'corrected' }, ['/previousChangeId required']],
    ['a correction', { changeType: 'corrected', previousChangeId: PREVIOUS }, []],
    ['a new fact with a predecessor', { previousChangeId: PREVIOUS }, ['/previousChangeId shape']],
    [
      'an annulment with values',
      { changeType: 'annulled', previousChangeId: PREVIOUS },
      ['/income shape'],
    ],
    ['an annulment', { changeType: 'annulled', previousChangeId: PREVIOUS, income: null }, []],
    ['an end without values', { changeType: 'ended', income: null }, []],
  ])('%s', (_name, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  test('names every fault at once', () => {
    expect(faults({ notifiedOn: '2010-04-07', receivedOn: '2010-04-06', income: null })).toEqual([
      '/income required',
      '/notifiedOn date-order',
      '/receivedOn date-in-future',
    ]);
  });
});

test('a fact must carry what its schema marks, and no fact is told of itself', () => {
  expect(requiredFields).toEqual({
    address: ['role'],
    income: ['who', 'kind'],
    household: ['relation'],
    benefitAward: ['benefit', 'action'],
    capital: ['totalPence', 'owner'],
    identity: [],
    death: ['who', 'diedOn'],
  });
  expect(Object.keys(NO_FACTS)).toEqual([...FACTS]);
  expect(factFields['death']).toEqual([
    ...['who', 'member', 'birthDate', 'diedOn', 'reportedBy', 'dutyDischarged'],
  ]);
});
