import type { Statement, Transaction } from '@told/service';
import { keepConsent, takeBackResting } from '../consents/keep-consent.ts';
import { listConsents } from '../consents/queries.ts';
import type { TakeBackPorts } from '../releases/take-back.ts';

// What rests on the consent under the closed key is taken back by a withdrawal under the surviving one.
const SHARE_RESTING: Statement = {
  name: 'gateway_share_resting_releases',
  text: `INSERT INTO release_consent (consent_id, release_id, fields)
         SELECT $2, release_id, fields FROM release_consent WHERE consent_id = $1
         ON CONFLICT DO NOTHING`,
};

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
  for (const { recipient, purpose, action, on, until, recordedBy, consentId } of consents) {
    const wanted = { recipient, purpose, action, on, until, recordedBy };
    const { consent } = await keepConsent(tx, { ...wanted, subjectKey: into }, ports);
    await tx.query(SHARE_RESTING, [consentId, consent.consentId]);
    // What was taken back already is not taken back again.
    if (consent.action === 'withdrawn') await takeBackResting(tx, consent, ports);
  }
}
