import { FACTS, type SubmittedChange } from '@told/codec';
import type { FieldError } from '@told/service';

/** What a new or corrected fact must carry to be of use to anyone. */
const REQUIRED: { readonly [F in SubmittedChange['fact']]: readonly string[] } = {
  address: ['role'],
  income: ['who', 'kind'],
  household: ['relation'],
  benefitAward: ['benefit', 'action'],
};

/** People tell of what is about to happen, but not a year ahead. */
const AHEAD_YEARS_MAX = 1;

/** The rules between fields, which a JSON Schema cannot say. `today` is the business date. */
export function checkChange(change: SubmittedChange, today: string): FieldError[] {
  return [...checkBody(change), ...checkPredecessor(change), ...checkDates(change, today)];
}

function checkBody(change: SubmittedChange): FieldError[] {
  const { fact, changeType } = change;
  const errors: FieldError[] = FACTS.filter(
    (other) => other !== fact && change[other] !== null,
  ).map((other) => ({
    pointer: `/${other}`,
    code: 'shape',
    detail: 'A change tells one fact: only the record that "fact" names may be present.',
  }));
  const body = change[fact] as Readonly<Record<string, unknown>> | null;
  if (changeType === 'annulled') {
    if (body !== null) {
      errors.push({
        pointer: `/${fact}`,
        code: 'shape',
        detail:
          'An annulment says that it was never true: it carries dates and pointer, no values.',
      });
    }
  } else if (changeType !== 'ended' || body !== null) {
    const missing =
      body === null ? [''] : (REQUIRED[fact] ?? []).filter((name) => body[name] == null);
    for (const name of missing) {
      errors.push({ pointer: name === '' ? `/${fact}` : `/${fact}/${name}`, code: 'required' });
    }
  }
  return errors;
}

function checkPredecessor({ changeType, previousChangeId }: SubmittedChange): FieldError[] {
  const needed = changeType === 'corrected' || changeType === 'annulled';
  if (needed && previousChangeId === null) {
    return [{ pointer: '/previousChangeId', code: 'required' }];
  }
  if (changeType === 'created' && previousChangeId !== null) {
    return [
      {
        pointer: '/previousChangeId',
        code: 'shape',
        detail: 'Only a correction, an annulment or an end points to an earlier change.',
      },
    ];
  }
  return [];
}

function checkDates(change: SubmittedChange, today: string): FieldError[] {
  const errors: FieldError[] = [];
  const { occurredOn, notifiedOn, receivedOn, usedOn, usedFor, person } = change;
  const order = (isWrong: boolean, pointer: string, detail: string): void => {
    if (isWrong) errors.push({ pointer, code: 'date-order', detail });
  };
  const future = (isWrong: boolean, pointer: string, detail: string): void => {
    if (isWrong) errors.push({ pointer, code: 'date-in-future', detail });
  };
  order(notifiedOn > receivedOn, '/notifiedOn', 'notifiedOn is not after receivedOn.');
  order(
    person?.birthDate != null && occurredOn < person.birthDate,
    '/occurredOn',
    'occurredOn is not before the birth date.',
  );
  order(
    usedOn !== null && usedOn < receivedOn,
    '/usedOn',
    'usedOn is not before receivedOn: what had not arrived was not used.',
  );
  future(receivedOn > today, '/receivedOn', 'receivedOn is not after the business date.');
  future(usedOn !== null && usedOn > today, '/usedOn', 'usedOn is not after the business date.');
  future(
    occurredOn > addYears(today, AHEAD_YEARS_MAX),
    '/occurredOn',
    'occurredOn is at most one year after the business date.',
  );
  if ((usedOn === null) !== (usedFor === null)) {
    errors.push({
      pointer: usedOn === null ? '/usedOn' : '/usedFor',
      code: 'required',
      detail: 'usedOn and usedFor are told together.',
    });
  }
  return errors;
}

/** Good enough as a bound: a 29 February becomes a day that does not exist, which compares as the day it stands for. */
const addYears = (day: string, years: number): string =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;
