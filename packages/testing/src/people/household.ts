import type { Thrown } from './count-faults.ts';

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
  readonly relation: 'partner' | 'child' | 'non-dependant';
  readonly birthDate: string;
  /** Of a non-dependant. */
  readonly worksSixteenHoursOrMore?: boolean;
  readonly grossWeeklyIncomePence?: number;
}

/** The billing authorities of the area. */
export type Council = 'central-bedfordshire' | 'luton';

/** The claimant will live in the other council's area from this day on, and has a case there. */
interface BoundaryMove {
  readonly council: Council;
  readonly caseReference: string;
  readonly uprn: string;
  readonly postcode: string;
  readonly annualTaxPence: number;
  readonly on: string;
}

/** A household of the area, the cases its claimant has, and what the offices got wrong about it. */
export interface SyntheticHousehold extends Thrown {
  readonly index: number;
  readonly council: Council;
  /** As the claimant truly is. */
  readonly claimant: SyntheticPerson;
  /** As each office has written the claimant down. */
  readonly recorded: Readonly<Record<'council' | 'jobcentre', SyntheticPerson>>;
  readonly members: readonly SyntheticMember[];
  readonly uprn: string;
  /** A dwelling in the council's area that nobody in the set lives in, for a move. */
  readonly spareUprn: string;
  /** Council tax of the year before discounts, in pence. */
  readonly annualTaxPence: number;
  /** Persons liable for it, a couple counted once. */
  readonly liablePersons: number;
  readonly claimFrom: string;
  readonly councilCase: string;
  /** The council's other case on the same person, by mistake. */
  readonly secondCouncilCase: string | null;
  /** Null: the claimant is in low-paid work and gets no jobseeker's allowance. */
  readonly jobcentreCase: string | null;
  /** Weekly net earnings in pence; 0 on jobseeker's allowance. */
  readonly weeklyNetPence: number;
  /** The number that the claimant will be given. */
  readonly newNino: string | null;
  readonly move: BoundaryMove | null;
}
