import { openingProperties } from '@told/agency-sdk';
import type { JsonSchema } from '@told/service';
import { FINANCIAL_YEAR, FIRST_FINANCIAL_YEAR } from '../accounts/property.ts';

/** What the council's record says on the first day of a council tax benefit award. */
export const openingSchema: JsonSchema = {
  title: 'CouncilTaxBenefitCase',
  type: 'object',
  additionalProperties: false,
  required: ['uprn', 'from', 'household', 'incomes', 'councilTax'],
  properties: {
    uprn: {
      type: 'string',
      pattern: '^[0-9]{1,12}$',
      description: 'Unique Property Reference Number of the home.',
      examples: ['999900000017'],
    },
    ...openingProperties,
    applicableAmountPence: {
      type: ['integer', 'null'],
      minimum: 0,
      maximum: 10_000_000,
      default: null,
      description:
        'What the household needs a week by this council’s own scheme, where its officer works it out.',
      examples: [7500],
    },
    councilTax: {
      type: 'object',
      additionalProperties: false,
      required: ['annualPence', 'liablePersons', 'singlePersonDiscount'],
      description: 'The account of the home.',
      properties: {
        annualPence: {
          type: 'integer',
          minimum: 0,
          maximum: 100_000_000,
          description: 'The tax of financialYear before discounts, in pence.',
          examples: [93_860],
        },
        financialYear: {
          type: ['string', 'null'],
          pattern: FINANCIAL_YEAR,
          default: null,
          description: `Left out: the year of from, ${FIRST_FINANCIAL_YEAR} when that is earlier.`,
          examples: ['2010/11'],
        },
        otherYears: {
          type: 'array',
          maxItems: 20,
          default: [],
          description: 'The tax of other years, where it is known.',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['financialYear', 'annualPence'],
            properties: {
              financialYear: {
                type: 'string',
                pattern: FINANCIAL_YEAR,
                description: 'The year.',
                examples: ['2011/12'],
              },
              annualPence: {
                type: 'integer',
                minimum: 0,
                maximum: 100_000_000,
                description: 'The tax of that year before discounts, in pence.',
                examples: [93_860],
              },
            },
          },
        },
        liablePersons: {
          type: 'integer',
          minimum: 1,
          maximum: 20,
          description: 'Persons jointly liable, a couple counted once.',
          examples: [1],
        },
        singlePersonDiscount: {
          type: 'boolean',
          description: 'True when a quarter is taken off for the only adult.',
          examples: [false],
        },
      },
    },
    passport: {
      type: ['object', 'null'],
      additionalProperties: false,
      required: ['benefit', 'from'],
      default: null,
      description: 'The benefit in payment that passports the claim, and its first day.',
      properties: {
        benefit: { type: 'string', enum: ['is', 'jsa-ib', 'esa-ir'], examples: ['jsa-ib'] },
        from: { type: 'string', format: 'date', examples: ['2010-01-04'] },
      },
    },
  },
};

/** The same as a type; what was left out has its default, fields that a case opened earlier did not have are absent. */
export interface CouncilOpening {
  readonly uprn: string;
  readonly from: string;
  readonly applicableAmountPence?: number | null;
  readonly councilTax: {
    readonly annualPence: number;
    readonly financialYear?: string | null;
    readonly otherYears?: readonly {
      readonly financialYear: string;
      readonly annualPence: number;
    }[];
    readonly liablePersons: number;
    readonly singlePersonDiscount: boolean;
  };
  readonly passport: {
    readonly benefit: 'is' | 'jsa-ib' | 'esa-ir';
    readonly from: string;
  } | null;
}
