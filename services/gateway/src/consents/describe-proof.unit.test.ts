import { expect, test } from '@jest/globals';
import { describeProof } from './describe-proof.ts';
import type { Resting, Withdrawal } from './withdrawn-releases.ts';

const HOUR_MICROS = 3_600_000_000;
const WITHDRAWAL: Withdrawal = {
  ...{ consentId: 'c', recipient: 'luton', purpose: 'advice', version: 2, on: '2010-05-12' },
  ...{ recordedBy: 'jobcentre', recordedAt: 0 },
};
const RESTING: Resting = {
  ...{ releaseId: 'r', releaseSequence: 1, agency: 'luton', changeId: 'd', run: 1 },
  ...{ fields: ['a', 'b'], releasedAt: 0, takenOut: [], takenBack: [], toldBy: null },
  ...{ toldKind: null, toldAt: null, waits: false, outcomeNo: null, answer: null },
  answeredAt: null,
};
const TOLD: Partial<Resting> = { toldBy: 't', toldKind: 'withdrawn', toldAt: 2 * HOUR_MICROS };
const ANSWERED: Partial<Resting> = { ...TOLD, outcomeNo: 1, answer: 'applied', answeredAt: 9 };

const prove = (isWhole: boolean, ...resting: readonly Partial<Resting>[]) =>
  describeProof(
    WITHDRAWAL,
    resting.map((one) => ({ ...RESTING, ...one })),
    { nowMicros: 7.5 * HOUR_MICROS, isWhole },
  );

test.each([
  ['all of it was taken out before it left', { takenOut: ['a', 'b'] }, 'unsent'],
  ['nothing was, since another consent allows it', {}, 'kept'],
  ['some of it was, and another consent allows the rest', { takenOut: ['a'] }, 'kept'],
  ['it was told', TOLD, 'told'],
  ['it was answered', ANSWERED, 'answered'],
] as const)('when %s', (_, one, state) => {
  expect(prove(true, one).items).toMatchObject([{ state }]);
});

test('silence is counted in whole hours since the oldest that is not answered', () => {
  const proof = prove(true, { ...TOLD, toldAt: 5 * HOUR_MICROS }, TOLD, ANSWERED, {});
  expect(proof).toMatchObject({ given: 4, silent: 2, answered: 1, kept: 1, isAnswered: false });
  expect(proof.silentSince).toBe('1970-01-01T02:00:00.000Z');
  expect(proof.items.map(({ silentHours }) => silentHours)).toEqual([2, 5, null, null]);
});

test('nothing is proved of what is not all here', () => {
  expect(prove(true, ANSWERED).isAnswered).toBe(true);
  expect(prove(false, ANSWERED).isAnswered).toBe(false);
});
