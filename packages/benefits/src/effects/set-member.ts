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
  const children = replaceMember(before.children, child);
  return children === 'unclear'
    ? addNote(before, unclearMember('household'))
    : { ...before, children };
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
  const nonDependants = replaceMember(before.nonDependants, {
    ...person,
    member: person.member ?? known?.member ?? null,
    birthDate: person.birthDate ?? known?.birthDate ?? null,
    worksSixteenHoursOrMore:
      person.worksSixteenHoursOrMore ?? known?.worksSixteenHoursOrMore ?? null,
    grossWeeklyIncomePence: person.grossWeeklyIncomePence ?? known?.grossWeeklyIncomePence ?? null,
    benefits: person.benefits ?? known?.benefits ?? null,
    couple: person.couple ?? known?.couple ?? null,
  });
  return nonDependants === 'unclear' ? before : { ...before, nonDependants };
}

export function removeNonDependant(before: Circumstances, key: MemberKey): Circumstances {
  const rest = withoutMember(before.nonDependants, key);
  const topic = 'non-dependant';
  return typeof rest === 'string'
    ? addNote(before, rest === 'unclear' ? unclearMember(topic) : unknownMember(topic))
    : { ...before, nonDependants: rest };
}

function replaceMember<Member extends MemberKey>(
  members: readonly Member[],
  member: Member,
): readonly Member[] | 'unclear' {
  const known = findMember(members, member);
  if (known === 'unclear') return 'unclear';
  return [...members.filter((other) => other !== known), member];
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
