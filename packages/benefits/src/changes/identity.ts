import type { IdentityFact } from '../facts.ts';
import type { ChangePart } from './dated-change.ts';

/** Names and numbers move no award; a birth date that was wrong was wrong from the start. */
export function findIdentityChanges({ body, occurredOn }: IdentityFact): readonly ChangePart[] {
  const birthDate = body?.birthDate ?? null;
  return birthDate === null
    ? []
    : [{ on: occurredOn, moment: 'from-the-start', effect: { kind: 'set-birth-date', birthDate } }];
}
