import type { Consent } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { keepConsent, takeBackResting } from '../consents/keep-consent.ts';
import { listConsents } from '../consents/queries.ts';
import type { TakeBackPorts } from '../releases/take-back.ts';

// What rests on a consent under the closed key is taken back by a withdrawal under the surviving one.
const SHARE_RESTING: Statement = {
  name: 'gateway_share_resting_releases',
  text: `INSERT INTO release_consent (consent_id, release_id, fields)
         SELECT s.consent_id, c.release_id, c.fields
         FROM consent f
              JOIN consent s ON s.subject_key = $2 AND s.recipient = f.recipient AND s.purpose = f.purpose
              JOIN release_consent c ON c.consent_id = f.consent_id
         WHERE f.subject_key = $1
         ON CONFLICT DO NOTHING`,
};

/** What rests on consents of the closed key rests on those of the surviving one too. Both subjects are locked FOR UPDATE. */
export async function shareResting(
  tx: Transaction,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  await tx.query(SHARE_RESTING, [from, into]);
}

/** Recipients times purposes: far above what an area has. */
const CONSENTS_MAX = 10_000;

/**
 * Records each consent of the closed key under the surviving one, by the rule for consents told one after the other: doubt ends in no
 * consent, and then what rested on it under the closed key is taken back as well. Both subjects are locked FOR UPDATE.
 */
export async function mergeConsents(
  tx: Transaction,
  ports: TakeBackPorts,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  const consents = await listConsents(tx, { subjectKey: from, agency: null, limit: CONSENTS_MAX });
  const standing: Consent[] = [];
  for (const { recipient, purpose, action, on, until, recordedBy } of consents) {
    const wanted = { recipient, purpose, action, on, until, recordedBy };
    standing.push((await keepConsent(tx, { ...wanted, subjectKey: into }, ports)).consent);
  }
  await shareResting(tx, { from, into });
  // Only once all stand: a field may rest on another one still. What was taken back already is not taken back again.
  for (const one of standing) {
    if (one.action === 'withdrawn') await takeBackResting(tx, one, ports);
  }
}
