import { FACTS, type SubmittedChange } from './generated/types.ts';

/** What is wrong with one field of a change: its JSON pointer, the rule's code, and the rule in a sentence; never the value. */
export interface ChangeFault {
  readonly pointer: string;
  readonly code: 'required' | 'shape' | 'date-order' | 'date-in-future';
  readonly detail?: string;
}

/** A change as far as these rules look at it: an office that records one knows the person already, and says later what it was used for. */
export type ChangeToCheck = Omit<
  SubmittedChange,
  'person' | 'caseReference' | 'system' | 'usedOn' | 'usedFor'
> &
  Partial<Pick<SubmittedChange, 'person' | 'usedOn' | 'usedFor'>>;

/** What a new or corrected fact must carry to be of use to anyone: the attribute `required` of schemas/facts. */
export const REQUIRED_FIELDS: { readonly [F in SubmittedChange['fact']]: readonly string[] } = {
  address: ['role'],
  income: ['who', 'kind'],
  household: ['relation'],
  benefitAward: ['benefit', 'action'],
  capital: ['totalPence', 'owner'],
  identity: [],
  death: ['who', 'diedOn'],
};

/** People tell of what is about to happen, but not a year ahead. */
const AHEAD_YEARS_MAX = 1;

/** The rules between fields, which a JSON Schema cannot say; the same at the bus's door and in an office. `today` is the business date. */
export function checkChange(change: ChangeToCheck, today: string): ChangeFault[] {
  return [...checkBody(change), ...checkPredecessor(change), ...checkDates(change, today)];
}

function checkBody(change: ChangeToCheck): ChangeFault[] {
  const { fact, changeType } = change;
  const errors: ChangeFault[] = FACTS.filter(
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
      body === null ? [''] : REQUIRED_FIELDS[fact].filter((name) => body[name] == null);
    for (const name of missing) {
      errors.push({ pointer: name === '' ? `/${fact}` : `/${fact}/${name}`, code: 'required' });
    }
  }
  return errors;
}

function checkPredecessor({ changeType, previousChangeId }: ChangeToCheck): ChangeFault[] {
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

function checkDates(change: ChangeToCheck, today: string): ChangeFault[] {
  const errors: ChangeFault[] = [];
  const { occurredOn, notifiedOn, receivedOn, usedOn = null, usedFor = null, person } = change;
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
