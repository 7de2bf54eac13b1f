import type { SubmittedChange } from '@told/codec';

/** As JSON brings it: validated, and what an agency left out is missing. */
export type SubmittedJson = Pick<
  SubmittedChange,
  'fact' | 'changeType' | 'occurredOn' | 'notifiedOn' | 'receivedOn'
> &
  Partial<SubmittedChange>;

const NOT_TOLD = {
  person: null,
  caseReference: null,
  system: null,
  previousChangeId: null,
  usedOn: null,
  usedFor: null,
  evidence: { level: 'self-declared', documents: [] },
  dutyDischarged: null,
  address: null,
  income: null,
  household: null,
  benefitAward: null,
} as const satisfies Partial<SubmittedChange>;

/** The change with the schema's defaults for what was not told. */
export function completeChange(json: SubmittedJson): SubmittedChange {
  const { evidence = NOT_TOLD.evidence, ...told } = json;
  return { ...NOT_TOLD, ...told, evidence: { ...NOT_TOLD.evidence, ...evidence } };
}
