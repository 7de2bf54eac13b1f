/** A synthetic person; the number begins with Q, the range kept for examples. */
export interface SyntheticPerson {
  readonly nino: string;
  readonly surname: string;
  readonly forename: string;
  readonly birthDate: string;
  readonly postcode: string;
}

export interface SyntheticMember {
  readonly member: string;
  readonly relation: 'partner' | 'child';
  readonly birthDate: string;
}

/** A household of the area, and the cases its claimant has. */
export interface SyntheticHousehold {
  readonly index: number;
  readonly claimant: SyntheticPerson;
  readonly members: readonly SyntheticMember[];
  readonly uprn: string;
  /** A dwelling in the area that nobody in the set lives in, for a move. */
  readonly spareUprn: string;
  /** Council tax of the year before discounts, in pence. */
  readonly annualTaxPence: number;
  readonly claimFrom: string;
  readonly councilCase: string;
  /** Null: the claimant is in low-paid work and gets no jobseeker's allowance. */
  readonly jobcentreCase: string | null;
  /** Weekly net earnings in pence; 0 on jobseeker's allowance. */
  readonly weeklyNetPence: number;
}
