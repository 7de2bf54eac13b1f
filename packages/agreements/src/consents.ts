import { type AgreementSet, type IsoDate, wouldBeInForce } from './agreement.ts';

/** The newest version of one consent of the subject: to one recipient, for one purpose. */
export interface ConsentToDecide {
  readonly consentId: string;
  readonly version: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly action: 'given' | 'withdrawn';
  readonly on: IsoDate;
  /** Last day; null when given without an end. */
  readonly until: IsoDate | null;
}

export type ConsentStanding = 'live' | 'no-consent' | 'consent-withdrawn';

/** How the consent for one recipient and purpose stands on the business date, and which it is; `consent` is null when there is none. */
export function findConsent(
  consents: readonly ConsentToDecide[],
  wanted: { readonly recipient: string; readonly purpose: string; readonly on: IsoDate },
): { readonly standing: ConsentStanding; readonly consent: ConsentToDecide | null } {
  const { recipient, purpose, on } = wanted;
  const consent = consents.find((one) => one.recipient === recipient && one.purpose === purpose);
  if (consent === undefined) return { standing: 'no-consent', consent: null };
  if (consent.action === 'withdrawn') return { standing: 'consent-withdrawn', consent };
  const isLive = consent.on <= on && (consent.until === null || on <= consent.until);
  return { standing: isLive ? 'live' : 'no-consent', consent };
}

/**
 * Whom a consent can be given for on a day, by purpose: the recipients of agreements by consent that are in force or yet to begin, or would be
 * if they were not suspended. Nothing is released before an agreement is in force. A withdrawal is recorded whatever its purpose and recipient.
 */
export function consentRecipients(
  set: AgreementSet,
  on: IsoDate,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byConsent = set.agreements.filter(
    (one) =>
      one.basis.type === 'consent' && wouldBeInForce(one, on < one.validFrom ? one.validFrom : on),
  );
  const byPurpose = Map.groupBy(byConsent, ({ purpose }) => purpose);
  return new Map(
    [...byPurpose].map(([purpose, found]) => [purpose, new Set(found.flatMap(({ to }) => to))]),
  );
}
