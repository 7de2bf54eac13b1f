import type { Income, NonDependant } from '../benefit-case.ts';
import type { Circumstances, Note } from '../circumstances.ts';
import type { IncomeKind, IncomeOwner } from '../facts.ts';

type IncomeSlot = Pick<Income, 'who' | 'kind' | 'employer'>;

function isSameSlot(a: IncomeSlot, b: IncomeSlot): boolean {
  return a.who === b.who && a.kind === b.kind && a.employer === b.employer;
}

/**
 * One person may have two jobs, told apart by the employer. Where one side lacks the employer
 * (withheld, or never told), nobody can say whether it is the same job: that is a question.
 */
function isAmbiguous(incomes: readonly Income[], slot: IncomeSlot): boolean {
  return incomes.some(
    (income) =>
      income.who === slot.who &&
      income.kind === slot.kind &&
      income.employer !== slot.employer &&
      (income.employer === null || slot.employer === null),
  );
}

const EMPLOYER_NOTE: Note = {
  topic: 'income',
  question: { reason: 'missing-field', detail: 'income.employer' },
};

/** An income begins, or its amount changes. */
export function setIncome(
  before: Circumstances,
  income: Income,
  grossPence: number | null,
): Circumstances {
  if (income.who === 'non-dependant') return setNonDependantIncome(before, income, grossPence);
  const notes = isAmbiguous(before.incomes, income)
    ? [...before.notes, EMPLOYER_NOTE]
    : before.notes;
  return {
    ...before,
    incomes: [...before.incomes.filter((other) => !isSameSlot(other, income)), income],
    notes,
  };
}

export function endIncome(
  before: Circumstances,
  ended: {
    readonly who: IncomeOwner;
    readonly incomeKind: IncomeKind;
    readonly employer: string | null;
  },
): Circumstances {
  const slot = { who: ended.who, kind: ended.incomeKind, employer: ended.employer };
  if (slot.who === 'non-dependant') {
    return changeOnlyNonDependant(before, (person) => ({
      ...person,
      worksSixteenHoursOrMore:
        slot.kind === 'employed' || slot.kind === 'self-employed'
          ? false
          : person.worksSixteenHoursOrMore,
      // What other income is left, nobody has told.
      grossWeeklyIncomePence: null,
    }));
  }
  const notes = isAmbiguous(before.incomes, slot) ? [...before.notes, EMPLOYER_NOTE] : before.notes;
  return {
    ...before,
    incomes: before.incomes.filter((income) => !isSameSlot(income, slot)),
    notes,
  };
}

const WORK_HOURS = 16;

/** Weekly gross is known only of a weekly amount: what another period makes a week is a scheme's rule. */
function setNonDependantIncome(
  before: Circumstances,
  { hoursPerWeek, payPeriod }: Income,
  grossPence: number | null,
): Circumstances {
  return changeOnlyNonDependant(before, (person) => ({
    ...person,
    worksSixteenHoursOrMore:
      hoursPerWeek === null ? person.worksSixteenHoursOrMore : hoursPerWeek >= WORK_HOURS,
    grossWeeklyIncomePence: payPeriod === 'weekly' ? grossPence : null,
  }));
}

/** An income notice does not say which non-dependant it is about: with several it is a question. */
function changeOnlyNonDependant(
  before: Circumstances,
  change: (person: NonDependant) => NonDependant,
): Circumstances {
  const [person, other] = before.nonDependants;
  if (person !== undefined && other === undefined) {
    return { ...before, nonDependants: [change(person)] };
  }
  const question = { reason: 'missing-field', detail: 'income.member' } as const;
  return { ...before, notes: [...before.notes, { topic: 'non-dependant', question }] };
}
