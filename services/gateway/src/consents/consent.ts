import type { Consent, IsoDate } from '@told/codec';

/** What an agency was told by a person: whom it concerns, for what, and since when. */
export interface WantedConsent {
  readonly subjectKey: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly action: Consent['action'];
  /** The day the person gave or withdrew it. */
  readonly on: IsoDate;
  /** Last day; null when given without an end, or withdrawn. */
  readonly until: IsoDate | null;
  readonly recordedBy: string;
  /** Given anew after a withdrawal of the same day, as the agency says; never so unless said. */
  readonly renews?: boolean;
}

/** What recording does to what stands: the next version, nothing, or a refusal. */
export type Judged = 'recorded' | 'unchanged' | 'withdrawn-since';

/**
 * How a consent moves. A withdrawal counts whatever came before it, also when nothing did; a consent given before the day of the last
 * withdrawal does not revive, and one given on that very day only when it is said to renew: a request sent twice is none. Doubt ends in
 * no consent. Of two that were given the later one stands, as long as it says. Pure.
 */
export function judgeConsent(wanted: WantedConsent, known: Consent | undefined): Judged {
  if (known === undefined) return 'recorded';
  if (wanted.action === 'withdrawn') {
    // A later withdrawal moves the day before which nothing that was given revives.
    return known.action === 'given' || wanted.on > known.on ? 'recorded' : 'unchanged';
  }
  if (known.action === 'withdrawn') {
    const isLater = wanted.on > known.on || (wanted.on === known.on && wanted.renews === true);
    return isLater ? 'recorded' : 'withdrawn-since';
  }
  // Said before, it does not undo what was said since: a request may come late, or twice.
  if (wanted.on < known.on) return 'unchanged';
  return wanted.on === known.on && wanted.until === known.until ? 'unchanged' : 'recorded';
}

/**
 * Which of two consents about the same recipient and purpose stands for one person who was known under two keys: as if both had been told
 * under one, in the order recorded; recorded at once, the withdrawal came last. Of two that say the same it is the first; otherwise it does not
 * matter which is named first. Pure.
 */
export function pickStanding(one: Consent, other: Consent): Consent {
  if (one.action === other.action && one.on === other.on && one.until === other.until) return one;
  const [earlier, later] = wasRecordedBefore(one, other) ? [one, other] : [other, one];
  return judgeConsent(later, earlier) === 'recorded' ? later : earlier;
}

function wasRecordedBefore(one: Consent, other: Consent): boolean {
  if (one.recordedAt !== other.recordedAt) return one.recordedAt < other.recordedAt;
  return one.action === 'given';
}
