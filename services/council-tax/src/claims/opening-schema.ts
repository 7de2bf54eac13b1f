import { openingProperties } from '@told/agency-sdk';
import type { JsonSchema } from '@told/service';

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
          description: 'The tax of the financial year before discounts, in pence.',
          examples: [93_860],
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

/** The same as a type; every field is present, since what was left out has its default. */
export interface CouncilOpening {
  readonly uprn: string;
  readonly councilTax: {
    readonly annualPence: number;
    readonly liablePersons: number;
    readonly singlePersonDiscount: boolean;
  };
  readonly passport: {
    readonly benefit: 'is' | 'jsa-ib' | 'esa-ir';
    readonly from: string;
  } | null;
}
