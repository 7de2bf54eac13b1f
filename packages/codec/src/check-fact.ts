import type { ChangeFault, ChangeToCheck } from './change-fault.ts';
import { BENEFITS, type IdentityReason, type IsoDate } from './generated/types.ts';

/**
 * A day that claimant and home were in two places at once is paid for at most 52 weeks (Housing Benefit Regulations 2006 reg 7); moving
 * in longer than a year before moving out is a slip of the pen.
 */
const TWO_HOMES_YEARS_MAX = 1;

/** What a record must say when it says something else; each rule names the field at fault, never a value. */
type Check<F extends ChangeToCheck['fact']> = (
  told: NonNullable<ChangeToCheck[F]>,
  at: Reporter,
  context: {
    /** Of the person the change is about, when it says. */
    readonly birthDate: IsoDate | null;
    /** The business date. */
    readonly today: IsoDate;
    readonly change: ChangeToCheck;
  },
) => void;

interface Reporter {
  required(isMissing: boolean, field: string, detail: string): void;
  order(isWrong: boolean, field: string, detail: string): void;
  future(day: IsoDate | null, field: string, today: IsoDate): void;
  notInList(isWrong: boolean, field: string, detail: string): void;
}

/** What the record of the change's fact says against itself, against the birth date told with it, and against the business date. */
export function checkFact(change: ChangeToCheck, today: IsoDate): ChangeFault[] {
  const told = change[change.fact];
  if (told === null) return [];
  const faults: ChangeFault[] = [];
  const push = (code: ChangeFault['code'], field: string, detail: string): void => {
    faults.push({ pointer: `/${change.fact}${field === '' ? '' : `/${field}`}`, code, detail });
  };
  const at: Reporter = {
    required: (isMissing, field, detail) => isMissing && push('required', field, detail),
    order: (isWrong, field, detail) => isWrong && push('date-order', field, detail),
    future: (day, field, now) =>
      isAfter(day, now) &&
      push('date-in-future', field, `${field} is not after the business date.`),
    notInList: (isWrong, field, detail) => isWrong && push('not-in-list', field, detail),
  };
  const check = CHECKS[change.fact] as Check<typeof change.fact> | undefined;
  check?.(told, at, { birthDate: knownBirthDate(change), today, change });
  return faults;
}

/** The birth date that the change's other dates are held against; null when none is told, or when this very notice corrects it. */
export function knownBirthDate({ person, identity }: ChangeToCheck): IsoDate | null {
  return identity?.birthDate == null ? (person?.birthDate ?? null) : null;
}

