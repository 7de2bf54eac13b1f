import { openingProperties } from '@told/agency-sdk';
import type { JsonSchema } from '@told/service';

/** What JobCentre Plus' record says on the first day of an income-based jobseeker's allowance. */
export const openingSchema: JsonSchema = {
  title: 'JobseekersAllowanceCase',
  type: 'object',
  additionalProperties: false,
  required: ['from', 'household', 'incomes'],
  properties: openingProperties,
};
