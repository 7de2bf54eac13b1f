import type { BenefitCase } from '@told/benefits';
import { jsonSchemaFor, type NamedTypes } from '@told/codec';
import type { FieldError, JsonSchema } from '@told/service';
import type { Claim } from './case-file.ts';

const MEMBERS_MAX = 30;
const INCOMES_MAX = 30;

/** The fields of an opening that every benefit office keeps alike; an office adds its own. */
export const openingProperties: Readonly<Record<string, JsonSchema>> = {
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
      properties: pick('Household', ['member', 'relation', 'birthDate', 'worksSixteenHoursOrMore']),
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

interface Member {
  readonly relation: 'partner' | 'child' | 'non-dependant' | 'joint-tenant';
  readonly birthDate: string | null;
  readonly worksSixteenHoursOrMore: boolean | null;
}

interface OpenedCase {
  readonly from: string;
  readonly household: readonly Member[];
  readonly incomes: BenefitCase['incomes'];
}

/** Rules of those fields that a schema cannot say. */
export function checkOpenedCase({ opening }: Claim): readonly FieldError[] {
  const { household } = opening as unknown as OpenedCase;
  const partners = household.filter(({ relation }) => relation === 'partner').length;
  const detail = 'A household has at most one partner.';
  return partners > 1 ? [{ pointer: '/household', code: 'shape', detail }] : [];
}

/** Members whose part in an award no rule covers yet: such a case is for a person. */
const UNMODELLED_RELATIONS: readonly string[] = ['non-dependant', 'joint-tenant'];

/** A claim as the benefit rules read it, without what only one kind of office knows: home, week, other benefits. */
export function readOpenedCase({ person, opening }: Claim): BenefitCase {
  const { from, household, incomes } = opening as unknown as OpenedCase;
  const partner = household.find(({ relation }) => relation === 'partner');
  const unmodelled = [
    ...household.map(({ relation }) => relation),
    ...incomes.map(({ who }) => who),
  ].filter((word) => UNMODELLED_RELATIONS.includes(word));
  return {
    claimStartOn: from,
    claimant: { birthDate: person.birthDate },
    partner: partner ?? null,
    children: household.filter(({ relation }) => relation === 'child'),
    incomes,
    awards: [],
    capitalPence: null,
    home: null,
    annualTaxPenceByUprn: {},
    jsaWeekEndsOn: null,
    unmodelled: [...new Set(unmodelled)],
  };
}
