import type { Question } from './award.ts';
import {
  type BenefitCase,
  type Income,
  type OtherAward,
  type Partner,
  type Person,
  padUprn,
} from './benefit-case.ts';
import type { Benefit, IncomeKind, IncomeOwner } from './facts.ts';

/** What a rule looks at: everything about a household in force on one day. */
export type Circumstances = {
  readonly incomes: readonly Income[];
  readonly partner: Partner | null;
  readonly children: readonly Person[];
  readonly awards: readonly OtherAward[];
  readonly stopped: readonly Benefit[];
  /** `uprn` null: not known where. */
  readonly home: { readonly uprn: string | null; readonly liablePersons: number } | null;
  readonly singlePersonDiscount: boolean;
  readonly notes: readonly Note[];
};

/** A fact that circumstances cannot hold; a scheme asks about the topics that concern it. */
type Note = { readonly topic: NoteTopic; readonly question: Question };
export type NoteTopic = 'income' | 'home' | 'household' | 'award' | 'capital' | 'any';

/** What one change does to circumstances. */
export type Effect =
  | { readonly kind: 'set-income'; readonly income: Income }
  | {
      readonly kind: 'end-income';
      readonly who: IncomeOwner;
      readonly incomeKind: IncomeKind;
      readonly employer: string | null;
    }
  | { readonly kind: 'add-partner'; readonly partner: Partner }
  | { readonly kind: 'end-discount' }
  | { readonly kind: 'leave-home'; readonly uprn: string | null }
  | { readonly kind: 'set-home'; readonly uprn: string; readonly liablePersons: number | null }
  | { readonly kind: 'set-award'; readonly award: OtherAward }
  | { readonly kind: 'stop-award'; readonly benefit: Benefit }
  | { readonly kind: 'note'; readonly note: Note };

/** Circumstances on the first day of the award. */
export function openCircumstances(benefitCase: BenefitCase): Circumstances {
  const { incomes, partner, children, awards, home, unmodelled } = benefitCase;
  return {
    incomes,
    partner,
    children,
    awards,
    stopped: [],
    home: home === null ? null : { uprn: home.uprn, liablePersons: home.liablePersons },
    singlePersonDiscount: home?.singlePersonDiscount ?? false,
    notes: unmodelled.map((detail) => ({
      topic: 'any',
      question: { reason: 'not-modelled', detail },
    })),
  };
}

/** Circumstances after one change. */
export function applyEffect(before: Circumstances, effect: Effect): Circumstances {
  switch (effect.kind) {
    case 'set-income':
      return setIncome(before, effect.income);
    case 'end-income':
      return endIncome(before, effect);
    case 'add-partner':
      return { ...before, partner: effect.partner };
    case 'end-discount':
      return { ...before, singlePersonDiscount: false };
    case 'leave-home':
      return leaveHome(before, effect.uprn);
    case 'set-home':
      return {
        ...before,
        home: {
          uprn: effect.uprn,
          liablePersons: effect.liablePersons ?? before.home?.liablePersons ?? 1,
        },
      };
    case 'set-award':
      return setAward(before, effect.award);
    case 'stop-award':
      return {
        ...before,
        awards: before.awards.filter(({ benefit }) => benefit !== effect.benefit),
        stopped: [...before.stopped, effect.benefit],
      };
    case 'note':
      return { ...before, notes: [...before.notes, effect.note] };
  }
}

/** Leaving counts only for the home lived in: keys handed back after moving in elsewhere change nothing. */
function leaveHome(before: Circumstances, uprn: string | null): Circumstances {
  const current = before.home?.uprn ?? null;
  if (uprn !== null && current !== null && padUprn(uprn) !== padUprn(current)) return before;
  return { ...before, home: { uprn: null, liablePersons: before.home?.liablePersons ?? 1 } };
}

/** Among changes of one day an end comes before a start, so that a new spell follows an old one. */
export function endsBeforeStarts(effect: Effect): 0 | 1 {
  return effect.kind === 'end-income' ||
    effect.kind === 'leave-home' ||
    effect.kind === 'stop-award'
    ? 0
    : 1;
}

function setAward(before: Circumstances, award: OtherAward): Circumstances {
  const earlier = before.awards.find(({ benefit }) => benefit === award.benefit);
  return {
    ...before,
    awards: [
      ...before.awards.filter((other) => other !== earlier),
      // A changed amount does not start a new spell.
      earlier === undefined ? award : { ...award, from: earlier.from },
    ],
    stopped: before.stopped.filter((benefit) => benefit !== award.benefit),
  };
}

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

function setIncome(before: Circumstances, income: Income): Circumstances {
  const notes = isAmbiguous(before.incomes, income)
    ? [...before.notes, EMPLOYER_NOTE]
    : before.notes;
  return {
    ...before,
    incomes: [...before.incomes.filter((other) => !isSameSlot(other, income)), income],
    notes,
  };
}

function endIncome(
  before: Circumstances,
  ended: {
    readonly who: IncomeOwner;
    readonly incomeKind: IncomeKind;
    readonly employer: string | null;
  },
): Circumstances {
  const slot = { who: ended.who, kind: ended.incomeKind, employer: ended.employer };
  const notes = isAmbiguous(before.incomes, slot) ? [...before.notes, EMPLOYER_NOTE] : before.notes;
  return {
    ...before,
    incomes: before.incomes.filter((income) => !isSameSlot(income, slot)),
    notes,
  };
}
