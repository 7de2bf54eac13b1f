export const INCIDENT_STATES = [
  'opened',
  'stopping',
  'stopped',
  'telling',
  'told',
  'closed',
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** Which disclosures went wrong. */
export type IncidentTarget =
  /** A case was linked to the wrong person. */
  | {
      readonly kind: 'interest';
      readonly interestId: string;
      readonly agency: string;
      readonly caseReference: string;
    }
  /** An agreement was found unlawful; every version where none is named. */
  | {
      readonly kind: 'agreement';
      readonly agreement: string;
      readonly agreementVersion: number | null;
    }
  /** What one agency was given in a range. Sequences are those of one case. */
  | {
      readonly kind: 'releases';
      readonly agency: string;
      readonly caseReference: string | null;
      readonly fromSequence: number | null;
      /** The last. */
      readonly toSequence: number | null;
      /** Microseconds since 1970; `until` is not part of it. */
      readonly sinceMicros: number;
      readonly untilMicros: number;
    };

/** What it was found to be about when it was opened: counts and names, no person and no value. */
export interface IncidentPreview {
  /** Releases that gave a value. */
  readonly disclosures: number;
  /** Those of them that somebody was told not to rely on before. */
  readonly toldBefore: number;
  readonly cases: number;
  readonly persons: number;
  /** There are more persons than are counted. */
  readonly hasMorePersons: boolean;
  readonly agencies: readonly { readonly agency: string; readonly disclosures: number }[];
  readonly fields: readonly string[];
  /** RFC 3339; null when there is none. */
  readonly firstReleasedAt: string | null;
  readonly lastReleasedAt: string | null;
  /** Releases looked at for it. */
  readonly looked: number;
}

/** The last release gone through. */
export interface DisclosureCursor {
  readonly agency: string;
  readonly caseReference: string;
  readonly releaseSequence: number;
}

/** Where a step under way goes on: telling after a release, stopping after a row of the outbox and up to another. */
export interface IncidentRemaining {
  readonly after?: DisclosureCursor;
  readonly outboxAfter?: number;
  readonly outboxTo?: number;
}

export interface Incident {
  readonly incidentId: string;
  readonly target: IncidentTarget;
  readonly reason: string;
  readonly awareAt: number;
  readonly state: IncidentState;
  readonly preview: IncidentPreview;
  readonly openedBy: string;
  readonly openedAt: number;
  readonly stoppedBy: string | null;
  readonly stoppedAt: number | null;
  readonly tellBy: string | null;
  readonly toldAt: number | null;
  readonly closedBy: string | null;
  readonly closedAt: number | null;
  readonly closingReason: string | null;
  readonly step: number;
  readonly remaining: IncidentRemaining;
  readonly done: number;
  readonly voided: number;
  readonly followed: number;
}

/** Why what it concerns is taken back; a recalled link has a reason of its own. */
export const DISCLOSED_IN_ERROR = 'disclosed-in-error';

const MICROS_PER_HOUR = 3_600_000_000;
/** UK GDPR art. 33(1): the Commissioner is notified not later than 72 hours after having become aware of a breach. */
const NOTIFY_HOURS_MAX = 72;

/** The moment, in microseconds, by which whoever is concerned should have been told and have answered. Pure. */
export const deadlineOf = ({ awareAt }: Pick<Incident, 'awareAt'>): number =>
  awareAt + NOTIFY_HOURS_MAX * MICROS_PER_HOUR;
