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
}

/** What recording does to what stands: the next version, nothing, or a refusal. */
export type Judged = 'recorded' | 'unchanged' | 'withdrawn-since';

/**
 * How a consent moves. A withdrawal counts whatever came before it, also when nothing did; a consent given before the day of the last
 * withdrawal does not revive. Doubt ends in no consent. Pure.
 */
export function judgeConsent(wanted: WantedConsent, known: Consent | undefined): Judged {
  if (known === undefined) return 'recorded';
  if (wanted.action === 'withdrawn') {
    // A later withdrawal moves the day before which nothing that was given revives.
    return known.action === 'given' || wanted.on > known.on ? 'recorded' : 'unchanged';
  }
  if (known.action === 'withdrawn') return wanted.on < known.on ? 'withdrawn-since' : 'recorded';
  return wanted.on === known.on && wanted.until === known.until ? 'unchanged' : 'recorded';
}
