import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Consent } from '@told/codec';
import { type MadeReleases, openMadeReleases } from '../../test/make-releases.ts';
import type { WantedConsent } from '../consents/consent.ts';
import { keepConsent } from '../consents/keep-consent.ts';
import { mergeConsents } from './merge-consents.ts';

let made: MadeReleases;
let number = 0;

beforeAll(async () => {
  made = await openMadeReleases();
});
afterAll(() => made.close());
beforeEach(async () => {
  number += 1;
  await made.rows('DELETE FROM outbox');
});

const keyOf = (side: number) => `${side}${String(number).padStart(31, '0')}`;
const wanted = (over: Partial<WantedConsent> = {}): WantedConsent => ({
  subjectKey: keyOf(1),
  recipient: 'luton',
  purpose: 'pre-filling-forms',
  action: 'given',
  on: '2010-05-12',
  until: null,
  recordedBy: 'jobcentre',
  ...over,
});
const keep = (over: Partial<WantedConsent> = {}) =>
  made.db.transaction((tx) => keepConsent(tx, wanted(over), made));
const withdraw = (over: Partial<WantedConsent> = {}) => keep({ action: 'withdrawn', ...over });

const uuid = (kind: number, of: number) =>
  `0000000${kind}-0000-4000-8000-${String(number * 100 + of).padStart(12, '0')}`;

/** A release of which the employer rests on this consent. */
async function release(sequence: number, { consentId }: Consent): Promise<void> {
  const releaseId = uuid(1, sequence);
  await made.release({
    ...{ releaseId, changeId: uuid(2, sequence) },
    ...{ caseReference: `CTB-${number}`, releaseSequence: sequence },
  });
  await made.rows('INSERT INTO release_consent VALUES ($1, $2, $3)', [
    consentId,
    releaseId,
    '["income.employer"]',
  ]);
}

describe('two keys of one person', () => {
  /** As merging does: the one is closed, and both versions are raised. */
  const merge = () =>
    made.db.transaction(async (tx) => {
      const name = 'test_close_subject';
      const text = `UPDATE subject SET version = version + 1, merged_into = CASE subject_key WHEN $1 THEN $2 END
                    WHERE subject_key IN ($1, $2)`;
      await tx.query({ name, text }, [keyOf(1), keyOf(2)]);
      await mergeConsents(tx, made, { from: keyOf(1), into: keyOf(2) });
    });
  const standing = () =>
    made.rows(
      'SELECT action, on_day AS "on", subject_version AS "subjectVersion", version FROM consent WHERE subject_key = $1 AND purpose = $2',
      [keyOf(2), 'pre-filling-forms'],
    );
  const makeKnown = () => keep({ subjectKey: keyOf(2), purpose: 'known', recipient: 'jobcentre' });
  const keepAt = (minute: number, over: Partial<WantedConsent>) =>
    made.db.transaction((tx) =>
      keepConsent(tx, wanted(over), {
        ...made,
        clock: { nowMs: () => made.clock.nowMs() + minute * 60_000 },
      }),
    );

  test('a consent given under the other key stands, and its withdrawal reaches what rests on it', async () => {
    const { consent } = await keep();
    await release(1, consent);
    await makeKnown();
    await merge();
    expect(await standing()).toMatchObject([
      { action: 'given', on: '2010-05-12', subjectVersion: 2 },
    ]);
    // Asked before the merge, recorded after it: it counts for the key that survives.
    expect((await withdraw()).taken).toEqual({ inPlace: 1, followed: 0 });
    expect(await standing()).toMatchObject([
      { action: 'withdrawn', on: '2010-05-12', subjectVersion: 3 },
    ]);
  });

  const withdrawnOn = (on: string) => ({ action: 'withdrawn', on }) as const;
  const givenOn = (on: string) => ({ action: 'given', on }) as const;
  const [eleventh, twelfth] = ['2010-05-11', '2010-05-12'] as const;
  test.each([
    ['given after it was withdrawn', withdrawnOn(eleventh), givenOn(twelfth), 'given'],
    ['given on the day it was withdrawn', withdrawnOn(twelfth), givenOn(twelfth), 'withdrawn'],
    ['withdrawn on the day it was given', givenOn(twelfth), withdrawnOn(twelfth), 'withdrawn'],
    ['withdrawn for a day before', givenOn(twelfth), withdrawnOn(eleventh), 'withdrawn'],
    ['given for a day before, told late', withdrawnOn(twelfth), givenOn(eleventh), 'withdrawn'],
  ])('a consent %s: the same whichever key each was told under', async (_, first, last, action) => {
    for (const [one, other] of [
      [1, 2],
      [2, 1],
    ] as const) {
      number += 1;
      await made.rows('DELETE FROM outbox');
      const told = [
        await keepAt(1, { ...first, subjectKey: keyOf(one) }),
        await keepAt(2, { ...last, subjectKey: keyOf(other) }),
      ];
      await release(1, (told.find((at) => at.consent.action === 'given') ?? fail()).consent);
      await merge();
      expect(await standing()).toMatchObject([{ action }]);
      expect(await made.waiting()).toMatchObject([
        { income: { employer: action === 'given' ? 'Sample Stores Ltd' : null } },
      ]);
    }
  });

  test('merged again, what was told since stands', async () => {
    await keepAt(1, { ...withdrawnOn(twelfth) });
    await makeKnown();
    await merge();
    await keepAt(2, { ...givenOn(twelfth), subjectKey: keyOf(2), renews: true });
    const before = await standing();
    await merge();
    expect(await standing()).toEqual(before);
    expect(before).toMatchObject([{ action: 'given', version: 2 }]);
  });

  test('a consent of both, given alike, stays as it is', async () => {
    await keepAt(1, {});
    await keepAt(2, { subjectKey: keyOf(2) });
    const before = await standing();
    await merge();
    expect(await standing()).toEqual(before);
  });

  const fail = (): never => {
    throw new TypeError('one of the two is given');
  };
});
