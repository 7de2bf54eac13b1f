import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Consent } from '@told/codec';
import { type MadeReleases, openMadeReleases } from '../../test/make-releases.ts';
import { mergeConsents } from '../decisions/merge-consents.ts';
import type { WantedConsent } from './consent.ts';
import { keepConsent } from './keep-consent.ts';
import { listConsents, readHistory } from './queries.ts';

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

async function told(): Promise<readonly Consent[]> {
  const rows = await made.rows<{ value: Buffer; key: Buffer }>(
    `SELECT key, value FROM outbox WHERE topic = 'told.consents' ORDER BY id`,
  );
  const decoded = await made.codec.decode(
    'Consent',
    rows.map((row) => row.value),
  );
  return decoded.map((one, at) => {
    if (!one.ok) throw one.error;
    expect(rows[at]?.key.toString()).toBe(one.value.subjectKey);
    return one.value;
  });
}
const versionOf = async (subjectKey: string) =>
  (await made.rows('SELECT version FROM subject WHERE subject_key = $1', [subjectKey]))[0];

describe('recording a consent', () => {
  test('raises the version of the subject, tells it, and keeps every version', async () => {
    const given = await keep();
    const withdrawn = await withdraw({ on: '2010-05-13', recordedBy: 'luton' });
    expect(given).toMatchObject({ kind: 'recorded', consent: { version: 1, subjectVersion: 1 } });
    expect(withdrawn).toMatchObject({
      kind: 'recorded',
      consent: { version: 2, subjectVersion: 2, consentId: given.consent.consentId },
    });
    expect(await versionOf(keyOf(1))).toEqual({ version: 2 });
    expect(await told()).toEqual([given.consent, withdrawn.consent]);
    const { consentId } = given.consent;
    const history = await readHistory(made.db, { consentId, agency: null, limit: 10 });
    expect(history.map((one) => [one.version, one.action, one.recordedBy])).toEqual([
      [2, 'withdrawn', 'luton'],
      [1, 'given', 'jobcentre'],
    ]);
  });

  test('as it stands changes nothing, and an older one than the withdrawal is refused', async () => {
    await keep();
    expect(await keep()).toMatchObject({ kind: 'unchanged', consent: { version: 1 } });
    await withdraw({ on: '2010-05-14' });
    expect(await keep({ on: '2010-05-13' })).toMatchObject({
      kind: 'withdrawn-since',
      consent: { action: 'withdrawn', version: 2 },
    });
    expect(await versionOf(keyOf(1))).toEqual({ version: 2 });
    expect(await told()).toHaveLength(2);
  });

  test('given on the day of the withdrawal it stays withdrawn, unless it is said to renew', async () => {
    await keep();
    await withdraw();
    expect(await keep()).toMatchObject({ kind: 'withdrawn-since', consent: { version: 2 } });
    const renewed = await keep({ renews: true });
    expect(renewed).toMatchObject({ kind: 'recorded', consent: { action: 'given', version: 3 } });
    expect(await told()).toContainEqual(renewed.consent);
    expect(renewed.consent).not.toHaveProperty('renews');
  });

  test('withdrawn for a day before it was given, it is not given again by the same request', async () => {
    await keep();
    await withdraw({ on: '2010-05-10' });
    expect(await keep()).toMatchObject({ kind: 'withdrawn-since' });
    expect(await keep({ on: '2010-05-13' })).toMatchObject({ kind: 'recorded' });
  });

  test('a withdrawal of what was never given is recorded too', async () => {
    expect(await withdraw()).toMatchObject({ kind: 'recorded', consent: { version: 1 } });
  });

  test('is read by who recorded it, by its recipient and by auditors, and by nobody else', async () => {
    const { consent } = await keep();
    const { consentId, subjectKey } = consent;
    const seenBy = async (agency: string | null) => [
      (await listConsents(made.db, { subjectKey, agency, limit: 10 })).length,
      (await readHistory(made.db, { consentId, agency, limit: 10 })).length,
    ];
    expect(await seenBy('jobcentre')).toEqual([1, 1]);
    expect(await seenBy('luton')).toEqual([1, 1]);
    expect(await seenBy(null)).toEqual([1, 1]);
    expect(await seenBy('central-bedfordshire')).toEqual([0, 0]);
  });

  test('tells an agency that recorded some of it nothing of the rest', async () => {
    const { consent } = await keep();
    await withdraw({ on: '2010-05-13', recordedBy: 'central-bedfordshire' });
    await keep({ on: '2010-05-14' });
    const { consentId, subjectKey } = consent;
    const own = [
      { version: 1, action: 'withdrawn', on: '2010-05-13', recordedBy: 'central-bedfordshire' },
    ];
    const asked = { agency: 'central-bedfordshire', limit: 10 };
    expect(await readHistory(made.db, { consentId, ...asked })).toMatchObject(own);
    expect(await listConsents(made.db, { subjectKey, ...asked })).toMatchObject(own);
    const recipient = await readHistory(made.db, { consentId, agency: 'luton', limit: 10 });
    expect(recipient.map((one) => one.version)).toEqual([3, 2, 1]);
  });

  test('is never rewritten', async () => {
    await keep();
    await expect(made.rows('DELETE FROM consent_history')).rejects.toMatchObject({
      code: 'statement-failed',
    });
    await expect(made.rows('UPDATE consent_history SET on_day = on_day')).rejects.toMatchObject({
      code: 'statement-failed',
    });
  });
});