/** A fact without rules of its own needs no line here. */
const CHECKS: { readonly [F in ChangeToCheck['fact']]?: Check<F> } = {
  address(told, at, { birthDate }) {
    const { movedOutOn, movedInOn, fromUprn, toUprn } = told;
    at.required(
      told.rentPence !== null && told.rentPeriod === null,
      'rentPeriod',
      'A rent is told with its period.',
    );
    const isOnePlace = fromUprn !== null && toUprn !== null && isSamePlace(fromUprn, toUprn);
    at.order(
      isOnePlace && isAfter(movedOutOn, movedInOn),
      'movedInOn',
      'Moving back into the same place is not before moving out of it.',
    );
    at.order(
      !isOnePlace &&
        movedInOn !== null &&
        isAfter(movedOutOn, addYears(movedInOn, TWO_HOMES_YEARS_MAX)),
      'movedInOn',
      'Moving in is at most a year before moving out.',
    );
    notBeforeBirth(at, birthDate, { movedOutOn, movedInOn });
  },
  income(told, at, { birthDate }) {
    const { grossPence, netPence, pensionContributionPence, startOn, endOn, firstPaidOn } = told;
    const hasAmount = [grossPence, netPence, pensionContributionPence].some((one) => one !== null);
    at.required(
      hasAmount && told.payPeriod === null,
      'payPeriod',
      'An amount is told with its pay period.',
    );
    at.order(isAfter(startOn, endOn), 'endOn', 'endOn is not before startOn.');
    // Another member of the household may be older than the person.
    if (told.who === 'claimant') notBeforeBirth(at, birthDate, { startOn, endOn, firstPaidOn });
  },
  household(told, at, { birthDate, today }) {
    const { joinedOn, leftOn } = told;
    at.order(isAfter(joinedOn, leftOn), 'leftOn', 'leftOn is not before joinedOn.');
    at.order(
      isAfter(told.birthDate, joinedOn),
      'joinedOn',
      'joinedOn is not before the birth of the member.',
    );
    at.order(
      isAfter(told.birthDate, leftOn),
      'leftOn',
      'leftOn is not before the birth of the member.',
    );
    at.future(told.birthDate, 'birthDate', today);
    checkChildAge(told.relation === 'child', told.birthDate, at, birthDate);
    notBeforeBirth(at, birthDate, { joinedOn, leftOn });
    for (const [index, benefit] of (told.benefits ?? []).entries()) {
      at.notInList(
        !BENEFITS.some((one) => one === benefit),
        `benefits/${index}`,
        'Benefits are named by the words of benefitAward; health benefits are not carried.',
      );
    }
  },
  benefitAward(told, at, { birthDate }) {
    const { from, lastDayOfEntitlement } = told;
    at.order(
      isAfter(from, lastDayOfEntitlement),
      'lastDayOfEntitlement',
      'lastDayOfEntitlement is not before from.',
    );
    notBeforeBirth(at, birthDate, { from, lastDayOfEntitlement });
  },
  capital({ asOf, owner }, at, { birthDate, today }) {
    at.future(asOf, 'asOf', today);
    if (owner !== 'partner') notBeforeBirth(at, birthDate, { asOf });
  },
  identity(told, at, { today }) {
    const names = told.formerNames ?? [];
    const isSilent = told.newNino === null && told.birthDate === null && names.length === 0;
    at.required(
      isSilent,
      '',
      'An identity tells a new number, former names or a right birth date.',
    );
    const field = told.reason === null ? null : FIELD_OF_REASON[told.reason];
    const isMissing =
      field !== null && (field === 'formerNames' ? names.length === 0 : told[field] === null);
    if (!isSilent && field !== null) {
      at.required(isMissing, field, `The reason given asks for ${field}.`);
    }
    at.future(told.birthDate, 'birthDate', today);
  },
  death(told, at, { birthDate, today, change }) {
    const { diedOn } = told;
    at.future(diedOn, 'diedOn', today);
    at.future(told.birthDate, 'birthDate', today);
    at.order(
      isAfter(told.birthDate, diedOn),
      'diedOn',
      'diedOn is not before the birth of the member.',
    );
    at.order(
      diedOn !== null && change.occurredOn !== diedOn,
      'diedOn',
      'diedOn is the day it occurred.',
    );
    checkChildAge(told.who === 'child', told.birthDate, at, birthDate);
    notBeforeBirth(at, birthDate, { diedOn });
  },
};

const FIELD_OF_REASON: Readonly<
  Record<IdentityReason, 'newNino' | 'formerNames' | 'birthDate' | null>
> = {
  'nino-changed': 'newNino',
  'name-changed': 'formerNames',
  'birth-date-corrected': 'birthDate',
  other: null,
};

function checkChildAge(
  isChild: boolean,
  childBirthDate: IsoDate | null,
  at: Reporter,
  birthDate: IsoDate | null,
): void {
  const isOlder = birthDate !== null && childBirthDate !== null && childBirthDate <= birthDate;
  at.order(isChild && isOlder, 'birthDate', 'A child is younger than the claimant.');
}

/** Nothing that the person does or has lies before the birth date told with the change. */
function notBeforeBirth(
  at: Reporter,
  birthDate: IsoDate | null,
  days: Readonly<Record<string, IsoDate | null>>,
): void {
  for (const [field, day] of Object.entries(days)) {
    at.order(isAfter(birthDate, day), field, `${field} is not before the birth date.`);
  }
}

/** False when either is not known. */
const isAfter = (day: IsoDate | null, other: IsoDate | null): boolean =>
  day !== null && other !== null && day > other;

/** UPRNs are compared after padding. */
const UPRN_DIGITS = 12;
const isSamePlace = (one: string, other: string): boolean =>
  one.padStart(UPRN_DIGITS, '0') === other.padStart(UPRN_DIGITS, '0');

/** Good enough as a bound: a 29 February becomes a day that does not exist, which compares as the day it stands for. */
export const addYears = (day: IsoDate, years: number): IsoDate =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;
