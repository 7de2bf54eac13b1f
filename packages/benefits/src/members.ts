import type { IsoDate } from './calendar.ts';

/** What tells one member of a household from another; either may be withheld. */
export type MemberKey = { readonly member?: string | null; readonly birthDate: IsoDate | null };

/** Are two descriptions of one person? Names compare without case and outer spaces. */
function compareMembers(a: MemberKey, b: MemberKey): 'same' | 'different' | 'unclear' {
  const names = compareKnown(fold(a.member ?? null), fold(b.member ?? null));
  const days = compareKnown(a.birthDate, b.birthDate);
  if (names === 'different' || days === 'different') return 'different';
  return names === 'same' || days === 'same' ? 'same' : 'unclear';
}

const fold = (name: string | null): string | null => name?.trim().toLowerCase() ?? null;

function compareKnown(a: string | null, b: string | null): 'same' | 'different' | 'unclear' {
  if (a === null || b === null) return 'unclear';
  return a === b ? 'same' : 'different';
}

/** The one member that a key surely tells: undefined when it tells another, `unclear` when nobody can say. */
export function findMember<Member extends MemberKey>(
  members: readonly Member[],
  key: MemberKey,
): Member | undefined | 'unclear' {
  const same = members.filter((member) => compareMembers(member, key) === 'same');
  if (same.length > 1) return 'unclear';
  if (same[0] !== undefined) return same[0];
  return members.some((member) => compareMembers(member, key) === 'unclear')
    ? 'unclear'
    : undefined;
}

/** The same of somebody who is surely a member: a key that tells too little means the only one it may be. */
export function findKnownMember<Member extends MemberKey>(
  members: readonly Member[],
  key: MemberKey,
): Member | undefined | 'unclear' {
  const found = findMember(members, key);
  if (found !== 'unclear') return found;
  const possible = members.filter((member) => compareMembers(member, key) !== 'different');
  return possible.length === 1 ? possible[0] : 'unclear';
}
