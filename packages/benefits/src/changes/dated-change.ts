import type { QuestionReason } from '../award.ts';
import type { IsoDate } from '../calendar.ts';
import type { Effect, NoteTopic } from '../circumstances.ts';

/**
 * Which rule of a scheme dates the change: `ordinary`; `council-tax` (the amount of tax); `partner`
 * (joins). The end of another benefit is `ordinary` with the day after its last day as date of change.
 */
type ChangeMoment = 'ordinary' | 'council-tax' | 'partner';

/** One change of circumstances that a fact brings, not yet dated by any scheme. */
export type ChangePart = {
  readonly on: IsoDate;
  readonly moment: ChangeMoment;
  readonly effect: Effect;
};

/** A part that a scheme asks about instead of counting it. */
export function noteChange(
  on: IsoDate,
  topic: NoteTopic,
  reason: QuestionReason,
  detail: string,
): ChangePart {
  const moment = topic === 'home' ? 'council-tax' : 'ordinary';
  return { on, moment, effect: { kind: 'note', note: { topic, question: { reason, detail } } } };
}
