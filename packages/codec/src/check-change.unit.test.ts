import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkChange, REQUIRED_FIELDS } from './check-change.ts';
import { completeChange } from './complete-change.ts';
import type { SubmittedChange } from './generated/types.ts';

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

test('the fields that a fact must carry are those its schema marks', () => {
  const marked = Object.entries({
    address: 'address',
    income: 'income',
    household: 'household',
    benefitAward: 'benefit-award',
    capital: 'capital',
    identity: 'identity',
    death: 'death',
  }).map(([fact, file]) => {
    const url = new URL(`../../../schemas/facts/${file}.avsc`, import.meta.url);
    const { fields } = JSON.parse(readFileSync(url, 'utf8')) as {
      readonly fields: readonly { readonly name: string; readonly required?: boolean }[];
    };
    return [fact, fields.filter(({ required }) => required === true).map(({ name }) => name)];
  });
  expect(Object.fromEntries(marked)).toEqual(REQUIRED_FIELDS);
});
