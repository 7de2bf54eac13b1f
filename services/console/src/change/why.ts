/** The gateway's answers about a change, as far as the pages show them. */
interface Reason {
  readonly code: string;
  readonly text: string;
}

export interface Received {
  readonly changeId: string;
  readonly source?: { readonly agency: string; readonly caseReference?: string | null };
  readonly fact?: string;
  readonly changeType?: string;
  readonly previousChangeId?: string | null;
  readonly occurredOn?: string;
  readonly notifiedOn?: string;
  readonly receivedOn?: string;
  readonly acceptedAt?: string;
  readonly awaits?: Reason;
}

interface Outcome {
  readonly kind: string;
  readonly reason: string | null;
  readonly effectiveOn: string | null;
  readonly businessDate: string;
  readonly decidedAt: string;
}

interface Release {
  readonly releaseId: string;
  readonly releaseSequence: number;
  readonly kind: string;
  readonly takesBack: string | null;
  readonly status: string;
}

export interface Recipient {
  readonly verdict: string;
  readonly reason: Reason | null;
  readonly isStanding: boolean;
  readonly decided: {
    readonly run: number;
    readonly cause: string;
    readonly text: string;
    readonly businessDate: string;
    readonly decidedAt: string;
  } | null;
  readonly interest: {
    readonly agency: string;
    readonly capacity: string;
    readonly caseReference: string;
    readonly matched: string;
    readonly from: string | null;
    readonly until: string | null;
  } | null;
  readonly basis: readonly {
    readonly agreement?: string;
    readonly version?: number;
    readonly title?: string;
    readonly type?: string;
    readonly citation?: string;
    readonly link?: string;
    readonly note?: string;
    readonly hash: string;
  }[];
  readonly consents: readonly { readonly consentId: string; readonly version: number }[];
  readonly fields: {
    readonly given: readonly { readonly field: string; readonly agreement: string }[];
    readonly withheld: readonly { readonly field: string; readonly text: string }[];
  };
  readonly hold: Reason | null;
  readonly release: (Release & { readonly earlier: readonly Release[] }) | null;
  readonly outcomes: readonly Outcome[];
  readonly takenBack: readonly {
    readonly kind: string;
    readonly fields: readonly string[];
    readonly reason: Reason;
    readonly byChangeId: string | null;
    readonly takenAt: string;
    readonly outcomes: readonly Outcome[];
  }[];
}

/** `GET /v1/why/{changeId}/{agency}` */
export interface Why {
  readonly received: Received;
  readonly recipients: readonly Recipient[];
  readonly sentence: string;
}

/** `GET /v1/decisions/{changeId}` */
export interface Decisions {
  readonly received: Received | null;
  readonly decisions: readonly { readonly recipients: readonly Recipient[] }[];
}

/** How it stands with each agency's case: the last answer, of however many runs. */
export function listRecipients(decisions: Decisions | undefined) {
  const all = (decisions?.decisions ?? []).flatMap(({ recipients }) => recipients);
  return all
    .filter(({ isStanding }) => isStanding)
    .map(({ interest, verdict, reason, release, outcomes }) => ({
      agency: interest?.agency ?? null,
      caseReference: interest?.caseReference ?? null,
      verdict,
      reason: reason?.text ?? null,
      delivered: release?.status ?? null,
      outcome: outcomes.at(-1)?.kind ?? (release === null ? 'nothing to answer' : 'not yet'),
    }));
}
