import type { Outcome } from '@told/codec';
import { eventHeaders, type OutgoingRecord } from '@told/service';
import { MICROSECONDS_PER_MS } from './outcomes.ts';

/** The topic on which an agency answers. */
export const outcomesTopic = (agency: string): string => `told.outcomes.${agency}`;

export interface OutcomeWriter {
  readonly agency: string;
  /** The codec's encoder of Outcome for `outcomesTopic(agency)`. */
  readonly encode: (outcome: Outcome) => Buffer;
}

/** An answer as the record that publishes it; `id` is the record's own. */
export const writeRecord = (
  { agency, encode }: OutcomeWriter,
  outcome: Outcome,
  id: string,
): OutgoingRecord => ({
  topic: outcomesTopic(agency),
  key: outcome.caseReference,
  value: encode(outcome),
  headers: eventHeaders({
    ...{ id, source: agency, type: 'Outcome' },
    timeMs: outcome.decidedAt / MICROSECONDS_PER_MS,
  }),
});
