import type { Child, NonDependant, Partner } from '../benefit-case.ts';
import { type Circumstances, contradiction, isOlder, type Note } from '../circumstances.ts';
import { findKnownMember, findMember, type MemberKey } from '../members.ts';

const addNote = (before: Circumstances, note: Note): Circumstances => ({
  ...before,
  notes: [...before.notes, note],
});

/** A partner joins, or more is known of the one there is. Two at once cannot be. */
export function setPartner(before: Circumstances, partner: Partner): Circumstances {
  const known = before.partner;
  const isOther = known !== null && findMember([known], partner) === undefined;
  return isOther
    ? addNote(before, contradiction('household', 'two-partners'))
    : { ...before, partner: { ...known, ...partner } };
}

/** A partner leaves, and with them their income and capital. */
export function removePartner(before: Circumstances, key: MemberKey): Circumstances {
  const { partner, capital } = before;
  if (partner === null || findKnownMember([partner], key) === undefined) {
    return addNote(before, unknownMember('household'));
  }
  // What a couple had together cannot be split by anybody but them.
  const isShared = capital.couple !== null && capital.couple > 0;
  const question = { reason: 'missing-field', detail: 'capital.totalPence' } as const;
  return {
    ...before,
    partner: null,
    incomes: before.incomes.filter(({ who }) => who !== 'partner'),
    capital: { ...capital, partner: null },
    notes: isShared ? [...before.notes, { topic: 'capital', question }] : before.notes,
  };
}

export function setChild(before: Circumstances, child: Child): Circumstances {
  if (isOlder(child.birthDate, before.claimant.birthDate)) {
    return addNote(before, contradiction('household', 'child-older-than-claimant'));
  }
  const known = findMember(before.children, child);
  const isNamed = (person: MemberKey | undefined): boolean => person?.member != null;
  // Born on one day and without a name, nobody can tell twins from one child told of twice.
  if (known === 'unclear' || (known !== undefined && !(isNamed(known) && isNamed(child)))) {
    return addNote(before, unclearMember('household'));
  }
  return { ...before, children: [...before.children.filter((other) => other !== known), child] };
}

export function removeChild(before: Circumstances, key: MemberKey): Circumstances {
  const children = withoutMember(before.children, key);
  return typeof children === 'string'
    ? addNote(
        before,
        children === 'unclear' ? unclearMember('household') : unknownMember('household'),
      )
    : { ...before, children };
}

/** A non-dependant joins, or more is known of one: what a notice leaves out stays as it was. */
export function setNonDependant(before: Circumstances, person: NonDependant): Circumstances {
  const known = findMember(before.nonDependants, person);
  if (known === 'unclear') return addNote(before, unclearMember('non-dependant'));
  const others = before.nonDependants.filter((other) => other !== known);
  const joined: NonDependant = {
    ...person,
    member: person.member ?? known?.member ?? null,
    birthDate: person.birthDate ?? known?.birthDate ?? null,
    worksSixteenHoursOrMore:
      person.worksSixteenHoursOrMore ?? known?.worksSixteenHoursOrMore ?? null,
    grossWeeklyIncomePence: person.grossWeeklyIncomePence ?? known?.grossWeeklyIncomePence ?? null,
    benefits: person.benefits ?? known?.benefits ?? null,
    couple: person.couple ?? known?.couple ?? null,
  };
  // A child who grew up is one person in two roles, one after the other.
  const grown = findMember(before.children, joined);
  const children = before.children.filter((child) => child !== grown);
  return { ...before, children, nonDependants: [...others, joined] };
}

export function removeNonDependant(before: Circumstances, key: MemberKey): Circumstances {
  const rest = withoutMember(before.nonDependants, key);
  const topic = 'non-dependant';
  return typeof rest === 'string'
    ? addNote(before, rest === 'unclear' ? unclearMember(topic) : unknownMember(topic))
    : { ...before, nonDependants: rest };
}

function withoutMember<Member extends MemberKey>(
  members: readonly Member[],
  key: MemberKey,
): readonly Member[] | 'unclear' | 'unknown' {
  const known = findKnownMember(members, key);
  if (known === 'unclear') return 'unclear';
  return known === undefined ? 'unknown' : members.filter((other) => other !== known);
}

const unclearMember = (topic: 'household' | 'non-dependant'): Note => ({
  topic,
  question: { reason: 'missing-field', detail: 'household.member' },
});

/** Somebody is told to have left whom nobody told to have come. */
const unknownMember = (topic: 'household' | 'non-dependant'): Note =>
  contradiction(topic, 'member-not-in-household');
