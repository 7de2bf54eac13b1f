import { type OtherAward, padUprn } from '../benefit-case.ts';
import { type Circumstances, contradiction } from '../circumstances.ts';
import { addResident, removeResident } from '../council-tax/residents.ts';
import type { Benefit } from '../facts.ts';
import type { Effect } from './effect.ts';
import { endIncome, setIncome } from './set-income.ts';
import {
  removeChild,
  removeNonDependant,
  removePartner,
  setChild,
  setNonDependant,
  setPartner,
} from './set-member.ts';

/** Circumstances after one change. */
export function applyEffect(before: Circumstances, effect: Effect): Circumstances {
  switch (effect.kind) {
    case 'set-income':
      return setIncome(before, effect.income, effect.grossPence);
    case 'end-income':
      return endIncome(before, effect);
    case 'set-partner':
      return setPartner(before, effect.partner);
    case 'remove-partner':
      return removePartner(before, effect.key);
    case 'set-child':
      return setChild(before, effect.child);
    case 'remove-child':
      return removeChild(before, effect.key);
    case 'set-non-dependant':
      return setNonDependant(before, effect.person);
    case 'remove-non-dependant':
      return removeNonDependant(before, effect.key);
    case 'set-birth-date':
      return { ...before, claimant: { ...before.claimant, birthDate: effect.birthDate } };
    case 'end-claim':
      return { ...before, ended: effect.ended };
    case 'note':
      return { ...before, notes: [...before.notes, effect.note] };
    case 'set-capital':
      return setCapital(before, effect);
    case 'set-award':
      return setAward(before, effect.award);
    case 'stop-award':
      return {
        ...before,
        awards: before.awards.filter(({ benefit }) => benefit !== effect.benefit),
        stopped: [...before.stopped, effect.benefit],
      };
    default:
      return applyToHome(before, effect);
  }
}

type HomeEffect = Extract<
  Effect,
  { readonly kind: 'leave-home' | 'set-home' | 'add-resident' | 'remove-resident' }
>;

function applyToHome(before: Circumstances, effect: HomeEffect): Circumstances {
  const liablePersons = before.home?.liablePersons ?? 1;
  switch (effect.kind) {
    case 'leave-home':
      return leaveHome(before, effect.uprn);
    case 'set-home':
      return {
        ...before,
        home: { uprn: effect.uprn, liablePersons: effect.liablePersons ?? liablePersons },
      };
    case 'add-resident':
      return { ...before, residents: addResident(before.residents, effect.resident) };
    case 'remove-resident':
      return { ...before, residents: removeResident(before.residents, effect.resident) };
  }
}

/** Leaving counts only for the home lived in: keys handed back after moving in elsewhere change nothing. */
function leaveHome(before: Circumstances, uprn: string | null): Circumstances {
  const current = before.home?.uprn ?? null;
  if (uprn !== null && current !== null && padUprn(uprn) !== padUprn(current)) return before;
  return { ...before, home: { uprn: null, liablePersons: before.home?.liablePersons ?? 1 } };
}

/** Of these a person can be on one at a time. */
const EXCLUSIVE: readonly Benefit[] = ['is', 'jsa-ib', 'esa-ir', 'pc-guarantee'];

function setAward(before: Circumstances, award: OtherAward): Circumstances {
  const earlier = before.awards.find(({ benefit }) => benefit === award.benefit);
  const overlaps =
    EXCLUSIVE.includes(award.benefit) &&
    before.awards.some((other) => other !== earlier && EXCLUSIVE.includes(other.benefit));
  return {
    ...before,
    awards: [
      ...before.awards.filter((other) => other !== earlier),
      // A changed amount does not start a new spell.
      earlier === undefined ? award : { ...award, from: earlier.from },
    ],
    stopped: before.stopped.filter((benefit) => benefit !== award.benefit),
    notes: overlaps
      ? [...before.notes, contradiction('award', 'benefit-awards-overlap')]
      : before.notes,
  };
}

/** A total of both replaces all; of one of them only that one's, which a total of both cannot be split for. */
function setCapital(
  before: Circumstances,
  { owner, totalPence }: Extract<Effect, { readonly kind: 'set-capital' }>,
): Circumstances {
  const { capital, partner } = before;
  if (owner === 'couple') {
    return { ...before, capital: { claimant: null, partner: null, couple: totalPence } };
  }
  const isSplit = capital.couple === null || partner === null;
  const parts = { ...capital, couple: null, [owner]: totalPence };
  return {
    ...before,
    capital: parts,
    notes: isSplit ? before.notes : [...before.notes, contradiction('capital', 'capital.owner')],
  };
}
