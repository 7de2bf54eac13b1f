/** What an incident is, or would be, about. */
export interface IncidentPreviewAnswer {
  readonly disclosures: number;
  readonly toldBefore: number;
  readonly cases: number;
  readonly persons: number;
  readonly hasMorePersons: boolean;
  readonly agencies: readonly { readonly agency: string; readonly disclosures: number }[];
  readonly fields: readonly string[];
  readonly firstReleasedAt: string | null;
  readonly lastReleasedAt: string | null;
  readonly looked: number;
}

/** What the gateway answers about an incident. */
export interface IncidentAnswer {
  readonly incidentId: string;
  readonly target: {
    readonly kind: 'interest' | 'agreement' | 'releases';
    readonly agency?: string;
    readonly interestId?: string;
    readonly agreement?: string;
    readonly agreementVersion?: number | null;
    readonly fromSequence?: number | null;
    readonly toSequence?: number | null;
    readonly since?: string | null;
    readonly until?: string | null;
  };
  readonly reason: string;
  readonly state: 'opened' | 'stopping' | 'stopped' | 'telling' | 'told' | 'closed';
  readonly awareAt: string;
  readonly deadline: string;
  readonly isOverdue: boolean;
  readonly preview: IncidentPreviewAnswer;
  readonly done: number;
  readonly voided: number;
  readonly followed: number;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly stoppedBy: string | null;
  readonly stoppedAt: string | null;
  readonly tellBy: string | null;
  readonly toldAt: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  readonly closingReason: string | null;
}

interface Standing {
  readonly disclosures: number;
  readonly voided: number;
  readonly told: number;
  readonly untold: number;
  readonly answered: number;
  readonly silent: number;
  readonly silentSince: string | null;
  readonly lastAnsweredAt: string | null;
  readonly isOverdue: boolean;
}

export interface IncidentReportAnswer extends Standing {
  readonly incidentId: string;
  readonly state: IncidentAnswer['state'];
  readonly deadline: string;
  readonly at: string;
  readonly agencies: readonly (Standing & {
    readonly agency: string;
    readonly isReachable: boolean;
  })[];
}

export interface DisclosuresAnswer {
  readonly items: readonly {
    readonly releaseId: string;
    readonly agency: string;
    readonly releaseSequence: number;
    readonly releasedAt: string;
    readonly fields: readonly string[];
    readonly state: 'given' | 'void' | 'told' | 'answered';
    readonly answer: string | null;
  }[];
  readonly next: string | null;
}
