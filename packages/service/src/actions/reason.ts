import { problem } from '../http/problems.ts';
import { namesPerson } from './names-person.ts';

/** Characters; a sentence, not a file note. It is the bound of every `reason` in schemas/. */
export const REASON_LENGTH_MAX = 200;

/** The reason in a route's schema. */
export const reasonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: REASON_LENGTH_MAX,
  description: 'Why; kept for ever, so it names no person.',
  examples: ['under investigation'],
} as const;

/** The body of a route that needs nothing but a reason. */
export const reasonBodySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: { reason: reasonSchema },
} as const;

const POINTER = '/reason';

/** Throws the problem `names-a-person`, or `invalid-request` for a reason that is empty or too long. Neither repeats it. */
export function checkReason(reason: string): void {
  if (namesPerson(reason)) {
    throw problem('names-a-person', { errors: [{ pointer: POINTER, code: 'names-a-person' }] });
  }
  if (reason.trim() === '' || reason.length > REASON_LENGTH_MAX) {
    const detail = `A reason has 1 to ${REASON_LENGTH_MAX} characters.`;
    throw problem('invalid-request', {
      detail,
      errors: [{ pointer: POINTER, code: 'invalid-request', detail }],
    });
  }
}
