import { describe, expect, test } from '@jest/globals';
import { WHY } from '../../test/answers.ts';
import { describeChain } from './describe-chain.ts';
import { describeValues } from './describe-values.ts';
import type { Why } from './why.ts';

const [given] = WHY.recipients;
const chainOf = (more: object): Readonly<Record<string, readonly string[]>> => {
  const why = { ...WHY, recipients: [{ ...given, ...more }] } as unknown as Why;
  const [chain] = describeChain(why);
  const steps = chain?.steps ?? [];
  return Object.fromEntries(
    steps.map(({ heading, lines }) => [
      heading,
      lines.map(({ name, text }) => (name === undefined ? text : `${name}: ${text}`)),
    ]),
  );
};

describe('the chain of an agency', () => {
  test('goes from what was received to what was answered', () => {
    expect(chainOf({})).toEqual({
      Received: ['jobcentre told: income, created.', 'Accepted: '],
      Interest: ['Registered as ctb-claimant, matched by key.', 'Holds: from 5 April 2010'],
      'Legal basis': [
        'dwp-to-council-ctb version 2: Department for Work and Pensions to Central Bedfordshire Council (statutory)',
        'Citation: Social Security Administration Act 1992 s.122C',
        'What the agreement says: For the administration of council tax benefit, and nothing else.',
      ],
      'Fields given': ['Given: who, kind, netPence, payPeriod'],
      'Fields withheld': ['employer: No agreement in force permits it.'],
      'Hold or release': [
        'Verdict: trimmed',
        'Decided: ',
        `Release 1 of this case: value, ${given?.release.releaseId}`,
      ],
      Delivered: ['Its release is delivered.'],
      Answered: ['applied: si2007/2911-r2, with effect from 17 May 2010'],
    });
  });

  test('ends where nothing was sent', () => {
    const refused = {
      ...{ verdict: 'refused', release: null, outcomes: [], basis: [], interest: null },
      reason: { code: 'no-interest', text: 'No interest is registered.' },
      fields: { given: [], withheld: [] },
    };
    expect(chainOf(refused)).toMatchObject({
      Interest: ['None was registered in this person.'],
      'Legal basis': ['None.'],
      'Fields given': ['None.'],
      'Fields withheld': ['None.'],
      'Hold or release': ['Verdict: refused: No interest is registered.', 'Decided: '],
      Delivered: ['Nothing was sent.'],
      Answered: ['There is nothing to answer.'],
    });
  });

  test('waits where it is held, and for an answer', () => {
    const hold = { code: 'match-doubtful', text: 'An officer has yet to confirm the match.' };
    expect(chainOf({ verdict: 'hold', reason: hold, hold, outcomes: [] })).toMatchObject({
      'Hold or release': [
        'Held: hold: An officer has yet to confirm the match.',
        expect.anything(),
        expect.anything(),
      ],
      Answered: ['Not yet.'],
    });
  });

  test('says what was taken back, and that a release left with nothing in it', () => {
    const takenBack = [
      {
        ...{ kind: 'withdrawn', fields: ['netPence'], byChangeId: null },
        reason: { code: 'consent-withdrawn', text: 'The consent was withdrawn.' },
        ...{ takenAt: '2010-05-14T09:00:00Z', outcomes: [] },
      },
    ];
    const release = { ...given?.release, kind: 'void' };
    expect(chainOf({ takenBack, release })).toMatchObject({
      'Fields given': [expect.stringMatching(/^Allowed, and taken out before it left: who/)],
      Delivered: [
        'Its release is delivered.',
        'Since then: withdrawn (netPence): The consent was withdrawn.',
      ],
    });
  });
});

describe('values', () => {
  test('are what was told, a line each', () => {
    const values = {
      toLines: ['2 Sample Street', 'Dunstable'],
      protected: false,
      rent: null,
      n: 3,
    };
    expect(describeValues({ fact: 'address', values })).toEqual({
      isErased: false,
      rows: [
        { field: 'toLines', value: '2 Sample Street, Dunstable' },
        { field: 'protected', value: 'no' },
        { field: 'n', value: '3' },
      ],
    });
  });

  test('are gone once they were erased', () => {
    expect(describeValues({ fact: 'address', values: null })).toEqual({ isErased: true, rows: [] });
  });
});
