import { describe, expect, test } from '@jest/globals';
import { checkChange, completeJson, NO_FACTS } from '@told/codec';
import { sampleIncome, sampleMove } from '../../test/sample-release.ts';
import { changeSchema } from './change-schema.ts';
import type { OfficerChange } from './told-fact.ts';

const change: OfficerChange = {
  ...{ fact: 'income', changeType: 'created', previousChangeId: null },
  ...{ occurredOn: '2010-04-19', notifiedOn: '2010-04-05', receivedOn: '2010-04-05' },
  ...{ evidence: { level: 'seen', documents: [] }, dutyDischarged: null },
  ...NO_FACTS,
  income: sampleIncome(),
};
const earlier = '25e8ba7d-7c31-56f6-9407-784451dc949f';

const faults = (changes: Partial<OfficerChange>): readonly string[] =>
  checkChange({ ...change, ...changes }, '2010-04-05').map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );

describe('what an officer records', () => {
  test.each<readonly [string, Partial<OfficerChange>, readonly string[]]>([
    ['is one fact', {}, []],
    ['tells the fact that it names', { income: null }, ['/income required']],
    ['tells no other', { address: sampleMove() }, ['/address shape']],
    ['tells what it is about', { income: sampleIncome({ who: null }) }, ['/income/who required']],
    ['may end a fact in few words', { changeType: 'ended', income: null }, []],
    [
      'annuls without values',
      { changeType: 'annulled', previousChangeId: earlier },
      ['/income shape'],
    ],
    ['annuls something', { changeType: 'annulled', income: null }, ['/previousChangeId required']],
    ['points back only with reason', { previousChangeId: earlier }, ['/previousChangeId shape']],
    [
      'was notified before it was received',
      { notifiedOn: '2010-04-06' },
      ['/notifiedOn date-order'],
    ],
    [
      'was received by today',
      { notifiedOn: '2010-04-06', receivedOn: '2010-04-06' },
      ['/receivedOn date-in-future'],
    ],
  ])('%s', (_rule, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });

  test('is completed with the defaults of its schema', () => {
    const told = {
      ...{ fact: 'income', changeType: 'created', occurredOn: '2010-04-19' },
      ...{ notifiedOn: '2010-04-05', receivedOn: '2010-04-05', income: { who: 'claimant' } },
    };
    expect(completeJson(changeSchema, told)).toMatchObject({
      evidence: { level: 'self-declared', documents: [] },
      previousChangeId: null,
      address: null,
      income: { who: 'claimant', kind: null, netPence: null },
    });
  });
});
