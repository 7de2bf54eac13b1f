import { jsonSchemaFor } from '@told/codec';
import { reasonSchema } from '@told/service';

/** A person named by particulars, or as an agency's case, and why. */
export const namedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  // The reason, and one of the two.
  minProperties: 2,
  maxProperties: 2,
  properties: {
    person: jsonSchemaFor('Person'),
    case: {
      type: 'object',
      additionalProperties: false,
      required: ['agency', 'caseReference'],
      properties: {
        agency: { type: 'string', minLength: 1, maxLength: 40 },
        caseReference: { type: 'string', minLength: 1, maxLength: 40 },
      },
    },
    reason: reasonSchema,
  },
} as const;
