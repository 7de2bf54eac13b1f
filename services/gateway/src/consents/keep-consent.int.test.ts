import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Consent } from '@told/codec';
import { type MadeReleases, openMadeReleases } from '../../test/make-releases.ts';
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