describe('a withdrawal', () => {
  test('takes its fields out of what waits, and is followed to what has left', async () => {
    const { consent } = await keep();
    await release(1, consent);
    await made.claim();
    await release(2, consent);
    const { taken } = await withdraw();
    expect(taken).toEqual({ inPlace: 1, followed: 1 });
    expect(await made.waiting()).toMatchObject([
      { releaseSequence: 1, income: { employer: 'Sample Stores Ltd' } },
      { releaseSequence: 2, income: { employer: null } },
      { releaseSequence: 3, kind: 'withdrawn', takesBack: uuid(1, 1), income: null },
    ]);
  });

  test('leaves alone what an earlier one took back', async () => {
    const { consent } = await keep();
    await release(1, consent);
    await made.claim();
    await withdraw();
    await keep({ on: '2010-05-13' });
    await release(3, consent);
    expect((await withdraw({ on: '2010-05-14' })).taken).toEqual({ inPlace: 1, followed: 0 });
  });

  test('of one purpose leaves what rests on another', async () => {
    const { consent } = await keep();
    await release(1, consent);
    await keep({ purpose: 'debt-advice' });
    expect((await withdraw({ purpose: 'debt-advice' })).taken).toEqual({ inPlace: 0, followed: 0 });
    expect(await made.waiting()).toMatchObject([{ income: { employer: 'Sample Stores Ltd' } }]);
  });
});

describe('a field that rests on two consents', () => {
  const other = { purpose: 'debt-advice' };
  const releaseOnBoth = async () => {
    const first = await keep();
    const second = await keep(other);
    await release(1, first.consent);
    await made.rows('INSERT INTO release_consent VALUES ($1, $2, $3)', [
      second.consent.consentId,
      uuid(1, 1),
      '["income.employer", "income.netPence"]',
    ]);
  };

  test('stays when one is withdrawn, and is taken back with the last', async () => {
    await releaseOnBoth();
    expect((await withdraw()).taken).toEqual({ inPlace: 0, followed: 0 });
    expect(await made.waiting()).toMatchObject([
      { kind: 'value', income: { employer: 'Sample Stores Ltd', netPence: 9280 } },
    ]);
    expect((await withdraw(other)).taken).toEqual({ inPlace: 1, followed: 0 });
    expect(await made.waiting()).toMatchObject([{ income: { employer: null, netPence: null } }]);
  });

  test('is taken back once, and after what rests on the other alone', async () => {
    await releaseOnBoth();
    await made.claim();
    await withdraw(other);
    await withdraw();
    await keep({ ...other, on: '2010-05-13' });
    const again = await withdraw({ ...other, on: '2010-05-14' });
    expect(again.taken).toEqual({ inPlace: 0, followed: 0 });
    expect((await made.waiting()).slice(1).map((one) => one.withheld)).toEqual([
      [{ field: 'income.netPence', reason: 'consent-withdrawn' }],
      [{ field: 'income.employer', reason: 'consent-withdrawn' }],
    ]);
  });
});

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
