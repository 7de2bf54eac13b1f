import type { Adult, BenefitCase, Child, Childcare, NonDependant, Partner } from '@told/benefits';
import { jsonSchemaFor, type NamedTypes } from '@told/codec';
import type { FieldError, JsonSchema } from '@told/service';
import type { Claim } from './case-file.ts';

const MEMBERS_MAX = 30;
const INCOMES_MAX = 30;

const flag = (description: string): JsonSchema => ({
  type: ['boolean', 'null'],
  default: null,
  description: `${description} Left out: no.`,
  examples: [true],
});

/** What an office's own record says of an adult and the bus never carries: health facts are not on it. */
const adultFlags: Readonly<Record<string, JsonSchema>> = {
  disabilityPremium: flag('The conditions of the disability premium are met.'),
  carerPremium: flag('The conditions of the carer premium are met.'),
  exemptsNonDependants: flag(
    'Registered blind, or gets attendance allowance or the care component of disability living allowance.',
  ),
  specialOccupation: flag('An occupation with the special disregard of earnings.'),
  disregardedForDiscount: flag('Not counted as an adult for council tax discounts.'),
};

/** The fields of an opening that every benefit office keeps alike; an office adds its own. */
export const openingProperties: Readonly<Record<string, JsonSchema>> = {
  claimant: {
    type: ['object', 'null'],
    additionalProperties: false,
    default: null,
    description: 'What the record says of the claimant beside the person.',
    properties: adultFlags,
  },
  capitalPence: {
    type: ['integer', 'null'],
    minimum: 0,
    maximum: 10_000_000_000,
    default: null,
    description: 'Capital of claimant and partner together; left out: under the lower limit.',
    examples: [750_000],
  },
  childcare: {
    type: ['object', 'null'],
    additionalProperties: false,
    required: ['weeklyPence', 'children'],
    default: null,
    description: 'Charges for the care of children that count for the disregard of earnings.',
    properties: {
      weeklyPence: {
        type: 'integer',
        minimum: 0,
        maximum: 1_000_000,
        description: 'A week, in pence.',
        examples: [8000],
      },
      children: {
        type: 'integer',
        minimum: 1,
        maximum: MEMBERS_MAX,
        description: 'How many children are cared for.',
        examples: [1],
      },
    },
  },
  from: {
    type: 'string',
    format: 'date',
    description: 'First day of the award.',
    examples: ['2010-01-04'],
  },
  household: {
    type: 'array',
    maxItems: MEMBERS_MAX,
    description: 'Members of the household beside the claimant.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['relation'],
      properties: {
        ...pick('Household', [
          'member',
          'relation',
          'birthDate',
          'worksSixteenHoursOrMore',
          'grossWeeklyIncomePence',
          'benefits',
          'childBenefitInPayment',
        ]),
        couple: {
          type: ['string', 'null'],
          maxLength: 40,
          default: null,
          description: 'The same label on two non-dependants makes them a couple.',
          examples: ['upstairs'],
        },
        ...adultFlags,
      },
    },
  },
  incomes: {
    type: 'array',
    maxItems: INCOMES_MAX,
    description: 'Incomes in payment on the first day.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['who', 'kind'],
      properties: pick('Income', [
        'who',
        'kind',
        'employer',
        'grossPence',
        'netPence',
        'payPeriod',
        'hoursPerWeek',
        'pensionContributionPence',
        'expectedToLastFiveWeeks',
      ]),
    },
  },
};

function pick(
  name: keyof NamedTypes,
  fields: readonly string[],
): Readonly<Record<string, JsonSchema>> {
  const properties = jsonSchemaFor(name)['properties'] as Readonly<Record<string, JsonSchema>>;
  return Object.fromEntries(fields.map((field) => [field, properties[field] ?? {}]));
}

/** Flags of an adult; null and absent (a case opened before they existed) are no. */
type Flags = {
  readonly [Name in keyof Omit<Adult, 'birthDate'>]?: boolean | null;
};

