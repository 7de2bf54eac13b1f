/** `YYYY-MM-DD`; such texts compare as their days do. */
export type IsoDate = string;

export const AGREEMENT_SETS = ['2010', 'current'] as const;
export type AgreementSetId = (typeof AGREEMENT_SETS)[number];

export const AGREEMENT_STATES = ['draft', 'approved', 'in-force', 'suspended', 'ended'] as const;
export const BASIS_TYPES = ['statutory', 'agreement', 'consent'] as const;
export const SENDER_SEES = ['recipients', 'count', 'nothing'] as const;
/** law: read in the instrument named; source: read in the public source named; unverified: believed, not seen. */
export const PROVISION_MARKS = ['law', 'source', 'unverified'] as const;

export interface Provision {
  readonly citation: string;
  readonly mark: (typeof PROVISION_MARKS)[number];
  readonly link: string | null;
}

export interface Approval {
  /** The approving party's agency id. */
  readonly party: string;
  /** Who approved, by role and not by name. */
  readonly role: string;
  readonly approvedOn: IsoDate;
  /** `termsHash` of what was approved. */
  readonly terms: string;
  /** Reference of the data protection impact assessment. */
  readonly assessment: string;
}

/** One reviewed file: from whom, to whom, in which capacity, why, on what basis, and which fields. */
export interface Agreement {
  readonly id: string;
  readonly version: number;
  readonly set: AgreementSetId;
  readonly title: string;
  readonly state: (typeof AGREEMENT_STATES)[number];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly capacities: readonly string[];
  readonly purpose: string;
  readonly basis: {
    readonly type: (typeof BASIS_TYPES)[number];
    readonly citation: string;
    readonly link: string;
    readonly note: string;
    readonly provisions: readonly Provision[];
  };
  readonly dataProtection: { readonly act: string; readonly conditions: readonly string[] };
  /** Fact → its fields, each by name. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
  /** A change that occurred up to this many days before the interest began still reaches it. */
  readonly lookBackDays: number;
  /** What the source learns of the recipients. */
  readonly senderSees: (typeof SENDER_SEES)[number];
  readonly onwardDisclosure: string;
  readonly retentionClass: string;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
  readonly reviewBy: IsoDate;
  readonly approvals: readonly Approval[];
  /** SHA-256 of the file's bytes, in hex: what a decision records. */
  readonly hash: string;
  /** SHA-256 of the terms, in hex: everything but state and approvals. */
  readonly termsHash: string;
}

export interface AgreementSet {
  readonly id: AgreementSetId;
  /** SHA-256 over the sorted file hashes, in hex. */
  readonly hash: string;
  readonly agreements: readonly Agreement[];
}

export type Standing =
  | 'in-force'
  | 'unsigned'
  | 'not-yet'
  | 'expired'
  | Exclude<Agreement['state'], 'in-force'>;

/** True when the agreement is in force on the day, or would be if it were not suspended. */
export const wouldBeInForce = (agreement: Agreement, on: IsoDate): boolean =>
  standingOf(
    agreement.state === 'suspended' ? { ...agreement, state: 'in-force' } : agreement,
    on,
  ) === 'in-force';

/**
 * How an agreement stands on a business date. In force means: declared so, within its dates, and the very terms in the file were approved
 * by every party by then. What was edited after it was signed is unsigned.
 */
export function standingOf(agreement: Agreement, on: IsoDate): Standing {
  if (agreement.state !== 'in-force') return agreement.state;
  if (on < agreement.validFrom) return 'not-yet';
  if (agreement.validUntil !== null && on > agreement.validUntil) return 'expired';
  return findUnsigned(agreement, on).length === 0 ? 'in-force' : 'unsigned';
}

/** The parties that have not signed the very terms in the file by the day. */
export function findUnsigned(agreement: Agreement, on: IsoDate): readonly string[] {
  const signed = new Set(
    agreement.approvals
      .filter((one) => one.terms === agreement.termsHash && one.approvedOn <= on)
      .map((one) => one.party),
  );
  const parties = [...new Set([...agreement.from, ...agreement.to])];
  return parties.filter((party) => !signed.has(party));
}
