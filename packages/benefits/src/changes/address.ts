import type { AddressFact } from '../facts.ts';
import { type ChangePart, noteChange } from './dated-change.ts';

/**
 * A move. Council tax runs on exact days and the state at the end of a day counts for the whole day
 * [LGFA 1992 s.2(2)]: the day of moving in is charged at the new home, the day of moving out is not
 * charged at the old one. Days between two homes are asked about, since whether the old home is
 * still charged depends on how it was held.
 */
export function findAddressChanges(fact: AddressFact): readonly ChangePart[] {
  const { body, occurredOn } = fact;
  if (body === null || body.role === null) {
    return [noteChange(occurredOn, 'home', 'missing-field', 'address.role')];
  }
  if (body.role === 'correspondence') return [];
  const movedOutOn = body.movedOutOn ?? null;
  const leave = (on: string): ChangePart => ({
    on,
    moment: 'move',
    effect: { kind: 'leave-home', uprn: body.fromUprn },
  });
  if (fact.changeType === 'ended' || body.role === 'moved-out') {
    if (body.toUprn === null || body.movedInOn === null) return [leave(movedOutOn ?? occurredOn)];
  }
  const movedInOn = body.movedInOn ?? occurredOn;
  if (body.isOutsideArea === true) {
    // The day of moving out is not charged: liability to this authority ends with the day before.
    const on = movedOutOn ?? movedInOn;
    return [{ on, moment: 'council-tax', effect: { kind: 'end-claim', ended: 'left-area' } }];
  }
  const gap = movedOutOn !== null && movedOutOn < movedInOn ? [leave(movedOutOn)] : [];
  if (body.toUprn === null) return [...gap, leave(movedInOn)];
  const { toUprn, liablePersons } = body;
  return [
    ...gap,
    {
      on: movedInOn,
      moment: 'move',
      effect: { kind: 'set-home', uprn: toUprn, liablePersons },
    },
  ];
}