interface Member extends Flags {
  readonly relation: 'partner' | 'child' | 'non-dependant' | 'joint-tenant';
  readonly member: string | null;
  readonly birthDate: string | null;
  readonly worksSixteenHoursOrMore: boolean | null;
  readonly grossWeeklyIncomePence?: number | null;
  readonly benefits?: readonly string[] | null;
  readonly childBenefitInPayment?: boolean | null;
  readonly couple?: string | null;
}

interface OpenedCase {
  readonly from: string;
  readonly claimant?: Flags | null;
  readonly household: readonly Member[];
  readonly incomes: BenefitCase['incomes'];
  readonly capitalPence?: number | null;
  readonly childcare?: Childcare | null;
}

/** Rules of those fields that a schema cannot say. */
export function checkOpenedCase({ opening }: Claim): readonly FieldError[] {
  const { household } = opening as unknown as OpenedCase;
  const partners = household.filter(({ relation }) => relation === 'partner').length;
  const detail = 'A household has at most one partner.';
  return partners > 1 ? [{ pointer: '/household', code: 'shape', detail }] : [];
}

/** What no rule covers: such a case is for a person. What a non-dependant gets is said of the member, not as an income of the case. */
function findUnmodelled({ household, incomes }: OpenedCase): readonly string[] {
  const isTenant = household.some(({ relation }) => relation === 'joint-tenant');
  const isOthers = incomes.some(({ who }) => who === 'non-dependant');
  return [...(isTenant ? ['joint-tenant'] : []), ...(isOthers ? ['non-dependant-income'] : [])];
}

/** A claim as the benefit rules read it, without what only one kind of office knows: home, week, other benefits. */
export function readOpenedCase({ person, opening }: Claim): BenefitCase {
  const opened = opening as unknown as OpenedCase;
  const { from, household, incomes, claimant = null } = opened;
  const ofRelation = (wanted: Member['relation']): readonly Member[] =>
    household.filter(({ relation }) => relation === wanted);
  const [partner] = ofRelation('partner');
  return {
    claimStartOn: from,
    claimant: { birthDate: person.birthDate, ...readFlags(claimant ?? {}) },
    partner: partner === undefined ? null : readPartner(partner),
    children: ofRelation('child').map(readChild),
    nonDependants: ofRelation('non-dependant').map(readNonDependant),
    incomes,
    awards: [],
    capitalPence: opened.capitalPence ?? null,
    childcare: opened.childcare ?? null,
    home: null,
    taxByUprn: {},
    jsaWeekEndsOn: null,
    unmodelled: findUnmodelled(opened),
  };
}

function readFlags(flags: Flags): Omit<Adult, 'birthDate'> {
  return {
    disabilityPremium: flags.disabilityPremium === true,
    carerPremium: flags.carerPremium === true,
    exemptsNonDependants: flags.exemptsNonDependants === true,
    specialOccupation: flags.specialOccupation === true,
    disregardedForDiscount: flags.disregardedForDiscount === true,
  };
}

function readPartner(partner: Member): Partner {
  const { member, birthDate, worksSixteenHoursOrMore } = partner;
  return { member, birthDate, worksSixteenHoursOrMore, ...readFlags(partner) };
}

const readChild = ({ member, birthDate, childBenefitInPayment = null }: Member): Child => ({
  member,
  birthDate,
  childBenefitInPayment,
});

function readNonDependant(person: Member): NonDependant {
  const { member, birthDate, worksSixteenHoursOrMore, couple = null, benefits = null } = person;
  const { grossWeeklyIncomePence = null, disregardedForDiscount } = person;
  return {
    ...{ member, birthDate, worksSixteenHoursOrMore, grossWeeklyIncomePence, benefits, couple },
    disregardedForDiscount: disregardedForDiscount === true,
  };
}
