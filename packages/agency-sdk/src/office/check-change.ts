import { FACTS } from '@told/codec';
import type { FieldError } from '@told/service';
import type { FactBody } from './case-file.ts';
import type { OfficerChange } from './told-fact.ts';

/** What a new or corrected fact must carry; the attribute `required` of schemas/facts. */
const REQUIRED: Readonly<Record<OfficerChange['fact'], readonly string[]>> = {
  address: ['role'],
  income: ['who', 'kind'],
  household: ['relation'],
  benefitAward: ['benefit', 'action'],
};

/** The rules between fields of what an officer records: the same that the bus's door keeps, so that nothing counts here that it refuses. */
export function checkChange(change: OfficerChange, businessDate: string): readonly FieldError[] {
  return [...checkBody(change), ...checkPredecessor(change), ...checkDates(change, businessDate)];
}

function checkBody(change: OfficerChange): readonly FieldError[] {
  const { fact, changeType } = change;
  const body = change[fact] as (FactBody & Readonly<Record<string, unknown>>) | null;
  const others = FACTS.filter((other) => other !== fact && change[other] !== null).map((other) =>
    wrong(`/${other}`, 'shape', 'A change tells one fact: the one that "fact" names.'),
  );
  if (changeType === 'annulled') {
    return body === null
      ? others
      : [...others, wrong(`/${fact}`, 'shape', 'An annulment carries no values.')];
  }
  if (body === null) {
    return changeType === 'ended' ? others : [...others, wrong(`/${fact}`, 'required')];
  }
  const missing =
    changeType === 'ended' ? [] : REQUIRED[fact].filter((name) => body[name] === null);
  return [...others, ...missing.map((name) => wrong(`/${fact}/${name}`, 'required'))];
}

function checkPredecessor({ changeType, previousChangeId }: OfficerChange): readonly FieldError[] {
  const isNeeded = changeType === 'corrected' || changeType === 'annulled';
  if (isNeeded && previousChangeId === null) return [wrong('/previousChangeId', 'required')];
  const isIdle = changeType === 'created' && previousChangeId !== null;
  return isIdle
    ? [wrong('/previousChangeId', 'shape', 'A new fact points to no earlier one.')]
    : [];
}

function checkDates(change: OfficerChange, businessDate: string): readonly FieldError[] {
  const { notifiedOn, receivedOn } = change;
  return [
    ...(notifiedOn > receivedOn
      ? [wrong('/notifiedOn', 'date-order', 'notifiedOn is not after receivedOn.')]
      : []),
    ...(receivedOn > businessDate
      ? [wrong('/receivedOn', 'date-in-future', 'receivedOn is not after the business date.')]
      : []),
  ];
}

function wrong(pointer: string, code: FieldError['code'], detail?: string): FieldError {
  return { pointer, code, ...(detail === undefined ? {} : { detail }) };
}
