import { describe, expect, test } from '@jest/globals';
import { checkChange } from './check-change.ts';
import { completeChange } from './complete-change.ts';
import type { Fact, SubmittedChange } from './generated/types.ts';

const TODAY = '2010-04-05';
const BORN = '1980-02-29';

/** The faults of one fact told of a person born on 29 February 1980. */
function faults(fact: Fact, told: object, more: Partial<SubmittedChange> = {}): string[] {
  const change = completeChange({
    ...{ fact, changeType: 'created', occurredOn: TODAY, notifiedOn: TODAY, receivedOn: TODAY },
    person: { birthDate: BORN } as SubmittedChange['person'],
    [fact]: told,
    ...more,
  });
  return checkChange(change, TODAY).map(({ pointer, code }) => `${pointer} ${code}`);
}

type Example = readonly [name: string, told: object, ...expected: string[]];

const check = (fact: Fact, always: object, examples: readonly Example[]): void => {
  describe(`what is told of ${fact}`, () => {
    test.each(examples.map(([name, told, ...expected]) => [name, told, expected] as const))(
      '%s',
      (_, told, expected) => {
        expect(faults(fact, { ...always, ...told })).toEqual(
          expected.map((one) => `/${fact}/${one}`),
        );
      },
    );
  });
};

check('income', { who: 'claimant', kind: 'employed' }, [
  ['an amount with its period', { netPence: 9280, payPeriod: 'weekly' }],
  ['a net amount without period', { netPence: 9280 }, 'payPeriod required'],
  ['a gross amount without period', { grossPence: 0 }, 'payPeriod required'],
  ['a contribution without period', { pensionContributionPence: 1 }, 'payPeriod required'],
  ['no amount and no period', {}],
  ['a job of one day', { startOn: '2010-04-01', endOn: '2010-04-01' }],
  ['an end before the start', { startOn: '2010-04-01', endOn: '2010-03-31' }, 'endOn date-order'],
  ['a job from the day of birth', { startOn: BORN }],
  ['a job before the birth', { startOn: '1980-02-28' }, 'startOn date-order'],
  ['a job that ended before the birth', { endOn: '1980-02-28' }, 'endOn date-order'],
  ['pay before the birth', { firstPaidOn: '1980-02-28' }, 'firstPaidOn date-order'],
  ['the job of an older partner', { who: 'partner', startOn: '1979-01-01' }],
]);

check('address', { role: 'moved-in' }, [
  ['a move in one day', { movedOutOn: '2010-04-01', movedInOn: '2010-04-01' }],
  ['two homes for a month', { movedOutOn: '2010-04-01', movedInOn: '2010-03-01' }],
  ['two homes for a year', { movedOutOn: '2010-04-01', movedInOn: '2009-04-01' }],
  [
    'in more than a year before out',
    { movedOutOn: '2010-04-01', movedInOn: '2009-03-31' },
    'movedInOn date-order',
  ],
  [
    'back into the same place before out of it',
    {
      ...{ movedOutOn: '2010-04-02', movedInOn: '2010-04-01' },
      ...{ fromUprn: '199356', toUprn: '000000199356' },
    },
    'movedInOn date-order',
  ],
  ['a move before the birth', { movedInOn: '1980-02-28' }, 'movedInOn date-order'],
  ['a leaving before the birth', { movedOutOn: '1980-02-28' }, 'movedOutOn date-order'],
  ['a rent with its period', { rentPence: 45000, rentPeriod: 'monthly' }],
  ['a rent without period', { rentPence: 45000 }, 'rentPeriod required'],
]);

check('household', { relation: 'child' }, [
  ['a child that is younger', { birthDate: '2010-01-01', joinedOn: '2010-01-01' }],
  ['a child as old as the claimant', { birthDate: BORN }, 'birthDate date-order'],
  ['a child older than the claimant', { birthDate: '1979-12-31' }, 'birthDate date-order'],
  ['a partner older than the claimant', { relation: 'partner', birthDate: '1959-12-31' }],
  ['a child of tomorrow', { birthDate: '2010-04-06' }, 'birthDate date-in-future'],
  ['left before joined', { joinedOn: '2010-04-02', leftOn: '2010-04-01' }, 'leftOn date-order'],
  ['joined and left in a day', { joinedOn: '2010-04-01', leftOn: '2010-04-01' }],
  [
    'joined before born',
    { birthDate: '2010-01-02', joinedOn: '2010-01-01' },
    'joinedOn date-order',
  ],
  ['left before born', { birthDate: '2010-01-02', leftOn: '2010-01-01' }, 'leftOn date-order'],
  [
    'joined before the claimant was born',
    { relation: 'partner', joinedOn: '1980-02-28' },
    'joinedOn date-order',
  ],
  ['benefits by their words', { relation: 'non-dependant', benefits: ['is', 'pc-guarantee'] }],
  [
    'a health benefit',
    { relation: 'non-dependant', benefits: ['is', 'dla-care'] },
    'benefits/1 not-in-list',
  ],
]);

