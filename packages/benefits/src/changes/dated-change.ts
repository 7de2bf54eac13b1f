import type { QuestionReason } from '../award.ts';
import type { IsoDate } from '../calendar.ts';
import type { NoteTopic } from '../circumstances.ts';
import type { Effect } from '../effects/effect.ts';

/**
 * Which rule of a scheme dates the change. `ordinary` is every change without a rule of its own, the
 * end of another benefit among them (its date of change is the day after its last day).
 */
export type ChangeMoment =
  | 'ordinary'
  /** Another benefit ends. */
  | 'benefit-ends'
  /** A partner joins or leaves. */
  | 'partner'
  | 'death'
  /** A non-dependant joins, or more is known of what one has. */
  | 'non-dependant-joins'
  | 'non-dependant-leaves'
  /** The claimant moves home. */
  | 'move'
  /** The rent, for housing benefit. */
  | 'rent'
  /** The amount of council tax: home, liable persons, discounts. */
  | 'council-tax'
  /** The birth date that was on record was wrong from the first day. */
  | 'from-the-start';

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
