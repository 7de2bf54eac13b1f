import type { SubmittedChange } from './generated/types.ts';

/** What is wrong with one field of a change: its JSON pointer, the rule's code, and the rule in a sentence; never the value. */
export interface ChangeFault {
  readonly pointer: string;
  readonly code: 'required' | 'shape' | 'not-in-list' | 'date-order' | 'date-in-future';
  readonly detail?: string;
}

/** A change as far as these rules look at it: an office that records one knows the person already, and says later what it was used for. */
export type ChangeToCheck = Omit<
  SubmittedChange,
  'person' | 'caseReference' | 'system' | 'usedOn' | 'usedFor'
> &
  Partial<Pick<SubmittedChange, 'person' | 'usedOn' | 'usedFor'>>;