check('benefitAward', { benefit: 'jsa-ib', action: 'stop' }, [
  ['an award of a day', { from: '2010-04-01', lastDayOfEntitlement: '2010-04-01' }],
  [
    'an end before the beginning',
    { from: '2010-04-01', lastDayOfEntitlement: '2010-03-31' },
    'lastDayOfEntitlement date-order',
  ],
  ['an award before the birth', { from: '1980-02-28' }, 'from date-order'],
]);

check('capital', { totalPence: 0, owner: 'claimant' }, [
  ['what is owned today', { asOf: TODAY }],
  ['what will be owned tomorrow', { asOf: '2010-04-06' }, 'asOf date-in-future'],
  ['what was owned before the birth', { asOf: '1980-02-28' }, 'asOf date-order'],
  ['what an older partner owned', { owner: 'partner', asOf: '1980-02-28' }],
]);

check('identity', {}, [
  ['a new number', { newNino: 'QQ654321A', reason: 'nino-changed' }],
  ['a right birth date, whatever was known before', { birthDate: '2001-02-28' }],
  ['a birth tomorrow', { birthDate: '2010-04-06' }, 'birthDate date-in-future'],
  [
    'a reason without its field',
    { formerNames: ['Asha Example'], reason: 'nino-changed' },
    'newNino required',
  ],
  [
    'a new name without the former one',
    { birthDate: BORN, formerNames: [], reason: 'name-changed' },
    'formerNames required',
  ],
]);

check('death', { who: 'partner', diedOn: TODAY }, [
  ['a death today', {}],
  [
    'the death of an older child',
    { who: 'child', birthDate: '1979-01-01' },
    'birthDate date-order',
  ],
  [
    'the death of the unborn',
    { birthDate: '2010-04-06' },
    'birthDate date-in-future',
    'diedOn date-order',
  ],
]);

describe('a death', () => {
  const dead = (diedOn: string, occurredOn: string) =>
    faults('death', { who: 'claimant', diedOn }, { occurredOn });

  test('of tomorrow has not happened', () => {
    expect(dead('2010-04-06', '2010-04-06')).toEqual(['/death/diedOn date-in-future']);
  });

  test('occurs on the day of death', () => {
    expect(dead('2010-04-04', TODAY)).toEqual(['/death/diedOn date-order']);
  });

  test('is not before the birth', () => {
    expect(dead('1980-02-28', '1980-02-28')).toEqual([
      '/death/diedOn date-order',
      '/occurredOn date-order',
    ]);
  });

  test.each<[Fact, object, readonly string[]]>([
    ['death', { who: 'claimant', diedOn: TODAY }, []],
    ['household', { relation: 'child', reason: 'born' }, []],
    ['household', { relation: 'child', reason: 'moved-in' }, ['/dutyDischarged shape']],
    ['capital', { totalPence: 0, owner: 'claimant' }, ['/dutyDischarged shape']],
  ])('or a birth alone discharges a duty: %s %j', (fact, told, expected) => {
    expect(faults(fact, told, { dutyDischarged: 'SI 2010/444' })).toEqual(expected);
  });
});

test('a birth date that this very notice corrects is no measure of its other dates', () => {
  const early = { occurredOn: '1979-06-01', notifiedOn: TODAY };
  expect(faults('identity', { birthDate: '1979-05-31' }, early)).toEqual([]);
  expect(faults('identity', { formerNames: ['Asha Example'] }, early)).toEqual([
    '/occurredOn date-order',
  ]);
});

test('an identity that says nothing is refused', () => {
  expect(faults('identity', { reason: 'other' })).toEqual(['/identity required']);
});

test('an end that tells values tells what a new fact must', () => {
  const ended = { changeType: 'ended' } as const;
  expect(faults('income', { endOn: '2010-04-01' }, ended)).toEqual([
    '/income/who required',
    '/income/kind required',
  ]);
});

test('every fault states its rule', () => {
  const change = completeChange({
    ...{ fact: 'income', changeType: 'created', occurredOn: TODAY, notifiedOn: '2010-04-06' },
    receivedOn: TODAY,
    income: { netPence: 1, startOn: TODAY, endOn: '2010-04-01' } as SubmittedChange['income'],
  });
  const found = checkChange(change, TODAY);
  expect(found).toHaveLength(5);
  for (const { detail } of found) expect(detail).toMatch(/\.$/);
});
