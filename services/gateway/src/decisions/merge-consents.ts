import type { Consent } from '@told/codec';
import type { Statement, Transaction } from '@told/service';
import { pickStanding } from '../consents/consent.ts';
import { publishConsent, takeBackResting } from '../consents/keep-consent.ts';
import {
  readConsentsOf,
  readConsentsToMove,
  readSubject,
  writeConsent,
} from '../consents/queries.ts';
import { consentIdOf } from '../ids.ts';
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

/**
 * Makes the consents of the closed key count under the surviving one: of two about the same recipient and purpose one stands, by the rule for
 * consents told one after the other. Doubt ends in no consent, and then what rested on it under either key is taken back. Both subjects are
 * locked FOR UPDATE, and their versions raised.
 */
export async function mergeConsents(
  tx: Transaction,
  ports: TakeBackPorts,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  const ended = await readConsentsToMove(tx, { from, into });
  if (ended.length === 0) return;
  const { version: subjectVersion } = await readSubject(tx, into);
  const stayed = new Map((await readConsentsOf(tx, into)).map((one) => [nameOf(one), one]));
  const standing: Consent[] = [];
  for (const one of ended) {
    const known = stayed.get(nameOf(one));
    const stands = known === undefined ? one : pickStanding(known, one);
    standing.push(
      stands === known ? known : await moveConsent(tx, ports, { one, known, into, subjectVersion }),
    );
  }
  await shareResting(tx, { from, into });
  // Only once all stand: a field may rest on another one still. What was taken back already is not taken back again.
  for (const one of standing) {
    if (one.action === 'withdrawn') await takeBackResting(tx, one, ports);
  }
}

const nameOf = ({ recipient, purpose }: Consent): string => `${recipient}/${purpose}`;

interface Moving {
  readonly one: Consent;
  /** What stood under the surviving key. */
  readonly known: Consent | undefined;
  readonly into: string;
  readonly subjectVersion: number;
}

/** The next version of the surviving key's consent. It was recorded when it was: a later merge compares that. */
async function moveConsent(
  tx: Transaction,
  ports: TakeBackPorts,
  { one, known, into, subjectVersion }: Moving,
): Promise<Consent> {
  const consent: Consent = {
    ...one,
    subjectKey: into,
    consentId: known?.consentId ?? consentIdOf(into, one.recipient, one.purpose),
    version: (known?.version ?? 0) + 1,
    subjectVersion,
  };
  await writeConsent(tx, consent);
  await publishConsent(tx, consent, ports);
  return consent;
}
