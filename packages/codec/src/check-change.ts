import type { ChangeFault, ChangeToCheck } from './change-fault.ts';
import { addYears, checkFact, knownBirthDate } from './check-fact.ts';
import { requiredFields } from './fact-fields.ts';
import { FACTS } from './generated/types.ts';

/** People tell of what is about to happen, but not a year ahead. */
const AHEAD_YEARS_MAX = 1;

/** The rules between fields, which a JSON Schema cannot say; the same at the bus's door and in an office. `today` is the business date. */
export function checkChange(change: ChangeToCheck, today: string): ChangeFault[] {
  return [
    ...checkBody(change),
    ...checkFact(change, today),
    ...checkPredecessor(change),
    ...checkDates(change, today),
    ...checkBirth(change, today),
    ...checkDuty(change),
  ];
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
      body === null ? [''] : requiredFields[fact].filter((name) => body[name] == null);
    for (const name of missing) {
      const pointer = name === '' ? `/${fact}` : `/${fact}/${name}`;
      errors.push({ pointer, code: 'required', detail: 'A new or corrected fact tells it.' });
    }
  }
  return errors;
}

function checkPredecessor({ changeType, previousChangeId }: ChangeToCheck): ChangeFault[] {
  const needed = changeType === 'corrected' || changeType === 'annulled';
  if (needed && previousChangeId === null) {
    const detail = 'A correction and an annulment point to the change they are about.';
    return [{ pointer: '/previousChangeId', code: 'required', detail }];
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
  const { occurredOn, notifiedOn, receivedOn } = change;
  const { usedOn = null, usedFor = null } = change;
  const order = (isWrong: boolean, pointer: string, detail: string): void => {
    if (isWrong) errors.push({ pointer, code: 'date-order', detail });
  };
  const future = (isWrong: boolean, pointer: string, detail: string): void => {
    if (isWrong) errors.push({ pointer, code: 'date-in-future', detail });
  };
  order(notifiedOn > receivedOn, '/notifiedOn', 'notifiedOn is not after receivedOn.');
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
  for (const [pointer, seenOn] of seenDays(change)) {
    future(seenOn > today, pointer, 'seenOn is not after the business date.');
  }
  if ((usedOn === null) !== (usedFor === null)) {
    errors.push({
      pointer: usedOn === null ? '/usedOn' : '/usedFor',
      code: 'required',
      detail: 'usedOn and usedFor are told together.',
    });
  }
  return errors;
}

/** The dates of the envelope against the birth date told with it; those of the fact are the fact's own affair. */
function checkBirth(change: ChangeToCheck, today: string): ChangeFault[] {
  const told = change.person?.birthDate ?? null;
  const errors: ChangeFault[] = [];
  if (told !== null && told > today) {
    const detail = 'A birth date is not after the business date.';
    errors.push({ pointer: '/person/birthDate', code: 'date-in-future', detail });
  }
  const birthDate = knownBirthDate(change);
  if (birthDate === null) return errors;
  const days: readonly (readonly [string, string])[] = [
    ['/occurredOn', change.occurredOn],
    ['/notifiedOn', change.notifiedOn],
    ...seenDays(change),
  ];
  for (const [pointer, day] of days) {
    const detail = `${pointer.split('/').at(-1)} is not before the birth date.`;
    if (day < birthDate) errors.push({ pointer, code: 'date-order', detail });
  }
  return errors;
}

const seenDays = ({ evidence }: ChangeToCheck): readonly (readonly [string, string])[] =>
  evidence.documents.flatMap(({ seenOn }, index) =>
    seenOn === null ? [] : [[`/evidence/documents/${index}/seenOn`, seenOn] as const],
  );

/**
 * SI 2010/444 is about births and deaths alone: elsewhere nobody's duty to tell another office is discharged. To say that it never
 * happened discharges none either.
 */
function checkDuty(change: ChangeToCheck): ChangeFault[] {
  const { dutyDischarged, fact, changeType, household } = change;
  const reason = fact === 'household' ? household?.reason : undefined;
  const isBirthOrDeath = fact === 'death' || reason === 'born' || reason === 'died';
  if (dutyDischarged === null || (isBirthOrDeath && changeType !== 'annulled')) return [];
  const detail = 'Only a birth or a death told here discharges a duty to tell another office.';
  return [{ pointer: '/dutyDischarged', code: 'shape', detail }];
}
