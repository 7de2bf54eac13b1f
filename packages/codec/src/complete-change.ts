import { completeJson } from './complete-json.ts';
import type { SubmittedChange } from './generated/types.ts';
import { jsonSchemaFor } from './json-schema-for.ts';

/** As JSON brings it: validated, and what an agency left out is missing. */
export type SubmittedJson = Pick<
  SubmittedChange,
  'fact' | 'changeType' | 'occurredOn' | 'notifiedOn' | 'receivedOn'
> &
  Partial<SubmittedChange>;

const schema = jsonSchemaFor('SubmittedChange');

/** The change with the schema's defaults for what was not told. */
export const completeChange = (json: SubmittedJson): SubmittedChange =>
  completeJson(schema, json) as SubmittedChange;
