import type { Question } from './award.ts';
import type {
  Adult,
  BenefitCase,
  Child,
  Income,
  NonDependant,
  OtherAward,
  Partner,
} from './benefit-case.ts';
import type { IsoDate } from './calendar.ts';
import { countAdults, type Resident, residentOf } from './council-tax/residents.ts';
import type { Benefit } from './facts.ts';

/** Capital as it was told: together, or of each. */
export type Capital = {
  readonly claimant: number | null;
  readonly partner: number | null;
  readonly couple: number | null;
};

/** What a rule looks at: everything about a household in force on one day. */
export type Circumstances = {
  readonly claimant: Adult;
  readonly partner: Partner | null;
  readonly children: readonly Child[];
  readonly nonDependants: readonly NonDependant[];
  readonly incomes: readonly Income[];
  readonly awards: readonly OtherAward[];
  readonly stopped: readonly Benefit[];
  readonly capital: Capital;
  /** `uprn` null: not known where. */
  readonly home: Home | null;
  /** Who lives at the home by the council tax's clock: exact days, not benefit weeks. */
  readonly residents: readonly Resident[];
  /** False: the account gives no discount though one adult alone was on record from the start. */
  readonly grantsDiscount: boolean;
  /** Why the claim is over whatever else holds, or null. */
  readonly ended: 'claimant-died' | 'left-area' | null;
  readonly notes: readonly Note[];
};

type Home = { readonly uprn: string | null; readonly liablePersons: number };

/** A fact that circumstances cannot hold; a scheme asks about the topics that concern it. */
export type Note = { readonly topic: NoteTopic; readonly question: Question };
export type NoteTopic =
  | 'income'
  | 'home'
  | 'household'
  | 'non-dependant'
  | 'award'
  | 'capital'
  | 'any';

/** Circumstances on the first day of the award. */
export function openCircumstances(benefitCase: BenefitCase): Circumstances {
  const { claimant, incomes, partner, children, awards, home, capitalPence } = benefitCase;
  const nonDependants = benefitCase.nonDependants ?? [];
  const residents = [
    residentOf('claimant', claimant),
    ...(partner === null ? [] : [residentOf('partner', partner)]),
    ...children.map((child) => residentOf('child', child)),
    ...nonDependants.map((person) => residentOf('non-dependant', person)),
  ];
  const adults = countAdults(residents, benefitCase.claimStartOn);
  return {
    claimant,
    partner,
    children,
    nonDependants,
    incomes,
    awards,
    stopped: [],
    capital: { claimant: null, partner: null, couple: capitalPence },
    home: home === null ? null : { uprn: home.uprn, liablePersons: home.liablePersons },
    residents,
    grantsDiscount: home?.singlePersonDiscount === true || adults >= 2,
    ended: null,
    notes: [...noteOpening(benefitCase.unmodelled), ...findContradictions(benefitCase)],
  };
}

const noteOpening = (unmodelled: readonly string[]): readonly Note[] =>
  unmodelled.map((detail) => ({ topic: 'any', question: { reason: 'not-modelled', detail } }));

function findContradictions({ claimant, children }: BenefitCase): readonly Note[] {
  return children.some((child) => isOlder(child.birthDate, claimant.birthDate))
    ? [contradiction('household', 'child-older-than-claimant')]
    : [];
}

/** True when both days are known and the first person was born before or with the second. */
export function isOlder(birthDate: IsoDate | null, than: IsoDate | null): boolean {
  return birthDate !== null && than !== null && birthDate <= than;
}

/** Facts that cannot both be so: never a number. */
export function contradiction(topic: NoteTopic, detail: string): Note {
  return { topic, question: { reason: 'contradiction', detail } };
}
