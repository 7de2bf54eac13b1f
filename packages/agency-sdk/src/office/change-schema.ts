import { jsonSchemaFor } from '@told/codec';
import type { JsonSchema } from '@told/service';

/** What the office says itself: who it is about, under which reference, and what the fact was used for. */
const OFFICE_SAYS: readonly string[] = ['person', 'caseReference', 'system', 'usedOn', 'usedFor'];

function withoutOfficeFields(): JsonSchema {
  const submitted = jsonSchemaFor('SubmittedChange');
  const properties = Object.entries(submitted['properties'] as object).filter(
    ([name]) => !OFFICE_SAYS.includes(name),
  );
  return {
    ...submitted,
    title: 'OfficerChange',
    description: 'What an officer records of one change that was told at the office.',
    properties: Object.fromEntries(properties),
  };
}

/** Body of POST /v1/cases/{caseReference}/changes. */
export const changeSchema: JsonSchema = withoutOfficeFields();
