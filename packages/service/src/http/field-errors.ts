import type { ProblemCode } from './problem-list.ts';

/** What one field may be told, beside any code of PROBLEMS. */
export const FIELD_ERRORS = {
  required: 'the field is missing',
  type: 'the value is of another JSON type',
  'not-in-list': 'the value is not in the closed list',
  pattern: 'the text does not have the form asked for',
  'too-short': 'the text is too short',
  'too-long': 'the text is too long',
  'too-few': 'the list has too few items',
  'too-many': 'the list or object has too many items',
  repeated: 'the list names an item twice',
  'too-small': 'the number is too small',
  'too-large': 'the number is too large',
  multiple: 'the number is not a multiple of the step',
  date: 'the text is not a date that exists, as YYYY-MM-DD',
  'date-time': 'the text is not an instant with its offset (RFC 3339)',
  uuid: 'the text is not a UUID',
  format: 'the text does not have the format asked for',
  shape: 'the value fits none, or more than one, of the shapes allowed here',
} as const;

export type FieldErrorCode = keyof typeof FIELD_ERRORS | ProblemCode;

/** One field's fault. `pointer` is a JSON pointer (RFC 6901) into the body; `detail` states the rule, never the value. */
export interface FieldError {
  readonly pointer: string;
  readonly code: FieldErrorCode;
  readonly detail?: string;
}
